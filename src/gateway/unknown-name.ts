import leven from 'leven';
import type { FieldProblem } from '../domain/parse-detection.ts';

/** No name of ours is as long: what is longer isn't compared with any. */
const LONGEST_NAME = 60;

/** How much of a name may be mistyped for it to be taken for another. */
const MISTYPED_SHARE = 0.4;

/** What is no parameter, told by its place among those that were sent with it and by what it may have been meant for: its name is the caller's own word, and could be a patient's. */
export function unknownParameter(name: string, given: object, known: readonly string[], where: { prefix?: string; of: string }): FieldProblem {
  return {
    field: `${where.prefix ?? ''}${placeOf(name, given)}`, problem: `is not a parameter of this ${where.of}`,
    hint: `${didYouMean(name, known)}Remove it, or name it rightly: it takes ${known.join(', ')}.`,
  };
}

/** A parameter by its place, counted from one. */
export function placeOf(name: string, given: object): string {
  return `(parameter ${Object.keys(given).indexOf(name) + 1})`;
}

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
