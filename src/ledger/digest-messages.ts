import type { Kysely } from 'kysely';
import type { LedgerContext } from './ledger-context.ts';
import type { DigestStanding, OpenPage, PostedMessage } from './ledger.ts';
import { notificationsTo, selectPosted, toPosted } from './posted-rows.ts';
import type { LedgerTables } from './schema.ts';

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

/** Open alerts that one person was paged for, by whatever way; of each the page that got furthest. */
export async function openPagesTo(context: LedgerContext, responder: string): Promise<OpenPage[]> {
  const rows = await context.store.read((db) => selectOpen(db).where('n.id', 'in', notificationsTo(db, responder)).where(({ fn }) => fn.coalesce('an.earlier_responder', 'n.responder'), '=', responder).where('a.state', 'in', ['sent', 'delivered', 'read']).orderBy('a.sent_at', 'desc').orderBy('an.place').execute());
  return furthestOfEach(rows.map((row) => toOpenPage(context, row)));
}

/** The open ones of those that a message carries. */
export async function openInDigest(context: LedgerContext, attemptId: string): Promise<OpenPage[]> {
  const rows = await context.store.read((db) => selectOpen(db).where('a.id', '=', attemptId).orderBy('an.place').execute());
  return furthestOfEach(rows.map((row) => toOpenPage(context, row)));
}

function selectOpen(db: Kysely<LedgerTables>) {
  return selectPosted(db).innerJoin('alerts as l', 'l.code', 'n.code').select(['l.severity', 'l.status', 'l.acknowledged_by']).where('l.open', '=', 1).where('n.purpose', '=', 'page');
}

type OpenRow = Awaited<ReturnType<ReturnType<typeof selectOpen>['executeTakeFirstOrThrow']>>;

function toOpenPage(context: LedgerContext, row: OpenRow): OpenPage {
  return { ...toPosted(context, row), severity: row.severity, status: row.status, owner: row.acknowledged_by };
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
