/** Tells listeners that something changed; many changes at once are told as one. */
export interface Changes {
  tell(): void;
  /** Returns what ends it. */
  listen(listener: () => void): () => void;
  close(): void;
}

export function createChanges(): Changes {
  const listeners = new Set<() => void>();
  let pending: NodeJS.Immediate | null = null;
  return {
    tell() {
      pending ??= setImmediate(() => {
        pending = null;
        for (const listener of listeners) listener();
      });
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      if (pending) clearImmediate(pending);
      listeners.clear();
    },
  };
}
