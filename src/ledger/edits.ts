import { randomUUID } from 'node:crypto';
import { toWallTime } from './ledger-context.ts';
import type { LedgerContext, Writing } from './ledger-context.ts';
import type { EditClaim, Rewrite, RewriteClaim } from './ledger.ts';

/** One edit or look-up on the sender's own meter, apart from its messages. */
export async function claimEdit(context: LedgerContext, sender: string, now: Date): Promise<EditClaim> {
  return context.store.write(async (trx) => takeEdit(trx, context, sender, await context.clock.tick(trx, now), now), { sender });
}

/** As claimEdit, for a message that may say it already: asking twice edits once. */
export async function claimRewrite(context: LedgerContext, { attemptId, sender, says, everyMs }: Rewrite, now: Date): Promise<RewriteClaim> {
  return context.store.write(async (trx) => {
    const tick = await context.clock.tick(trx, now);
    const attempt = await trx.selectFrom('attempts').select(['says', 'edited_clock', 'edited_tick']).where('id', '=', attemptId).executeTakeFirst();
    if (!attempt || attempt.says === says) return { grant: 'done' };
    const last = attempt.edited_clock === context.clock.id && attempt.edited_tick !== null ? Math.min(attempt.edited_tick, tick) : null;
    if (last !== null && tick < last + everyMs) return { grant: 'wait', until: toWallTime(last + everyMs, tick, now) };
    const slot = await takeEdit(trx, context, sender, tick, now);
    if (slot.grant === 'edit') await trx.updateTable('attempts').set({ edited_clock: context.clock.id, edited_tick: tick }).where('id', '=', attemptId).execute();
    return slot;
  }, { sender });
}

export async function markRewritten(context: LedgerContext, attemptId: string, says: string): Promise<void> {
  await context.store.write((trx) => trx.updateTable('attempts').set({ says }).where('id', '=', attemptId).execute());
}

async function takeEdit(trx: Writing, context: LedgerContext, sender: string, tick: number, now: Date): Promise<EditClaim> {
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
