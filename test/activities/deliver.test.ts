import type { ActivityDependencies } from '../../src/activities/dependencies.ts';
import { deliver } from '../../src/activities/deliver.ts';
import type { SendResult } from '../../src/domain/escalation/alert-event.ts';
import type { Destination } from '../../src/domain/people.ts';
import type { WantedNotification } from '../../src/ledger/ledger.ts';
import { attemptIn, closeAll, testLedger, wanted, type TestLedger } from '../ledger/fixtures.ts';
import { rendered } from '../platforms/twilio/wire.ts';
import { startTwilioWire, stopWires, type TwilioWire } from './twilio-wire.ts';

/** It needs no template, which would have to be looked for. */
const PHONE: Destination = { platform: 'twilio', kind: 'person', address: '+56911111111' };

/** What an answer that never came is called. */
const LOST = 'connection_reset';

describe('a page whose platform answers nothing', () => {
  let test: TestLedger;
  let wire: TwilioWire;
  beforeEach(async () => {
    test = await testLedger();
    wire = await startTwilioWire(test.time, { silent: true });
  });
  afterEach(async () => {
    await closeAll();
    await stopWires();
  });

  const send = async (note: WantedNotification, patient = false): Promise<SendResult> => {
    const deps = { ledger: test.ledger, now: () => test.time.now(), tick: () => test.time.tick() } as unknown as ActivityDependencies;
    return deliver(deps, wire.platform, { wanted: note, render: () => rendered(), patient, askedAt: test.time.now() });
  };
  const failTo = async (last: number): Promise<void> => {
    const destination = { platform: 'twilio', kind: 'person', address: `whatsapp:+5691111111${last}` } as const;
    await test.ledger.markUncertain(attemptIn(await test.ledger.claim(wanted({ destination }), test.time.now())), { kind: 'settle_first', code: LOST }, test.time.now());
  };

  it('is in doubt, and settled before another route is taken, while that may be its own trouble', async () => {
    expect(await send(wanted({ destination: PHONE, mayDefer: true }))).toMatchObject({ outcome: 'in_doubt', reason: LOST });
  });

  it('gives way at once where it is the platform\'s trouble, and its being settled waits for nobody', async () => {
    await failTo(2);
    await failTo(3);
    const note = wanted({ destination: PHONE, mayDefer: true });
    expect(await send(note)).toMatchObject({ outcome: 'delayed', reason: LOST });
    test.time.pass(5_000);
    expect(await send(note)).toMatchObject({ outcome: 'delayed', reason: LOST });
    // A look-up lists twice at once, of which the first answer decides.
    expect(wire.calls().filter((call) => call !== 'messages.list')).toEqual(['messages.create']);
    expect(wire.calls()).toContain('messages.list');
  });

  it('waits to be settled where the next route has been taken already, instead of being asked for over and over', async () => {
    await failTo(2);
    await failTo(3);
    const note = wanted({ destination: PHONE, mayDefer: true });
    await send(note);
    test.time.pass(5_000);
    await expect(send(note, true)).rejects.toThrow('waiting: retry_after');
  });

  it('is put behind another route without a call when that platform is known to be failing', async () => {
    for (const last of [2, 3, 4]) await failTo(last);
    expect(await send(wanted({ destination: PHONE, mayDefer: true }))).toMatchObject({ outcome: 'deferred', responder: 'ana', reason: 'platform_failing' });
    expect(wire.calls()).toEqual([]);
  });
});
