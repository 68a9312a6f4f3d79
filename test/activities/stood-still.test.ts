import type { ActivityDependencies } from '../../src/activities/dependencies.ts';
import { deliver } from '../../src/activities/deliver.ts';
import type { SendResult } from '../../src/domain/escalation/alert-event.ts';
import type { RenderedMessage } from '../../src/domain/message.ts';
import type { WantedNotification } from '../../src/ledger/ledger.ts';
import type { Platform } from '../../src/platforms/platform.ts';
import { anAlert, aRecord, closeAll, onEachStore, testLedger, wanted, type TestLedger } from '../ledger/fixtures.ts';

/** A provider that takes everything and can be asked for nothing. */
function taking(): { platform: Platform; taken: string[] } {
  const taken: string[] = [];
  const platform = {
    name: 'twilio', callTimeoutMs: 10_000,
    send: async ({ attemptId, message }: Parameters<Platform['send']>[0]) => {
      taken.push(message.text);
      return { ref: { id: attemptId, conversation: 'c' }, sender: 'sender', state: 'sent' };
    },
    lookUp: async () => ({ found: 'no' }),
  } as unknown as Platform;
  return { platform, taken };
}

onEachStore('a process that stands still between the claim and the call', () => {
  let test: TestLedger;
  let provider: ReturnType<typeof taking>;
  beforeEach(async () => {
    test = await testLedger();
    await test.ledger.accept(anAlert());
    provider = taking();
  });
  afterEach(closeAll);

  /** `still`: what happens meanwhile. */
  const send = async (note: WantedNotification, still?: () => Promise<void> | void): Promise<SendResult> => {
    const render = ({ repeat }: { repeat: boolean }): RenderedMessage => ({ text: repeat ? 'K7F2-Q9MD (repeat)' : 'K7F2-Q9MD' }) as unknown as RenderedMessage;
    const ledger = still ? standingStill(still) : test.ledger;
    const deps = { ledger, now: () => test.time.now(), tick: () => test.time.tick(), operator: { isWell: () => undefined } } as unknown as ActivityDependencies;
    return deliver(deps, provider.platform, { wanted: note, render, patient: true, askedAt: test.time.now() });
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
    const note = wanted({ severity: 'critical' });
    const woken = send(note, async () => {
      test.time.pass(40_000);
      await expect(send(note)).resolves.toMatchObject({ outcome: 'sent' });
      await test.ledger.record(aRecord({ status: 'acknowledged', acknowledgedBy: 'ana' }), test.time.now());
    });
    await expect(woken).rejects.toThrow('waiting: stood_still');
    expect(provider.taken).toEqual(['K7F2-Q9MD (repeat)']);
    await expect(send(note)).resolves.toMatchObject({ outcome: 'sent' });
    expect(provider.taken).toHaveLength(1);
  });

  it('gives back what it had claimed, so that it goes at once by whoever asks next, and as no repeat', async () => {
    const note = wanted({ severity: 'critical' });
    await expect(send(note, () => test.time.pass(2_001))).rejects.toThrow('waiting: stood_still');
    expect(provider.taken).toEqual([]);
    await expect(send(note)).resolves.toMatchObject({ outcome: 'sent' });
    expect(provider.taken).toEqual(['K7F2-Q9MD']);
    expect(await test.ledger.headroom(note.sender, test.time.now())).toMatchObject({ used: 1 });
  });

  it('leaves to the one that is looking for its message what comes of it', async () => {
    const note = wanted({ severity: 'critical' });
    let attemptId = '';
    const woken = send(note, async () => {
      test.time.pass(40_000);
      const claim = await test.ledger.claim(note, test.time.now());
      attemptId = claim.grant === 'settle' ? claim.attemptId : '';
    });
    await expect(woken).rejects.toThrow('waiting: stood_still');
    await test.ledger.giveUp(attemptId, test.time.now());
    await expect(send(note)).resolves.toMatchObject({ outcome: 'sent' });
    expect(provider.taken).toEqual(['K7F2-Q9MD']);
  });

  it('makes its call where it stood for two seconds at most, as on a slow disk', async () => {
    await expect(send(wanted(), () => test.time.pass(2_000))).resolves.toMatchObject({ outcome: 'sent' });
  });
});
