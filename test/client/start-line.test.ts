import { setImmediate as turn } from 'node:timers/promises';
import { StartLine } from '../../src/client/start-line.ts';

/** Starts that are under way until somebody ends them. */
class Starts {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, PromiseWithResolvers<boolean>>();

  by(id: string): () => Promise<boolean> {
    return () => {
      this.begun.push(id);
      const end = Promise.withResolvers<boolean>();
      this.#ends.set(id, end);
      return end.promise;
    };
  }

  async end(id: string, outcome: boolean | Error = true): Promise<void> {
    const end = this.#ends.get(id);
    if (outcome instanceof Error) end?.reject(outcome);
    else end?.resolve(outcome);
    await turn();
  }
}

describe('what is to be started', () => {
  let line: StartLine;
  let starts: Starts;
  beforeEach(() => {
    line = new StartLine({ lanes: 2, places: 3 });
    starts = new Starts();
  });
  const enter = (id: string, urgency = 1): Promise<boolean> => line.start(id, urgency, starts.by(id));

  test('begins at once while there is a lane', async () => {
    expect(line.isIdle).toBe(true);
    const started = enter('a');
    expect({ begun: starts.begun, idle: line.isIdle, known: line.has('a') }).toEqual({ begun: ['a'], idle: false, known: true });
    await starts.end('a');
    await expect(started).resolves.toBe(true);
    expect({ idle: line.isIdle, known: line.has('a') }).toEqual({ idle: true, known: false });
  });

  test('waits for a lane otherwise: the most urgent begins first, then the oldest', async () => {
    const all = [enter('a'), enter('b'), enter('low', 0), enter('critical', 3), enter('medium', 1)];
    expect(starts.begun).toEqual(['a', 'b']);
    for (const id of ['a', 'critical', 'b', 'medium', 'low']) await starts.end(id);
    await expect(Promise.all(all)).resolves.toEqual([true, true, true, true, true]);
    expect(starts.begun).toEqual(['a', 'b', 'critical', 'medium', 'low']);
  });

  test('presses only on what is less urgent', () => {
    for (const [id, urgency] of [['a', 1], ['b', 1], ['critical', 3]] as const) void enter(id, urgency);
    expect([1, 2, 3].map((urgency) => line.isPressed(urgency))).toEqual([true, true, false]);
  });

  test('of the same urgency begins in the order in which it came', async () => {
    void enter('a');
    void enter('b');
    void enter('c');
    void enter('d');
    await starts.end('a');
    await starts.end('b');
    expect(starts.begun).toEqual(['a', 'b', 'c', 'd']);
  });

  test('is started once, whoever asks', async () => {
    const both = [enter('a'), enter('a')];
    await starts.end('a');
    await expect(Promise.all(both)).resolves.toEqual([true, true]);
    expect(starts.begun).toEqual(['a']);
  });

  test('is left to the next look when Temporal is found to be away, and so is all that waits', async () => {
    const all = [enter('a'), enter('b'), enter('c')];
    await starts.end('a', false);
    await starts.end('b');
    await expect(Promise.all(all)).resolves.toEqual([false, true, false]);
    expect({ begun: starts.begun, idle: line.isIdle }).toEqual({ begun: ['a', 'b'], idle: true });
  });

  test('fails alone, and the next one begins', async () => {
    const failing = enter('a');
    const others = [enter('b'), enter('c')];
    await Promise.all([expect(failing).rejects.toThrow('no such type'), starts.end('a', new Error('no such type'))]);
    await starts.end('b');
    await starts.end('c');
    await expect(Promise.all(others)).resolves.toEqual([true, true]);
  });

  test('that has no place is left to the next look: the least urgent of all that wait, and of those the newest', async () => {
    for (const id of ['a', 'b', 'c']) void enter(id);
    const [last, newest] = [enter('low', 0), enter('lowest, later', 0)];
    void enter('critical', 3);
    await expect(newest).resolves.toBe(false);
    void last;
    expect({ waits: line.has('low'), critical: line.has('critical') }).toEqual({ waits: true, critical: true });
  });
});
