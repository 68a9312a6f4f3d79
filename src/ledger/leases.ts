import type { LedgerContext } from './ledger-context.ts';
import { deadOwners } from './owners.ts';

/** Takes or keeps a piece of work; false while another process, which still lives, holds it. A lease that isn't renewed runs out. */
export async function holdLease(context: LedgerContext, name: string, forMs: number, now: Date): Promise<boolean> {
  return context.store.write(async (trx) => {
    const tick = await context.clock.tick(trx, now);
    const held = await trx.selectFrom('leases').selectAll().where('name', '=', name).executeTakeFirst();
    if (held && held.holder !== context.bootId) {
      // Further ahead than any lease reaches: written under a clock that has since gone back.
      const runs = held.clock === context.clock.id && held.until_tick > tick && held.until_tick <= tick + forMs;
      if (runs && !(await deadOwners(trx, context, [held.holder])).has(held.holder)) return false;
    }
    const row = { holder: context.bootId, clock: context.clock.id, until_tick: tick + forMs };
    await trx.insertInto('leases').values({ name, ...row }).onConflict((conflict) => conflict.column('name').doUpdateSet(row)).execute();
    return true;
  });
}
