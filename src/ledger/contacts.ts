import type { Destination } from '../domain/people.ts';
import type { Place } from './field-cipher.ts';
import type { LedgerContext } from './ledger-context.ts';
import type { PendingQuestion } from './ledger.ts';

export async function lastInboundAt(context: LedgerContext, destination: Destination): Promise<Date | null> {
  const contact = await contactOf(context, destination);
  return contact?.last_inbound_at == null ? null : new Date(contact.last_inbound_at);
}

/** The latest counts, in whatever order they are told. */
export async function noteInbound(context: LedgerContext, destination: Destination, at: Date): Promise<void> {
  const address_index = indexOf(context, destination);
  await context.store.write(async (trx) => {
    await trx
      .insertInto('contacts')
      .values({ address_index, platform: destination.platform, last_inbound_at: null, opted_out: 0, opted_out_at: null })
      .onConflict((conflict) => conflict.column('address_index').doNothing())
      .execute();
    await trx
      .updateTable('contacts')
      .set({ last_inbound_at: at.getTime() })
      .where('address_index', '=', address_index)
      .where((is) => is.or([is('last_inbound_at', 'is', null), is('last_inbound_at', '<', at.getTime())]))
      .execute();
  });
}

export async function setOptedOut(context: LedgerContext, destination: Destination, optedOut: boolean, at: Date): Promise<void> {
  const choice = { opted_out: optedOut ? 1 : 0, opted_out_at: optedOut ? at.getTime() : null };
  await context.store.write((trx) =>
    trx
      .insertInto('contacts')
      .values({ address_index: indexOf(context, destination), platform: destination.platform, last_inbound_at: null, ...choice })
      .onConflict((conflict) => conflict.column('address_index').doUpdateSet(choice))
      .execute(),
  );
}

export async function isOptedOut(context: LedgerContext, destination: Destination): Promise<boolean> {
  return (await contactOf(context, destination))?.opted_out === 1;
}

/** One question a destination: the latest replaces what was asked before. */
export async function ask(context: LedgerContext, question: PendingQuestion): Promise<void> {
  const address_index = indexOf(context, question.destination);
  const { expiresAt, ...content } = question;
  const row = { sealed_question: context.cipher.seal(questionPlace(address_index), JSON.stringify(content)), expires_at: expiresAt.getTime() };
  await context.store.write((trx) =>
    trx
      .insertInto('questions')
      .values({ address_index, ...row })
      .onConflict((conflict) => conflict.column('address_index').doUpdateSet(row))
      .execute(),
  );
}

export async function pendingQuestion(context: LedgerContext, destination: Destination, now: Date): Promise<PendingQuestion | null> {
  const address_index = indexOf(context, destination);
  const row = await context.store.read((db) =>
    db.selectFrom('questions').selectAll().where('address_index', '=', address_index).where('expires_at', '>', now.getTime()).executeTakeFirst(),
  );
  if (!row) return null;
  const content = JSON.parse(context.cipher.open(questionPlace(address_index), row.sealed_question)) as Omit<PendingQuestion, 'expiresAt'>;
  return { ...content, expiresAt: new Date(row.expires_at) };
}

async function contactOf(context: LedgerContext, destination: Destination): Promise<{ last_inbound_at: number | null; opted_out: number } | undefined> {
  return context.store.read((db) =>
    db.selectFrom('contacts').select(['last_inbound_at', 'opted_out']).where('address_index', '=', indexOf(context, destination)).executeTakeFirst(),
  );
}

function indexOf(context: LedgerContext, destination: Destination): string {
  return context.cipher.index(destination.platform, destination.address);
}

function questionPlace(addressIndex: string): Place {
  return { table: 'questions', row: addressIndex, column: 'sealed_question' };
}
