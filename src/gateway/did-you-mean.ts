import leven from 'leven';

/** No name of ours is as long: what is longer isn't compared with any. */
const LONGEST_NAME = 60;

/** How much of a name may be mistyped for it to be taken for another. */
const MISTYPED_SHARE = 0.4;

/** A question with the name of ours that is nearest to it, and a space; nothing where none is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  const nearest = nearestOf(name, known);
  return nearest === null ? '' : `Did you mean ${nearest}? `;
}

function nearestOf(name: string, known: readonly string[]): string | null {
  if (name.length > LONGEST_NAME) return null;
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const [best] = known.map((each) => ({ each, share: leven(plain(name), plain(each)) / Math.max(1, plain(each).length) })).sort((one, other) => one.share - other.share);
  return best && best.share < MISTYPED_SHARE ? best.each : null;
}
