import { setTimeout as pause } from 'node:timers/promises';
import { createCallMeter } from '../../../src/platforms/twilio/call-meter.ts';
import { classifyTwilioError } from '../../../src/platforms/twilio/classify-error.ts';
import { toDeliveryState } from '../../../src/platforms/twilio/message-status.ts';
import type { Failure } from '../../../src/domain/failure.ts';
import type { TwilioInbound, TwilioReport } from '../../../src/webhooks/twilio/events.ts';
import type { OpenAttempt, TwilioPollerOptions } from '../../../src/webhooks/twilio/poll-context.ts';
import { createTwilioPoller } from '../../../src/webhooks/twilio/poller.ts';
import type { TwilioPoller } from '../../../src/webhooks/twilio/poller.ts';
import { ANA, START, startSandboxed, toAna } from '../../platforms/twilio/sandboxed.ts';
import type { Sandboxed } from '../../platforms/twilio/sandboxed.ts';

let sandbox: Sandboxed;
let inbound: TwilioInbound[];
let reports: TwilioReport[];
let failures: Failure[];
let open: OpenAttempt[];
let now: Date;
let setBackMs: number;
let poller: TwilioPoller;

beforeEach(async () => {
  sandbox = await startSandboxed({ poll: true });
  [inbound, reports, failures, open, now, setBackMs] = [[], [], [], [], START, 0];
  poller = create();
});
afterEach(async () => {
  await poller.stop();
  await sandbox.stop();
});

function create(changes: Partial<TwilioPollerOptions> = {}): TwilioPoller {
  return createTwilioPoller({
    client: sandbox.client, senders: ['whatsapp:+14155550100', '+14155550101'], since: START, everyMs: 5, now: () => new Date(now.getTime() - setBackMs), tick: () => now.getTime(),
    ingress: {
      onInbound: async (event) => inbound.push(event) > 0,
      onStatus: async (event) => reports.push(event) > 0,
    },
    openAttempts: async () => open, reading: { toDeliveryState }, classify: classifyTwilioError,
    meter: createCallMeter(1_000, 60_000), onFailure: (failure) => failures.push(failure), ...changes,
  });
}

/** Lets time pass, for Twilio too. */
function advance(seconds: number): void {
  now = new Date(START.getTime() + seconds * 1_000);
  sandbox.setNow(now);
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('It did not happen within 5 s.');
    await pause(5);
  }
}

/** Twilio's requests so far, by the journal. */
function asked(operation: string): number {
  return sandbox.rig.journal.since(0).filter((entry) => entry.operation === operation).length;
}

async function sendToAna(): Promise<OpenAttempt> {
  const { ref, sender } = await sandbox.platform().send(toAna());
  const attempt = { sid: ref.id, sender, sentAt: now };
  open.push(attempt);
  return attempt;
}

