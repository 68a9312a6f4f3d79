import type { KnownBlock } from '@slack/types';

/**
 * Makes Slack's `ts`: seconds, a dot and six digits, unique in the workspace and always rising, even when the clock goes back.
 * `last` is the newest one in use.
 */
export function createTimestamps({ now, last }: { now: () => Date; last: string | null }): () => string {
  let [seconds = 0, count = 0] = (last ?? '0.0').split('.').map(Number);
  return () => {
    const current = Math.floor(now().getTime() / 1000);
    if (current > seconds) {
      seconds = current;
      count = 0;
    }
    count += 1;
    return `${seconds}.${String(count).padStart(6, '0')}`;
  };
}

/** Gives blocks and their elements the ids that Slack makes up where the app gave none. */
export function withBlockIds(blocks: readonly KnownBlock[], ts: string): KnownBlock[] {
  const base = ts.replace('.', '').slice(-8);
  return blocks.map((block, index) => {
    const identified = { ...block, block_id: block.block_id ?? `b${base}${index}` };
    if (!('elements' in identified) || identified.type !== 'actions') return identified as KnownBlock;
    const elements = identified.elements.map((element, position) => ({
      ...element,
      action_id: element.action_id ?? `a${base}${index}${position}`,
    }));
    return { ...identified, elements } as KnownBlock;
  });
}
