/** Whoever asks for the same while an answer is being worked out gets that answer: many who ask at once cost as much as one. */
export function shareUnderWay<Key, Answer>(work: (key: Key) => Promise<Answer>): (key: Key) => Promise<Answer> {
  const underWay = new Map<Key, Promise<Answer>>();
  return async (key) => {
    const known = underWay.get(key);
    if (known) return known;
    const answer = work(key).finally(() => underWay.delete(key));
    underWay.set(key, answer);
    return answer;
  };
}
