import { randomUUID } from 'node:crypto';
import { keptWithAlert } from './alerts.ts';
import { openDetection } from './episodes.ts';
import type { Place } from './field-cipher.ts';
import type { LedgerContext, Writing } from './ledger-context.ts';
import type { AcceptedAlert, KeptWithAlert, KeptWords, WordsWithAlert } from './ledger.ts';

/** How many texts are kept with one alert beside those that its detections came with: a program that words each of its tries anew must not fill the disk. */
export const MAX_FURTHER_WORDS = 20;

/** What a repeat is a repeat of: an alert, or a detection that went to one. */
interface RepeatOf {
  code: string;
  /** Id of the detection; null for what made the alert. */
  detection: string | null;
  /** What came with it the first time. */
  first: KeptWithAlert;
}

/** Keeps what a repeat says in other words, with the alert that it is a repeat of; null where it says nothing. */
export async function keepFurtherWords(trx: Writing, { cipher }: LedgerContext, { kept, by, acceptedAt }: AcceptedAlert, { code, detection, first }: RepeatOf): Promise<KeptWords | null> {
  const message = kept?.message;
  if (message === undefined) return null;
  const rows = await trx.selectFrom('further_words').select(['id', 'sealed_text']).where('code', '=', code).execute();
  const isKnown = message === first.message || rows.some(({ id, sealed_text: sealed }) => sealed !== null && cipher.open(placeOf(id), sealed) === message);
  if (isKnown) return 'kept_before';
  if (rows.length >= MAX_FURTHER_WORDS) return 'too_many';
  const id = randomUUID();
  const row = { id, code, detection_id: detection, said_by: by ?? null, sealed_text: cipher.seal(placeOf(id), message), received_at: acceptedAt.getTime() };
  await trx.insertInto('further_words').values(row).execute();
  return 'kept';
}

/** All that programs have written with an alert, and where their images are, oldest first. */
export async function wordsWith(context: LedgerContext, code: string): Promise<WordsWithAlert[]> {
  const { store, cipher } = context;
  const { own, joined, further } = await store.read(async (db) => ({
    own: await db.selectFrom('alerts').select(['code', 'raised_by', 'sealed_kept', 'accepted_at']).where('code', '=', code).where('sealed_kept', 'is not', null).execute(),
    // One that was accepted anew is there a second time, as what it became.
    joined: await db.selectFrom('episode_detections').selectAll().where('code', '=', code).where('sealed_kept', 'is not', null).where((is) => is.or([is('outcome', 'is', null), is('outcome', '!=', 'anew')])).execute(),
    further: await db.selectFrom('further_words').selectAll().where('code', '=', code).execute(),
  }));
  const words = [
    ...own.map((row) => ({ at: new Date(row.accepted_at), by: row.raised_by, ...toWords(keptWithAlert(context, row)) })),
    ...joined.map((row) => {
      const { by = null, kept } = openDetection(context, row);
      return { at: new Date(row.received_at), by, ...toWords(kept) };
    }),
    ...further.map((row) => ({ at: new Date(row.received_at), by: row.said_by, text: row.sealed_text === null ? null : cipher.open(placeOf(row.id), row.sealed_text), imagePath: null })),
  ];
  return words.sort((one, other) => one.at.getTime() - other.at.getTime());
}

function toWords(kept: KeptWithAlert | undefined): Pick<WordsWithAlert, 'text' | 'imagePath'> {
  return { text: kept?.message ?? null, imagePath: kept?.imagePath ?? null };
}

function placeOf(id: string): Place {
  return { table: 'further_words', row: id, column: 'sealed_text' };
}
