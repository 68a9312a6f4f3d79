import { setImmediate as turn } from 'node:timers/promises';
import { createHeartbeat } from '../../src/observability/heartbeat.ts';
import type { Heartbeat, HeartbeatCheck, HeartbeatTimers } from '../../src/observability/heartbeat.ts';

interface Rig {
  heartbeat: Heartbeat;
  calls: string[];
  minute(): Promise<void>;
  /** Lets every wait of the heartbeat end. */
  patienceEnds(): Promise<void>;
}

/** Enough turns of the event loop for what a round has to do without waiting. */
const settle = async (): Promise<void> => {
  for (let index = 0; index < 5; index++) await turn();
};

async function rig(checks: HeartbeatCheck[], answer: () => Promise<{ ok: boolean }> = async () => ({ ok: true }), url: string | null = 'https://beat.example/1'): Promise<Rig> {
  let now = 0;
  let tick: (() => void) | null = null;
  let waits: (() => void)[] = [];
  const calls: string[] = [];
  const timers: HeartbeatTimers = {
    now: () => now,
    every: (_ms, given) => {
      tick = given;
      return () => (tick = null);
    },
    after: async () => await new Promise<void>((resolve) => waits.push(resolve)),
  };
  const heartbeat = createHeartbeat({ url, checks, timers, fetch: async (address) => (calls.push(address), await answer()) });
  await settle();
  return {
    heartbeat,
    calls,
    minute: async () => {
      now += 60_000;
      tick?.();
      await settle();
    },
    patienceEnds: async () => {
      const waiting = waits;
      waits = [];
      waiting.forEach((end) => end());
      await settle();
    },
  };
}

const well = (name: string): HeartbeatCheck => ({ name, ok: async () => true });

test('the address is called at once, and every minute while all is well', async () => {
  const { heartbeat, calls, minute } = await rig([well('worker'), well('ledger')]);
  expect(heartbeat.state()).toEqual({ checkedAt: 0, failing: [], beatAt: 0, outcome: 'sent' });
  await minute();
  await minute();
  expect(calls).toHaveLength(3);
  expect(heartbeat.state()).toMatchObject({ beatAt: 120_000, outcome: 'sent' });
});

test.each<[string, () => Promise<boolean>]>([
  ['says no', async () => false],
  ['fails', async () => await Promise.reject(new Error('no'))],
  ['throws at once', () => { throw new Error('no'); }],
])('nothing is called while a check %s, and health names it', async (_title, ok) => {
  let broken = true;
  const { heartbeat, calls, minute } = await rig([well('worker'), { name: 'ledger', ok: async () => (broken ? await ok() : true) }]);
  expect([calls.length, heartbeat.state().outcome, heartbeat.state().failing]).toEqual([0, 'withheld', ['ledger']]);
  broken = false;
  await minute();
  expect([calls.length, heartbeat.state().outcome, heartbeat.state().failing]).toEqual([1, 'sent', []]);
});

test('a check that never answers is not well, and rounds do not pile up behind it', async () => {
  let asked = 0;
  const stuck: HeartbeatCheck = { name: 'temporal', ok: async () => (asked++, await new Promise<boolean>(() => {})) };
  const { heartbeat, calls, minute, patienceEnds } = await rig([stuck]);
  await minute();
  await minute();
  expect(asked).toBe(1);
  await patienceEnds();
  expect([heartbeat.state().outcome, heartbeat.state().failing, calls.length]).toEqual(['withheld', ['temporal'], 0]);
  await minute();
  expect(asked).toBe(2);
});

test('an address that refuses or cannot be reached is remembered, and tried again', async () => {
  const answers = [async () => ({ ok: true }), async () => ({ ok: false }), async () => await Promise.reject(new Error('no network'))];
  const { heartbeat, calls, minute } = await rig([well('worker')], async () => await (answers.shift() ?? (async () => ({ ok: true })))());
  await minute();
  expect(heartbeat.state()).toEqual({ checkedAt: 60_000, failing: [], beatAt: 0, outcome: 'failed' });
  await minute();
  expect(heartbeat.state()).toMatchObject({ beatAt: 0, outcome: 'failed' });
  await minute();
  expect([calls.length, heartbeat.state().beatAt]).toEqual([4, 180_000]);
});

test('without an address the checks are still made, for health', async () => {
  const { heartbeat, calls } = await rig([{ name: 'ledger', ok: async () => false }], undefined, null);
  expect([calls.length, heartbeat.state().failing]).toEqual([0, ['ledger']]);
});

test('after stop nothing is called any more', async () => {
  const { heartbeat, calls, minute } = await rig([well('worker')]);
  heartbeat.stop();
  await minute();
  expect(calls).toHaveLength(1);
});
