import type { Kysely } from 'kysely';
import { toWallTime } from './ledger-context.ts';
import type { LedgerContext } from './ledger-context.ts';
import { takeEdit } from './edits.ts';
import type { DigestEditClaim, DigestStanding, OpenPage, PostedMessage } from './ledger.ts';
import { selectPosted, toPosted } from './posted-rows.ts';
import type { LedgerTables } from './schema.ts';

/** Alerts change one by one, and the message that names them all is rewritten once for those of this time, milliseconds. */
const EDIT_EVERY_MS = 2_000;

/** Everything that one message carries, in the order in which it names it. */
export async function postedByAttempt(context: LedgerContext, attemptId: string): Promise<PostedMessage[]> {
  const rows = await context.store.read((db) => selectPosted(db).where('a.id', '=', attemptId).orderBy('an.place').execute());
  return rows.map((row) => toPosted(context, row));
}

/** How those stand now that a digest names, each alert once, in its order. */
export async function digestStanding(context: LedgerContext, attemptId: string): Promise<DigestStanding[]> {
  const rows = await context.store.read((db) =>
    db
      .selectFrom('attempt_notifications as an')
      .innerJoin('notifications as n', 'n.id', 'an.notification_id')
      .innerJoin('alerts as l', 'l.code', 'n.code')
      .select(['n.code', 'n.severity', 'l.status', 'l.acknowledged_by'])
      .where('an.attempt_id', '=', attemptId)
      .orderBy('an.place')
      .execute(),
  );
  const byCode = new Map<string, DigestStanding>();
  for (const { code, severity, status, acknowledged_by } of rows) if (!byCode.has(code)) byCode.set(code, { code, severity, status, owner: acknowledged_by });
  return [...byCode.values()];
}

/** Leave to rewrite a digest, on the sender's meter of edits; `done` when it says so already. */
export async function claimDigestEdit(context: LedgerContext, edit: { attemptId: string; sender: string; says: string }, now: Date): Promise<DigestEditClaim> {
  const { attemptId, sender, says } = edit;
  return context.store.write(async (trx) => {
    const tick = await context.clock.tick(trx, now);
    const digest = await trx.selectFrom('attempts').select(['says', 'edited_clock', 'edited_tick']).where('id', '=', attemptId).executeTakeFirst();
    if (!digest || digest.says === says) return { grant: 'done' };
    const last = digest.edited_clock === context.clock.id && digest.edited_tick !== null ? Math.min(digest.edited_tick, tick) : null;
    if (last !== null && tick < last + EDIT_EVERY_MS) return { grant: 'wait', until: toWallTime(last + EDIT_EVERY_MS, tick, now) };
    const slot = await takeEdit(trx, context, sender, tick, now);
    if (slot.grant === 'edit') await trx.updateTable('attempts').set({ edited_clock: context.clock.id, edited_tick: tick }).where('id', '=', attemptId).execute();
    return slot;
  }, { sender });
}

export async function markDigestEdited(context: LedgerContext, attemptId: string, says: string): Promise<void> {
  await context.store.write((trx) => trx.updateTable('attempts').set({ says }).where('id', '=', attemptId).execute());
}

/** Open alerts that one person was paged for, by whatever way; of each the page that got furthest. */
export async function openPagesTo(context: LedgerContext, responder: string): Promise<OpenPage[]> {
  const rows = await context.store.read((db) => selectOpen(db).where('n.responder', '=', responder).where('a.state', 'in', ['sent', 'delivered', 'read']).orderBy('a.sent_at', 'desc').orderBy('an.place').execute());
  return furthestOfEach(rows.map((row) => toOpenPage(context, row)));
}

/** The open ones of those that a message carries. */
export async function openInDigest(context: LedgerContext, attemptId: string): Promise<OpenPage[]> {
  const rows = await context.store.read((db) => selectOpen(db).where('a.id', '=', attemptId).orderBy('an.place').execute());
  return furthestOfEach(rows.map((row) => toOpenPage(context, row)));
}

function selectOpen(db: Kysely<LedgerTables>) {
  return selectPosted(db).innerJoin('alerts as l', 'l.code', 'n.code').select(['l.severity', 'l.acknowledged_by']).where('l.open', '=', 1).where('n.purpose', '=', 'page');
}

type OpenRow = Awaited<ReturnType<ReturnType<typeof selectOpen>['executeTakeFirstOrThrow']>>;

function toOpenPage(context: LedgerContext, row: OpenRow): OpenPage {
  return { ...toPosted(context, row), severity: row.severity, owner: row.acknowledged_by };
}

/** Slack gives no receipts: `sent` by Slack is further than `sent` by others. */
function furthestOfEach(pages: readonly OpenPage[]): OpenPage[] {
  const best = new Map<string, OpenPage>();
  for (const page of pages) {
    const known = best.get(page.code);
    if (!known || (known.state === 'sent' && (page.state !== 'sent' || page.route === 'slack'))) best.set(page.code, page);
  }
  return [...best.values()];
}
