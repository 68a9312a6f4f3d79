import type { Kysely } from 'kysely';
import { hostRun, processState, thisProcess } from './host-process.ts';
import type { LedgerContext, Writing } from './ledger-context.ts';
import type { LedgerTables } from './schema.ts';

/** Writes down which process this boot is, so that others can tell when it is gone. */
export async function registerOwner(context: LedgerContext, now: Date): Promise<void> {
  const { pid, space, started } = thisProcess();
  const row = { host_run: hostRun(), pid, pid_space: space, pid_started: started, opened_at: now.getTime(), closed_at: null };
  await context.store.write((trx) =>
    trx
      .insertInto('boots')
      .values({ boot_id: context.bootId, ...row })
      .onConflict((conflict) => conflict.column('boot_id').doUpdateSet(row))
      .execute(),
  );
}

/** An orderly end: what this boot still had under way is uncertain from now on. */
export async function retireOwner(context: LedgerContext, now: Date): Promise<void> {
  await context.store.write((trx) =>
    trx.updateTable('boots').set({ closed_at: now.getTime() }).where('boot_id', '=', context.bootId).execute(),
  );
}

/**
 * Which of these owners are certainly gone: closed, killed, or of an earlier run of the host. Where that can't be told (another
 * container's process) an owner counts as alive, and the deadline of its call decides.
 */
export async function deadOwners(db: Kysely<LedgerTables> | Writing, context: LedgerContext, owners: string[]): Promise<Set<string>> {
  const others = [...new Set(owners)].filter((owner) => owner !== context.bootId);
  if (others.length === 0) return new Set();
  const run = hostRun();
  const boots = await db.selectFrom('boots').selectAll().where('boot_id', 'in', others).execute();
  const alive = boots.filter((boot) => {
    if (boot.closed_at !== null || boot.host_run !== run) return false;
    return processState({ pid: boot.pid, space: boot.pid_space, started: boot.pid_started }) !== 'dead';
  });
  const living = new Set(alive.map((boot) => boot.boot_id));
  return new Set(others.filter((owner) => !living.has(owner)));
}
