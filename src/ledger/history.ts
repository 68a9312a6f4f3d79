import type { LedgerContext } from './ledger-context.ts';
import type { HistoryEntry } from './ledger.ts';
import { openBody } from './inbox.ts';
import { selectPosted, textPlace, toPosted } from './posted-rows.ts';

export async function history(context: LedgerContext, code: string): Promise<HistoryEntry[]> {
  const { sent, received } = await context.store.read(async (db) => ({
    sent: await selectPosted(db).where('n.code', '=', code).execute(),
    received: await db.selectFrom('inbox').selectAll().where('code', '=', code).execute(),
  }));
  const out = sent.map((row): HistoryEntry => {
    const message = toPosted(context, row);
    const text = row.sealed_text === null ? null : context.cipher.open(textPlace(row.attempt_id), row.sealed_text);
    const { platform, destination, state } = message;
    return { at: message.sentAt, direction: 'out', platform, kind: message.purpose, destination, text, outcome: state };
  });
  const back = received.map((row): HistoryEntry => {
    const { platform, kind } = row;
    return { at: new Date(row.received_at), direction: 'in', platform, kind, destination: null, text: openBody(context, row), outcome: row.effect };
  });
  return [...out, ...back].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** What isn't processed yet keeps its text whatever its age. */
export async function purgeHistory(context: LedgerContext, olderThan: Date): Promise<number> {
  const before = olderThan.getTime();
  return context.store.write(async (trx) => {
    const out = await trx
      .updateTable('attempts')
      .set({ sealed_text: null })
      .where('sealed_text', 'is not', null)
      .where('sent_at', '<', before)
      .executeTakeFirst();
    const back = await trx
      .updateTable('inbox')
      .set({ sealed_body: null })
      .where('sealed_body', 'is not', null)
      .where('processed_at', 'is not', null)
      .where('received_at', '<', before)
      .executeTakeFirst();
    const direct = await trx
      .updateTable('direct_messages')
      .set({ sealed_text: null, sealed_media: null })
      .where('sealed_text', 'is not', null)
      .where('accepted_at', '<', before)
      .executeTakeFirst();
    const withAlerts = await trx
      .updateTable('alerts')
      .set({ sealed_kept: null })
      .where('sealed_kept', 'is not', null)
      .where('open', '=', 0)
      .where('accepted_at', '<', before)
      .executeTakeFirst();
    const withDetections = await trx
      .updateTable('episode_detections')
      .set({ sealed_kept: null })
      .where('sealed_kept', 'is not', null)
      .where((is) => is.or([is('outcome', 'is', null), is('outcome', '!=', 'pending')]))
      .where('received_at', '<', before)
      .executeTakeFirst();
    const further = await trx
      .updateTable('further_words')
      .set({ sealed_text: null })
      .where('sealed_text', 'is not', null)
      .where('received_at', '<', before)
      .where('code', 'in', (closed) => closed.selectFrom('alerts').select('code').where('open', '=', 0))
      .executeTakeFirst();
    return Number([out, back, direct, withAlerts, withDetections, further].reduce((sum, { numUpdatedRows }) => sum + numUpdatedRows, 0n));
  });
}
