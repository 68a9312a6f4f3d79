import type { Kysely, Selectable } from 'kysely';
import { hostRun, processState, thisProcess } from './host-process.ts';
import type { LedgerContext } from './ledger-context.ts';
import type { LedgerTables } from './schema.ts';

/** Writes down which process this boot is, so that others can tell when it is gone. */
export async function registerOwner(context: LedgerContext, now: Date): Promise<void> {
  const { pid, space, started } = thisProcess();
  const row = { host_run: hostRun(), pid, pid_space: space, pid_started: started, opened_at: now.getTime(), closed_at: null, seen_tick: null };
  await context.store.write((trx) =>
    trx
      .insertInto('boots')
      .values({ boot_id: context.bootId, ...row })
      .onConflict((conflict) => conflict.column('boot_id').doUpdateSet(row))
      .execute(),
  );
  await context.presence?.beat();
}

/** An orderly end: what this boot still had under way is uncertain from now on. */
export async function retireOwner(context: LedgerContext, now: Date): Promise<void> {
  context.presence?.stop();
  await context.store.write((trx) =>
    trx.updateTable('boots').set({ closed_at: now.getTime() }).where('boot_id', '=', context.bootId).execute(),
  );
}

/**
 * Which of these owners are gone: closed, killed, of an earlier run of the host, or silent for too long on another host. Where that
 * can't be told (another container's process on a store of one host) an owner counts as alive, and the deadline of its call decides.
 */
export async function deadOwners(db: Kysely<LedgerTables>, context: Pick<LedgerContext, 'bootId' | 'presence'>, owners: string[]): Promise<Set<string>> {
  const others = [...new Set(owners)].filter((owner) => owner !== context.bootId);
  if (others.length === 0) return new Set();
  const boots = await db.selectFrom('boots').selectAll().where('boot_id', 'in', others).execute();
  const isSilent = (await context.presence?.createJudge(db)) ?? (() => false);
  const alive = boots.filter((boot) => boot.closed_at === null && stateOf(boot, context) !== 'dead' && !isSilent(boot.seen_tick));
  const living = new Set(alive.map((boot) => boot.boot_id));
  return new Set(others.filter((owner) => !living.has(owner)));
}

/** Another run is that of another host where several share the store; otherwise this host has been restarted since. */
function stateOf(boot: Selectable<LedgerTables['boots']>, context: Pick<LedgerContext, 'presence'>): 'alive' | 'dead' | 'unknown' {
  if (boot.host_run !== hostRun()) return context.presence === null ? 'dead' : 'unknown';
  return processState({ pid: boot.pid, space: boot.pid_space, started: boot.pid_started });
}
