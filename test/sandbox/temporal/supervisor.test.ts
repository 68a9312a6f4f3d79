import { setImmediate as turn } from 'node:timers/promises';
import type { ChildExit } from '../../../src/launch/child-process.ts';
import { supervise } from '../../../src/sandbox/temporal/supervisor.ts';
import type { Supervised, SupervisorEvent } from '../../../src/sandbox/temporal/supervisor.ts';

interface Fake extends Supervised {
  end(): Promise<void>;
  stopped: boolean;
}

const settle = async (): Promise<void> => {
  for (let index = 0; index < 5; index++) await turn();
};

function fake(pid: number): Fake {
  const { promise: exited, resolve } = Promise.withResolvers<ChildExit>();
  const handle: Fake = {
    pid,
    exited,
    stopped: false,
    stop: async () => {
      handle.stopped = true;
      resolve({ code: 0, signal: null });
    },
    kill: () => resolve({ code: null, signal: 'SIGKILL' }),
    end: async () => {
      resolve({ code: 1, signal: null });
      await settle();
    },
  };
  return handle;
}

/** Waits are recorded and end at once, unless `hold` is set. */
function rig(start: (count: number) => Promise<Fake> = async (count) => fake(count + 1)) {
  const events: SupervisorEvent[] = [];
  const waits: number[] = [];
  const clock = { now: 0 };
  const started: Fake[] = [];
  const first = fake(1);
  const supervised = supervise({
    first,
    start: async () => {
      const next = await start(started.length + 1);
      started.push(next);
      return next;
    },
    onEvent: (event) => events.push(event),
    wait: async (ms) => void waits.push(ms),
    now: () => clock.now,
  });
  return { supervised, events, waits, clock, started, first };
}

test('what ends by itself is started again, and both are told', async () => {
  const { supervised, events, first, started } = rig();
  await first.end();
  expect(events).toEqual([{ kind: 'exited', code: 1, signal: null }, { kind: 'restarted', pid: 2 }]);
  expect(supervised.current()).toBe(started[0]);
});

test('the wait doubles while it keeps ending, up to ten seconds, and starts anew once it was well for a minute', async () => {
  const { waits, first, started, clock } = rig();
  await first.end();
  for (let index = 0; index < 8; index++) await started[index]?.end();
  expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
  clock.now += 60_000;
  await started[8]?.end();
  expect(waits.at(-1)).toBe(100);
});

test('a start that fails is tried again', async () => {
  let failures = 2;
  const { events, waits, first, supervised } = rig(async (count) => {
    if (failures-- > 0) throw new Error('no');
    return fake(count + 1);
  });
  await first.end();
  await settle();
  expect(events.map(({ kind }) => kind)).toEqual(['exited', 'restart_failed', 'restart_failed', 'restarted']);
  expect(waits).toEqual([100, 200, 400]);
  expect(supervised.current()?.pid).toBe(2);
});

test('what is stopped stays stopped, and nothing is told', async () => {
  const { supervised, events, first, started } = rig();
  await supervised.stop();
  expect([first.stopped, events, started, supervised.current()]).toEqual([true, [], [], null]);
});

test('one that was being started when everything stopped is stopped too', async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const { supervised, first, started } = rig(async (count) => (await gate, fake(count + 1)));
  await first.end();
  const stopping = supervised.stop();
  open();
  await stopping;
  expect(started[0]?.stopped).toBe(true);
});
