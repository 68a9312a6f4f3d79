import { GiveWay } from '../../src/client/give-way.ts';

/** A clock that only waiting moves. */
class Clock {
  ms = 0;
  nowMs = (): number => this.ms;
  pause = async (ms: number): Promise<void> => {
    this.ms += ms;
  };
}

describe('a start', () => {
  let clock: Clock;
  let giveWay: GiveWay;
  beforeEach(() => {
    clock = new Clock();
    giveWay = new GiveWay(clock);
  });

  /** So many findings, each so many milliseconds after the one before. */
  const accept = (count: number, everyMs: number): void => {
    for (let n = 0; n < count; n += 1) {
      giveWay.noteAccepted();
      clock.ms += everyMs;
    }
  };

  test('goes on at once where findings come as fast as they can be started', async () => {
    accept(200, 25);
    expect(giveWay.isFlood).toBe(false);
    const before = clock.ms;
    await giveWay.toFlood();
    expect(clock.ms).toBe(before);
  });

  test('waits while they come in a flood, and goes on soon after it', async () => {
    accept(200, 2);
    expect(giveWay.isFlood).toBe(true);
    const before = clock.ms;
    await giveWay.toFlood();
    expect(clock.ms - before).toBeGreaterThan(0);
    expect(clock.ms - before).toBeLessThanOrEqual(250);
  });

  test('waits five seconds for a flood that does not end, and no longer', async () => {
    const endless = new GiveWay({
      nowMs: clock.nowMs,
      pause: async (ms) => {
        for (let n = 0; n < 50; n += 1) endless.noteAccepted();
        clock.ms += ms;
      },
    });
    for (let n = 0; n < 50; n += 1) endless.noteAccepted();
    await endless.toFlood();
    expect(clock.ms).toBe(5_000);
  });

  test('goes on in a flood as soon as it holds up another that may not wait', async () => {
    accept(200, 2);
    const before = clock.ms;
    await giveWay.toFlood(() => clock.ms - before >= 50);
    expect(clock.ms - before).toBe(50);
  });
});
