import type { Selectable } from 'kysely';
import type { PlatformName } from '../domain/platform-name.ts';
import type { Place } from './field-cipher.ts';
import type { LedgerContext } from './ledger-context.ts';
import type { CameToLight, InboxEvent } from './ledger.ts';
import type { LedgerTables } from './schema.ts';

export async function receive(context: LedgerContext, event: InboxEvent): Promise<boolean> {
  const row: Selectable<LedgerTables['inbox']> = {
    platform: event.platform,
    event_id: event.eventId,
    kind: event.kind,
    code: event.code,
    may_acknowledge: event.mayAcknowledge ? 1 : 0,
    sealed_body: context.cipher.seal(bodyPlace(event.platform, event.eventId), event.body),
    received_at: event.receivedAt.getTime(),
    processed_at: null,
    effect: null,
    processed_revision: null,
    processed_clock: null,
    processed_tick: null,
  };
  return context.store.write(async (trx) => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('inbox')
      .values(row)
      .onConflict((conflict) => conflict.columns(['platform', 'event_id']).doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows !== 1n) return false;
    const about = [...new Set(event.codes ?? [])].map((code) => ({ platform: event.platform, event_id: event.eventId, code, processed_revision: null }));
    if (about.length > 0) await trx.insertInto('inbox_alerts').values(about).execute();
    return true;
  });
}

export async function markProcessed(context: LedgerContext, platform: PlatformName, eventId: string, effect: string, at: Date, { code, answered }: CameToLight = {}): Promise<void> {
  await context.store.write(async (trx) => {
    const event = await trx.selectFrom('inbox').select(['code']).where('platform', '=', platform).where('event_id', '=', eventId).executeTakeFirst();
    const about = event?.code ?? code ?? null;
    const alert = about === null ? undefined : await trx.selectFrom('alerts').select('revision').where('code', '=', about).executeTakeFirst();
    if (answered) await trx.deleteFrom('questions').where('address_index', '=', context.cipher.index(answered.platform, answered.address)).execute();
    await trx
      .updateTable('inbox')
      .set({
        code: about,
        effect,
        processed_at: at.getTime(),
        processed_revision: alert?.revision ?? null,
        processed_clock: context.clock.id,
        processed_tick: await context.clock.tick(trx, at),
      })
      .where('platform', '=', platform)
      .where('event_id', '=', eventId)
      .where('processed_at', 'is', null)
      .execute();
    await trx
      .updateTable('inbox_alerts')
      .set(({ selectFrom }) => ({ processed_revision: selectFrom('alerts').select('revision').whereRef('alerts.code', '=', 'inbox_alerts.code') }))
      .where('platform', '=', platform)
      .where('event_id', '=', eventId)
      .where('processed_revision', 'is', null)
      .execute();
  });
}

export async function unprocessed(context: LedgerContext, platform: PlatformName, limit: number, eventId?: string): Promise<InboxEvent[]> {
  const rows = await context.store.read((db) =>
    db
      .selectFrom('inbox')
      .selectAll()
      .where('processed_at', 'is', null)
      .where('platform', '=', platform)
      .$if(eventId !== undefined, (query) => query.where('event_id', '=', eventId ?? ''))
      .orderBy('received_at')
      .orderBy('event_id')
      .limit(limit)
      .execute(),
  );
  return rows.map((row) => toEvent(row, openBody(context, row) ?? ''));
}

/** Since when something may have come in that nobody told us: since the newest that did, or since the ledger's first start. */
export async function unheardSince(context: LedgerContext, platform: PlatformName): Promise<Date | null> {
  const { newest, first } = await context.store.read(async (db) => ({
    newest: await db.selectFrom('inbox').select('received_at').where('platform', '=', platform).where('kind', '!=', 'receipt').orderBy('received_at', 'desc').limit(1).executeTakeFirst(),
    first: await db.selectFrom('boots').select('opened_at').orderBy('opened_at').limit(1).executeTakeFirst(),
  }));
  const at = newest?.received_at ?? first?.opened_at;
  return at === undefined ? null : new Date(at);
}

export async function inboxEvent(context: LedgerContext, platform: PlatformName, eventId: string): Promise<InboxEvent | null> {
  const row = await context.store.read((db) =>
    db.selectFrom('inbox').selectAll().where('platform', '=', platform).where('event_id', '=', eventId).executeTakeFirst(),
  );
  const body = row === undefined ? null : openBody(context, row);
  return row === undefined || body === null ? null : toEvent(row, body);
}

function toEvent(row: Selectable<LedgerTables['inbox']>, body: string): InboxEvent {
  return {
    platform: row.platform,
    eventId: row.event_id,
    receivedAt: new Date(row.received_at),
    kind: row.kind,
    code: row.code,
    mayAcknowledge: row.may_acknowledge === 1,
    body,
  };
}

/** Null once retention removed it. */
export function openBody(context: LedgerContext, row: Pick<Selectable<LedgerTables['inbox']>, 'platform' | 'event_id' | 'sealed_body'>): string | null {
  return row.sealed_body === null ? null : context.cipher.open(bodyPlace(row.platform, row.event_id), row.sealed_body);
}

function bodyPlace(platform: PlatformName, eventId: string): Place {
  return { table: 'inbox', row: `${platform}:${eventId}`, column: 'sealed_body' };
}
