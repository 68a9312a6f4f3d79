import { judgeEpisode } from '../../src/domain/episode.ts';
import { MAX_FURTHER_WORDS } from '../../src/ledger/further-words.ts';
import type { AcceptedAlert, AcceptResult, EpisodeJudge } from '../../src/ledger/ledger.ts';
import type { StoreLedger } from '../../src/ledger/store-ledger.ts';
import { anAlert, aRecord, closeAll, CODE, onEachStore, T0, testLedger } from './fixtures.ts';

afterEach(closeAll);

const WOUND = { patientRef: 'p-1', bodySite: 'sacrum' };

const later = (minutes: number): Date => new Date(T0.getTime() + minutes * 60_000);

/** One finding under one key, as often as it is handed in. */
function said(message: string | undefined, code: string, at: Date, finding: Partial<AcceptedAlert['detection']> = {}): AcceptedAlert {
  const kept = message === undefined ? {} : { kept: { message } };
  return { ...anAlert({ code, detection: { stage: 3, confidence: 0.9, idempotencyKey: 'derived-1', ...finding }, acceptedAt: at }), by: 'vigia-ai', ...kept };
}

function judgeOf({ detection, plan, acceptedAt }: AcceptedAlert): EpisodeJudge {
  return { agent: 'vigia-ai', decide: (known) => judgeEpisode({ stage: detection.stage ?? 0, severity: plan.severity }, known, null, acceptedAt.getTime()), planFrom: () => plan };
}

const handIn = (ledger: StoreLedger, alert: AcceptedAlert): Promise<AcceptResult> => ledger.accept(alert, judgeOf(alert));

const textsWith = async (ledger: StoreLedger, code: string): Promise<(string | null)[]> => (await ledger.wordsWith(code)).map(({ text }) => text);

onEachStore('what a repeat says in other words', () => {
  test('is kept with the alert once, and told apart from what is there already', async () => {
    const { ledger, again } = await testLedger();
    await handIn(ledger, said('sacrum', CODE, T0));
    await expect(handIn(ledger, said('left heel, bleeding', 'AAAA-AAAA', later(5)))).resolves.toEqual({ result: 'duplicate', code: CODE, words: 'kept' });
    for (const words of ['left heel, bleeding', 'sacrum']) await expect(handIn(ledger, said(words, 'AAAA-AAAA', later(6)))).resolves.toMatchObject({ result: 'duplicate', words: 'kept_before' });
    await expect(handIn(ledger, said(undefined, 'AAAA-AAAA', later(7)))).resolves.toEqual({ result: 'duplicate', code: CODE });
    await expect((await again()).wordsWith(CODE)).resolves.toEqual([
      { at: T0, by: 'vigia-ai', text: 'sacrum', imagePath: null }, { at: later(5), by: 'vigia-ai', text: 'left heel, bleeding', imagePath: null },
    ]);
  });

  test('is in no row of the store as it was said', async () => {
    const { ledger } = await testLedger();
    await handIn(ledger, said(undefined, CODE, T0));
    await handIn(ledger, said('left heel, bleeding', 'AAAA-AAAA', later(5)));
    const rows = await ledger.store.read((db) => db.selectFrom('further_words').selectAll().execute());
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('heel');
  });

  test('is kept up to a number, and said not to be beyond it', async () => {
    const { ledger } = await testLedger();
    await handIn(ledger, said('the first', CODE, T0));
    for (let time = 1; time <= MAX_FURTHER_WORDS; time += 1) await expect(handIn(ledger, said(`try ${time}`, 'AAAA-AAAA', later(time)))).resolves.toMatchObject({ words: 'kept' });
    await expect(handIn(ledger, said('one more', 'AAAA-AAAA', later(30)))).resolves.toEqual({ result: 'duplicate', code: CODE, words: 'too_many' });
    await expect(handIn(ledger, said('try 1', 'AAAA-AAAA', later(31)))).resolves.toMatchObject({ words: 'kept_before' });
    expect(await textsWith(ledger, CODE)).toHaveLength(MAX_FURTHER_WORDS + 1);
  });

  test('goes with its detection where that had gone to the wound\'s alert, and on to its own one when that was over', async () => {
    const { ledger } = await testLedger();
    const opened = said('first', CODE, T0, { ...WOUND, idempotencyKey: 'image-1' });
    await handIn(ledger, { ...opened, plan: { ...opened.plan, severity: 'high' } });
    const worse = (message: string, code: string, minutes: number): AcceptedAlert => said(message, code, later(minutes), { ...WOUND, stage: 4, idempotencyKey: 'image-2' });
    const result = await handIn(ledger, worse('worse', 'AAAA-AAAA', 1));
    await expect(handIn(ledger, worse('much worse', 'BBBB-BBBB', 2))).resolves.toMatchObject({ result: 'duplicate', code: CODE, words: 'kept', repeated: { decision: 'raise', isPending: true } });
    expect(await textsWith(ledger, CODE)).toEqual(['first', 'worse', 'much worse']);
    const raise = result.result === 'repeated' ? result.raise : null;
    if (raise === null) throw new Error('it raises the alert');
    const anew = worse('worse', 'CCCC-CCCC', 1);
    await ledger.acceptAnew(raise, anew, judgeOf(anew));
    expect([await textsWith(ledger, CODE), await textsWith(ledger, 'CCCC-CCCC')]).toEqual([['first'], ['worse', 'much worse']]);
  });

  test('is removed by retention once its alert is over', async () => {
    const { ledger } = await testLedger();
    await handIn(ledger, said(undefined, CODE, T0));
    await handIn(ledger, said('left heel, bleeding', 'AAAA-AAAA', later(5)));
    await expect(ledger.purgeHistory(later(10))).resolves.toBe(0);
    await ledger.record(aRecord({ code: CODE, revision: 5, status: 'resolved' }), later(8));
    await expect(ledger.purgeHistory(later(5))).resolves.toBe(0);
    await expect(ledger.purgeHistory(later(10))).resolves.toBe(1);
    expect(await textsWith(ledger, CODE)).toEqual([null]);
  });
});
