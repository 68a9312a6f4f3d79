import type { CallbackCount } from '../../src/ledger/ledger.ts';
import { closeAll, onEachStore, T0, testLedger } from './fixtures.ts';

afterEach(closeAll);

const REFUSED: CallbackCount = { platform: 'slack', kind: 'refused', reason: 'mismatch', count: 2, since: T0 };
const REPEATED: CallbackCount = { platform: 'twilio', kind: 'repeated', reason: '', count: 1, since: T0 };

onEachStore('what came without effect', () => {
  test('is added up over all processes, those that add at the same time too, since the first of them began', async () => {
    const test = await testLedger();
    const [here, there] = [test.ledger, await test.again()];
    const earlier = new Date(T0.getTime() - 60_000);
    await Promise.all([
      here.addCallbackCounts([REFUSED, REPEATED]), there.addCallbackCounts([REPEATED, REFUSED]),
      here.addCallbackCounts([{ ...REFUSED, reason: 'foreign_team' }]), there.addCallbackCounts([{ ...REFUSED, since: earlier }]),
    ]);
    await here.addCallbackCounts([REFUSED]);
    await expect(there.callbackCounts()).resolves.toEqual([
      { ...REFUSED, reason: 'foreign_team' }, { ...REFUSED, count: 8, since: earlier }, { ...REPEATED, count: 2 },
    ]);
  });

  test('is nothing while nothing came, and adding nothing writes nothing', async () => {
    const { ledger } = await testLedger();
    await ledger.addCallbackCounts([]);
    await expect(ledger.callbackCounts()).resolves.toEqual([]);
  });
});
