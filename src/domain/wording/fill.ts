export type Slots = Readonly<Record<string, string | null>>;

/** Fills a sentence: `{slot}` by its value; `[…]` only when every slot in it has one. Throws on a slot that isn't there. */
export function fill(sentence: string, slots: Slots): string {
  const kept = sentence.replaceAll(/\[([^\]]*)\]/g, (_, inner: string) => (slotsOf(inner).every((slot) => slots[slot] != null) ? inner : ''));
  return kept.replaceAll(/\{(\w+)\}/g, (_, slot: string) => {
    const value = slots[slot];
    if (value == null) throw new RangeError(`A sentence needs the slot "${slot}".`);
    return value;
  });
}

/** Names of the slots of a sentence, each once, in order. */
export function slotsOf(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, slot]) => slot ?? ''))];
}
