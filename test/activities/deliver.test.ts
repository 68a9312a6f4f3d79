import type { ActivityDependencies } from '../../src/activities/dependencies.ts';
import { deliver } from '../../src/activities/deliver.ts';
import type { SendResult } from '../../src/domain/escalation/alert-event.ts';
import type { RenderedMessage } from '../../src/domain/message.ts';
import type { WantedNotification } from '../../src/ledger/ledger.ts';
import { PlatformError } from '../../src/platforms/platform-error.ts';
import type { Platform } from '../../src/platforms/platform.ts';
import { attemptIn, closeAll, testLedger, wanted, type TestLedger } from '../ledger/fixtures.ts';

const TIMEOUT = { kind: 'settle_first', code: 'timeout' } as const;

/** A provider that answers nothing; it counts what it is asked. */
function silent(): { platform: Platform; calls: string[] } {
  const calls: string[] = [];
  const platform = {
    name: 'twilio', callTimeoutMs: 10_000,
    send: async () => {
      calls.push('send');
      throw new PlatformError('twilio', TIMEOUT);
    },
    lookUp: async () => {
      calls.push('look-up');
      return { found: 'unknown', failure: { kind: 'retry_after', code: 'timeout' } };
    },
  } as unknown as Platform;
  return { platform, calls };
}

describe('a page whose platform answers nothing', () => {
  let test: TestLedger;
  let provider: ReturnType<typeof silent>;
  beforeEach(async () => {
    test = await testLedger();
    provider = silent();
  });
  afterEach(closeAll);

  const send = async (note: WantedNotification, patient = false): Promise<SendResult> => {
    const message = { text: 'Alerta K7F2-Q9MD' } as unknown as RenderedMessage;
    const deps = { ledger: test.ledger, now: () => test.time.now(), tick: () => test.time.tick() } as unknown as ActivityDependencies;
    return deliver(deps, provider.platform, { wanted: note, render: () => message, patient, askedAt: test.time.now() });
  };
  const failTo = async (last: number): Promise<void> => {
    const destination = { platform: 'twilio', kind: 'person', address: `whatsapp:+5691111111${last}` } as const;
    await test.ledger.markUncertain(attemptIn(await test.ledger.claim(wanted({ destination }), test.time.now())), TIMEOUT, test.time.now());
  };

  it('is in doubt, and settled before another route is taken, while that may be its own trouble', async () => {
    expect(await send(wanted({ mayDefer: true }))).toMatchObject({ outcome: 'in_doubt', reason: 'timeout' });
  });

  it('gives way at once where it is the platform\'s trouble, and its being settled waits for nobody', async () => {
    await failTo(2);
    await failTo(3);
    const note = wanted({ mayDefer: true });
    expect(await send(note)).toMatchObject({ outcome: 'delayed', reason: 'timeout' });
    test.time.pass(5_000);
    expect(await send(note)).toMatchObject({ outcome: 'delayed', reason: 'timeout' });
    expect(provider.calls).toEqual(['send', 'look-up']);
  });

  it('waits to be settled where the next route has been taken already, instead of being asked for over and over', async () => {
    await failTo(2);
    await failTo(3);
    const note = wanted({ mayDefer: true });
    await send(note);
    test.time.pass(5_000);
    await expect(send(note, true)).rejects.toThrow('waiting: retry_after');
  });

  it('is put behind another route without a call when that platform is known to be failing', async () => {
    for (const last of [2, 3, 4]) await failTo(last);
    expect(await send(wanted({ mayDefer: true }))).toMatchObject({ outcome: 'deferred', responder: 'ana', reason: 'platform_failing' });
    expect(provider.calls).toEqual([]);
  });
});
