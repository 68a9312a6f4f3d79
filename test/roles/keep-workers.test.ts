import { keepWorkers, type KeepOptions, type KeptWorkers } from '../../src/roles/keep-workers.ts';
import type { Workers } from '../../src/roles/run-workers.ts';
import { waitUntil } from '../support/wait-until.ts';

/** Workers as `runWorkers` answers them, which tell what is done with them. */
class Kept {
  readonly log: string[] = [];
  readonly events: string[] = [];
  isThere = true;
  looked = 0;
  failures = 0;
  private made = 0;
  private readonly crashes: ((error: unknown) => void)[] = [];

  options(): KeepOptions {
    return { start: () => this.start(), isThere: () => this.look(), onEvent: (event) => this.events.push(event), lookEveryMs: 2 };
  }

  crash(index: number): void {
    this.crashes[index - 1]?.(new Error(`crash of ${index}`));
  }

  private async look(): Promise<boolean> {
    this.looked += 1;
    return this.isThere;
  }

  private async start(): Promise<Workers> {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('the server has gone again');
    }
    const index = (this.made += 1);
    const crashed = Promise.withResolvers<unknown>();
    this.crashes.push(crashed.resolve);
    let polls = true;
    this.log.push(`start ${index}`);
    return {
      crashed: crashed.promise,
      polling: () => polls,
      stop: async () => {
        if (polls) this.log.push(`stop ${index}`);
        polls = false;
      },
    };
  }
}

const running: Workers[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((workers) => workers.stop()));
});

async function keep(kept: Kept): Promise<KeptWorkers> {
  const workers = await keepWorkers(kept.options());
  running.push(workers);
  return workers;
}

/** Lets the loop look a few times. */
async function looks(kept: Kept): Promise<void> {
  const before = kept.looked;
  await waitUntil('the loop has looked', () => kept.looked >= before + 3);
}

describe('when Temporal has been away', () => {
  test('new workers ask it for work in place of the old ones', async () => {
    const kept = new Kept();
    const workers = await keep(kept);
    kept.isThere = false;
    await looks(kept);
    expect(kept.log).toEqual(['start 1']);
    kept.isThere = true;
    await waitUntil('they are new', () => kept.events.length > 0);
    expect({ log: kept.log, events: kept.events, polling: workers.polling() }).toEqual({ log: ['start 1', 'stop 1', 'start 2'], events: ['workers_renewed'], polling: true });
    await workers.stop();
    expect(kept.log.at(-1)).toBe('stop 2');
  });

  test('whoever waits for its return hears of it each time, before the workers are renewed', async () => {
    const kept = new Kept();
    const workers = await keep(kept);
    workers.onReturn(() => kept.log.push('returned'));
    for (let outage = 0; outage < 2; outage += 1) {
      kept.isThere = false;
      await looks(kept);
      kept.isThere = true;
      await waitUntil('they are new', () => kept.events.length > outage);
    }
    expect(kept.log).toEqual(['start 1', 'returned', 'stop 1', 'start 2', 'returned', 'stop 2', 'start 3']);
  });

  test('one that goes again at once is tried until it stays', async () => {
    const kept = new Kept();
    const workers = await keep(kept);
    kept.isThere = false;
    await looks(kept);
    kept.failures = 2;
    kept.isThere = true;
    await waitUntil('they are new', () => kept.events.includes('workers_renewed'));
    expect(kept.events).toEqual(['renewal_failed', 'renewal_failed', 'workers_renewed']);
    expect(workers.polling()).toBe(true);
    await workers.stop();
  });

  test('an end of the old workers is no crash, and one of the new ones is', async () => {
    const kept = new Kept();
    const workers = await keep(kept);
    kept.isThere = false;
    await looks(kept);
    kept.isThere = true;
    await waitUntil('they are new', () => kept.events.length > 0);
    kept.crash(1);
    kept.crash(2);
    expect(await workers.crashed).toEqual(new Error('crash of 2'));
    await workers.stop();
  });
});

test('a server that stays is not bothered: the workers stay as they are', async () => {
  const kept = new Kept();
  const workers = await keep(kept);
  await looks(kept);
  await workers.stop();
  expect(kept.log).toEqual(['start 1', 'stop 1']);
});