describe('replies', () => {
  it('are left to the webhook while they are young, and found when it never came', async () => {
    const backstop = create({ leaveYoungerThanMs: 20_000 });
    await sandbox.rig.simulator.reply({ from: ANA, body: 'sí' });
    advance(19);
    await backstop.pollOnce();
    expect(inbound).toEqual([]);
    advance(20);
    await backstop.pollOnce();
    expect(inbound.map(({ body }) => body)).toEqual(['sí']);
  });

  it('are read at once where there is no webhook, though our clock was set back', async () => {
    await sandbox.rig.simulator.reply({ from: ANA, body: 'sí' });
    setBackMs = 3_600_000;
    await poller.pollOnce();
    expect(inbound.map(({ body }) => body)).toEqual(['sí']);
  });

  it('are left to the webhook no longer because our clock is behind, and no shorter', async () => {
    const backstop = create({ leaveYoungerThanMs: 20_000 });
    setBackMs = 3_600_000;
    await sandbox.rig.simulator.reply({ from: ANA, body: 'sí' });
    advance(1);
    await backstop.pollOnce();
    advance(20);
    await backstop.pollOnce();
    expect(inbound).toEqual([]);
    advance(21);
    await backstop.pollOnce();
    expect(inbound.map(({ body }) => body)).toEqual(['sí']);
  });

  it('are handed on oldest first, each once, whatever number they came to', async () => {
    await sandbox.rig.simulator.reply({ from: ANA, body: ' sí ' });
    advance(10);
    await sandbox.rig.simulator.reply({ from: '+573001110001', body: 'no' });
    await poller.pollOnce();
    await poller.pollOnce();
    expect(inbound.map(({ from, to, body, button, at }) => ({ from, to, body, button, at }))).toEqual([
      { from: ANA, to: 'whatsapp:+14155550100', body: ' sí ', button: null, at: START },
      { from: '+573001110001', to: '+14155550101', body: 'no', button: null, at: now },
    ]);
    expect(poller.status()).toEqual({ lastSuccessAt: now, failure: null });
  });

  it('that Twilio lists late are found all the same, and old ones are not dug up', async () => {
    await sandbox.rig.simulator.reply({ from: ANA, body: 'viejo' });
    advance(3_600);
    await sandbox.rig.simulator.reply({ from: ANA, body: 'nuevo' });
    poller = create({ since: now });
    await poller.pollOnce();
    expect(inbound.map(({ body }) => body)).toEqual(['nuevo']);
    advance(3_500);
    await sandbox.rig.simulator.reply({ from: ANA, body: 'tardío' });
    await poller.pollOnce();
    expect(inbound.map(({ body }) => body)).toEqual(['nuevo', 'tardío']);
  });

  it('that could not be stored come again, and nothing behind them is lost', async () => {
    let isFull = true;
    poller = create({ ingress: { onStatus: async () => true, onInbound: async (event) => {
      if (isFull && event.body === 'dos') throw new Error('disk full');
      return inbound.push(event) > 0;
    } } });
    for (const [second, body] of ['uno', 'dos', 'tres'].entries()) {
      advance(second);
      await sandbox.rig.simulator.reply({ from: ANA, body });
    }
    await poller.pollOnce();
    expect(failures).toEqual([{ kind: 'retry_after', code: 'not_stored' }]);
    isFull = false;
    await poller.pollOnce();
    expect(inbound.map(({ body }) => body)).toEqual(['uno', 'dos', 'tres']);
  });

  it('with media say that there is some', async () => {
    await sandbox.rig.simulator.reply({ from: ANA, mediaType: 'audio/ogg' });
    await poller.pollOnce();
    expect(inbound[0]).toMatchObject({ body: '', mediaTypes: ['unknown'] });
  });
});

describe('receipts', () => {
  it('of open attempts are told as they change, once each', async () => {
    const { sid } = await sendToAna();
    await poller.pollOnce();
    while (await sandbox.rig.simulator.step()) await poller.pollOnce();
    await poller.pollOnce();
    expect(reports.map(({ eventId, state }) => [eventId, state])).toEqual([
      [`${sid}:queued`, 'sent'], [`${sid}:sent`, 'sent'], [`${sid}:delivered`, 'delivered'], [`${sid}:read`, 'read'],
    ]);
  });

  it('of a failure carry Twilio\'s code', async () => {
    sandbox.rig.faults.add({ platform: 'twilio', operation: 'messages.create', fault: { kind: 'receipts', plan: [{ status: 'failed', errorCode: 63016 }] } });
    const { sid } = await sendToAna();
    await sandbox.rig.simulator.settle();
    await poller.pollOnce();
    expect(reports).toMatchObject([{ sid, attemptId: null, state: 'failed_permanent', errorCode: '63016' }]);
  });

  it('cost one list for each number, and nothing while no attempt is open', async () => {
    for (let message = 0; message < 7; message++) await sendToAna();
    await sandbox.rig.simulator.settle();
    await poller.pollOnce();
    expect(reports).toHaveLength(7);
    expect([asked('messages.list'), asked('messages.fetch')]).toEqual([3, 0]);
    open = [];
    await poller.pollOnce();
    expect(asked('messages.list')).toBe(5);
  });

  it('of messages that the list leaves out are fetched, five in a cycle, in turn', async () => {
    for (let message = 0; message < 7; message++) await sendToAna();
    await poller.pollOnce();
    expect([reports.length, asked('messages.fetch')]).toEqual([5, 5]);
    await poller.pollOnce();
    expect(new Set(reports.map(({ sid }) => sid)).size).toBe(7);
  });
});

