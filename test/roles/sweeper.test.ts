import type { ServiceContext } from '../../src/roles/service-context.ts';
import { startSweeper } from '../../src/roles/sweeper.ts';

const EVERY_MS = 2_000;

/** What the sweeper asks for, which counts how often each was asked, and of which the inbox's answer may be held back. */
class Swept {
  readonly asked: string[] = [];
  readonly failed: string[] = [];
  inbox: Promise<void> = Promise.resolve();
  private returned: () => void = () => undefined;

  readonly workers = { onReturn: (act: () => void) => (this.returned = act) };

  service(): ServiceContext {
    const note = (what: string) => async (): Promise<number> => this.asked.push(what);
    return {
      client: {
        startUnstarted: async ({ onTheirWayToo = false } = {}) => this.asked.push(onTheirWayToo ? 'start those on their way too' : 'start'),
        startUnstartedDirect: note('start direct'),
        raiseUnraised: async () => Promise.reject(new Error('refused')),
      },
      inbox: { processWaiting: async () => this.asked.push('replies') && this.inbox, tellFailures: note('failures') },
      ledger: { overdueReceipts: async () => this.asked.push('receipts') && [] },
      platforms: { slack: {} },
      clock: { now: () => new Date() },
      logger: { event: (name: string) => this.failed.push(name) },
    } as unknown as ServiceContext;
  }

  temporalReturns(): void {
    this.returned();
  }

  times(what: string): number {
    return this.asked.filter((each) => each === what).length;
  }
}

describe('what was left undone', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test('is looked for at once and every two seconds, and what fails keeps nothing else from it', async () => {
    const swept = new Swept();
    const sweeper = startSweeper(swept.service(), swept.workers);
    await jest.advanceTimersByTimeAsync(0);
    expect(swept.times('start')).toBe(1);
    await jest.advanceTimersByTimeAsync(2 * EVERY_MS);
    for (const what of ['start', 'start direct', 'replies', 'failures']) expect([what, swept.times(what)]).toEqual([what, 3]);
    expect(swept.times('receipts')).toBe(6);
    expect(swept.failed).toEqual(['sweep.failed', 'sweep.failed', 'sweep.failed']);
    await sweeper.stop();
    await jest.advanceTimersByTimeAsync(EVERY_MS);
    expect(swept.times('start')).toBe(3);
  });

  test('alerts start while replies wait for an answer, which are handed on once at a time; stopping waits for them', async () => {
    const swept = new Swept();
    const held = Promise.withResolvers<void>();
    swept.inbox = held.promise;
    const sweeper = startSweeper(swept.service(), swept.workers);
    await jest.advanceTimersByTimeAsync(2 * EVERY_MS);
    expect([swept.times('start'), swept.times('replies')]).toEqual([3, 1]);
    let stopped = false;
    const stopping = sweeper.stop().then(() => (stopped = true));
    await jest.advanceTimersByTimeAsync(EVERY_MS);
    expect(stopped).toBe(false);
    held.resolve();
    await stopping;
  });

  test('is looked for at once when Temporal is back, alerts whose start waits for its next try among it', async () => {
    const swept = new Swept();
    const sweeper = startSweeper(swept.service(), swept.workers);
    await jest.advanceTimersByTimeAsync(0);
    swept.asked.length = 0;
    swept.temporalReturns();
    await jest.advanceTimersByTimeAsync(0);
    expect(swept.asked).toEqual(['start those on their way too', 'start', 'start direct', 'replies', 'failures', 'receipts', 'receipts']);
    await sweeper.stop();
  });
});
