import { randomUUID } from 'node:crypto';
import { toWallTime } from './ledger-context.ts';
import type { LedgerContext, Writing } from './ledger-context.ts';
import type { EditClaim } from './ledger.ts';

/** One edit or look-up on the sender's own meter, apart from its messages. */
export async function claimEdit(context: LedgerContext, sender: string, now: Date): Promise<EditClaim> {
  return context.store.write(async (trx) => takeEdit(trx, context, sender, await context.clock.tick(trx, now), now), { sender });
}

export async function takeEdit(trx: Writing, context: LedgerContext, sender: string, tick: number, now: Date): Promise<EditClaim> {
  await trx
    .deleteFrom('edits')
    .where('sender', '=', sender)
    .where((is) => is.or([is('clock', '!=', context.clock.id), is('tick', '<', tick - context.windowMs)]))
    .execute();
  const used = await trx.selectFrom('edits').select('tick').where('sender', '=', sender).orderBy('tick').execute();
  // Ahead of ours: from before the clock went back. They count as made now.
  if ((used.at(-1)?.tick ?? tick) > tick) await trx.updateTable('edits').set({ tick }).where('sender', '=', sender).where('tick', '>', tick).execute();
  const limit = context.editLimitOf(sender);
  if (used.length >= limit) {
    const oldest = used[used.length - limit]?.tick ?? tick;
    return { grant: 'wait', until: toWallTime(Math.min(oldest, tick) + context.windowMs + 1, tick, now) };
  }
  await trx.insertInto('edits').values({ id: randomUUID(), sender, clock: context.clock.id, tick }).execute();
  return { grant: 'edit' };
}