describe('the poller', () => {
  it('never runs two cycles at once', async () => {
    sandbox.rig.faults.add({ platform: 'twilio', operation: 'messages.list', nth: 1, fault: { kind: 'delay', ms: 100 } });
    await Promise.all([poller.pollOnce(), poller.pollOnce(), poller.pollOnce()]);
    expect(asked('messages.list')).toBe(2);
  });

  it('classifies what Twilio answers, tells it, asks for receipts all the same, and recovers', async () => {
    sandbox.rig.faults.add({ platform: 'twilio', operation: 'messages.list', nth: 1, fault: { kind: 'status', status: 429, headers: { 'retry-after': '7' } } });
    await sendToAna();
    await poller.pollOnce();
    expect(failures).toEqual([{ kind: 'retry_after', code: 'http_429', retryAfterMs: 7_000 }]);
    expect(poller.status()).toMatchObject({ lastSuccessAt: null, failure: { code: 'http_429' } });
    expect(reports).toHaveLength(1);
    await poller.pollOnce();
    expect(poller.status().failure).toBeNull();
  });

  it('stays inside its allowance', async () => {
    poller = create({ meter: createCallMeter(3, 60_000) });
    await poller.pollOnce();
    await poller.pollOnce();
    expect(asked('messages.list')).toBe(3);
    expect(failures).toEqual([{ kind: 'retry_after', code: 'poll_limit', retryAfterMs: 10_000 }]);
  });

  it('polls by itself, at its pace, until it is stopped', async () => {
    const planned: { run: () => void; afterMs: number }[] = [];
    let calledOff = 0;
    poller = create({ everyMs: 5_000, schedule: (run, afterMs) => {
      planned.push({ run, afterMs });
      return () => { calledOff += 1; };
    } });
    poller.start();
    poller.start();
    await until(() => planned.length === 1);
    planned[0]?.run();
    await until(() => planned.length === 2);
    expect(planned.map(({ afterMs }) => afterMs)).toEqual([5_000, 5_000]);
    expect(asked('messages.list')).toBe(4);
    await poller.stop();
    expect([calledOff, planned.length]).toEqual([1, 2]);
  });

  it('stops only after the cycle under way, and plans no other', async () => {
    sandbox.rig.faults.add({ platform: 'twilio', operation: 'messages.list', nth: 2, fault: { kind: 'delay', ms: 100 } });
    await sandbox.rig.simulator.reply({ from: ANA, body: 'sí' });
    let planned = 0;
    poller = create({ schedule: () => {
      planned += 1;
      return () => undefined;
    } });
    poller.start();
    await until(() => asked('messages.list') >= 1);
    await poller.stop();
    expect([inbound.length, planned]).toEqual([1, 0]);
  });

  it('pauses twice as long after each failure, up to a minute, or as Twilio asked, and comes back to its pace', async () => {
    const pauses: number[] = [];
    let next: () => void = () => undefined;
    poller = create({ everyMs: 4_000, schedule: (run, afterMs) => {
      pauses.push(afterMs);
      next = run;
      return () => undefined;
    } });
    const { faults } = sandbox.rig;
    faults.add({ platform: 'twilio', operation: 'messages.list', count: 5, fault: { kind: 'status', status: 500 } });
    faults.add({ platform: 'twilio', operation: 'messages.list', nth: 6, fault: { kind: 'status', status: 429, headers: { 'retry-after': '3000' } } });
    poller.start();
    for (let cycle = 1; cycle <= 7; cycle++) {
      await until(() => pauses.length === cycle);
      if (cycle < 7) next();
    }
    expect(pauses).toEqual([8_000, 16_000, 32_000, 60_000, 60_000, 60_000, 4_000]);
  });

  it('started again before its last cycle was over runs once, not twice', async () => {
    let planned = 0;
    poller = create({ schedule: () => {
      planned += 1;
      return () => undefined;
    } });
    poller.start();
    const stopping = poller.stop();
    poller.start();
    await stopping;
    await until(() => planned > 0);
    await poller.pollOnce();
    expect(planned).toBe(1);
  });

  it('runs on a timer of its own where none is given', async () => {
    poller.start();
    await until(() => asked('messages.list') >= 6);
  });
});
