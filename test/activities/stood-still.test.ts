import type { ActivityDependencies } from '../../src/activities/dependencies.ts';
import { deliver, type Leaving } from '../../src/activities/deliver.ts';
import type { SendResult } from '../../src/domain/escalation/alert-event.ts';
import type { RenderedMessage } from '../../src/domain/message.ts';
import type { Destination } from '../../src/domain/people.ts';
import type { WantedNotification } from '../../src/ledger/ledger.ts';
import { anAlert, aRecord, closeAll, onEachStore, testLedger, wanted, type TestLedger } from '../ledger/fixtures.ts';
import { rendered } from '../platforms/twilio/wire.ts';
import { startTwilioWire, stopWires, type TwilioWire } from './twilio-wire.ts';

/** A destination that takes free text. */
const PHONE: Destination = { platform: 'twilio', kind: 'person', address: '+56911111111' };

onEachStore('a process that stands still between the claim and the call', () => {
  let test: TestLedger;
  let wire: TwilioWire;
  beforeEach(async () => {
    test = await testLedger();
    await test.ledger.accept(anAlert());
    wire = await startTwilioWire(test.time);
  });
  afterEach(async () => {
    await closeAll();
    await stopWires();
  });

  /** `still`: what happens meanwhile. */
  const send = async (note: WantedNotification, still?: () => Promise<void> | void): Promise<SendResult> => {
    const render = ({ repeat }: Leaving): RenderedMessage => rendered({ text: repeat ? 'K7F2-Q9MD (repeat)' : 'K7F2-Q9MD' });
    const ledger = still ? standingStill(still) : test.ledger;
    const deps = { ledger, now: () => test.time.now(), tick: () => test.time.tick(), operator: { isWell: () => undefined } } as unknown as ActivityDependencies;
    return deliver(deps, wire.platform, { wanted: note, render, patient: true, askedAt: test.time.now() });
  };

  /** The ledger of a process that stands still once its claim is on the disk. */
  const standingStill = (still: () => Promise<void> | void): TestLedger['ledger'] => Object.assign(Object.create(test.ledger) as TestLedger['ledger'], {
    claim: async (...asked: Parameters<TestLedger['ledger']['claim']>) => {
      const claim = await test.ledger.claim(...asked);
      await still();
      return claim;
    },
  });

  it('makes no call when it wakes: another one has sent the message again, and somebody has the alert', async () => {
    const note = wanted({ severity: 'critical', destination: PHONE });
    const woken = send(note, async () => {
      test.time.pass(40_000);
      await expect(send(note)).resolves.toMatchObject({ outcome: 'sent' });
      await test.ledger.record(aRecord({ status: 'acknowledged', acknowledgedBy: 'ana' }), test.time.now());
    });
    await expect(woken).rejects.toThrow('waiting: stood_still');
    expect(wire.taken()).toEqual(['K7F2-Q9MD (repeat)']);
    await expect(send(note)).resolves.toMatchObject({ outcome: 'sent' });
    expect(wire.taken()).toHaveLength(1);
  });

  it('gives back what it had claimed, so that it goes at once by whoever asks next, and as no repeat', async () => {
    const note = wanted({ severity: 'critical', destination: PHONE });
    await expect(send(note, () => test.time.pass(2_001))).rejects.toThrow('waiting: stood_still');
    expect(wire.taken()).toEqual([]);
    await expect(send(note)).resolves.toMatchObject({ outcome: 'sent' });
    expect(wire.taken()).toEqual(['K7F2-Q9MD']);
    expect(await test.ledger.headroom(note.sender, test.time.now())).toMatchObject({ used: 1 });
  });

  it('leaves to the one that is looking for its message what comes of it', async () => {
    const note = wanted({ severity: 'critical', destination: PHONE });
    let attemptId = '';
    const woken = send(note, async () => {
      test.time.pass(40_000);
      const claim = await test.ledger.claim(note, test.time.now());
      attemptId = claim.grant === 'settle' ? claim.attemptId : '';
    });
    await expect(woken).rejects.toThrow('waiting: stood_still');
    await test.ledger.giveUp(attemptId, test.time.now());
    await expect(send(note)).resolves.toMatchObject({ outcome: 'sent' });
    expect(wire.taken()).toEqual(['K7F2-Q9MD']);
  });

  it('makes its call where it stood for two seconds at most, as on a slow disk', async () => {
    await expect(send(wanted({ destination: PHONE }), () => test.time.pass(2_000))).resolves.toMatchObject({ outcome: 'sent' });
  });
});
