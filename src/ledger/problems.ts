import { isForgotten, isProvenOver, NOTICE_LASTS_MS, standsUntilProven, type OperatorProblem, type WellProof } from '../domain/operator-problem.ts';
import type { LedgerContext } from './ledger-context.ts';
import type { KnownProblem } from './ledger.ts';
import type { ProblemRow } from './schema.ts';

/** Writes it down; true for the process that is the first to, which tells it. */
export async function noteProblem(context: LedgerContext, problem: OperatorProblem, now: Date): Promise<boolean> {
  const reported = problem.reported ? 1 : 0;
  const row: ProblemRow = { ...problem, reported, since_at: now.getTime(), seen_at: now.getTime() };
  return context.store.write(async (trx) => {
    // One statement each: of processes that note it at the same time one alone is the first.
    const added = await trx.insertInto('problems').values(row).onConflict((conflict) => conflict.column('key').doNothing()).executeTakeFirst();
    if ((added.numInsertedOrUpdatedRows ?? 0n) > 0n) return true;
    const again = trx.updateTable('problems').where('key', '=', problem.key);
    if (!standsUntilProven(problem)) {
      const renewed = await again.set(row).where('seen_at', '<', now.getTime() - NOTICE_LASTS_MS).executeTakeFirst();
      if (renewed.numUpdatedRows > 0n) return true;
    }
    // Reported once is reported: a message taken proves nothing from then on.
    await again.set({ seen_at: now.getTime(), ...(problem.reported && { reported: 1 }) }).execute();
    return false;
  });
}

/** Those that stand, the oldest first. */
export async function problems(context: LedgerContext, now: Date): Promise<KnownProblem[]> {
  const rows = await context.store.read((db) => db.selectFrom('problems').selectAll().orderBy('since_at').orderBy('key').execute());
  return rows.map(toProblem).filter((problem) => !isForgotten(problem, problem.seenAt, now));
}

/** Takes away what is proven to be over; answers what this call took away, which no other one did. */
export async function clearProblems(context: LedgerContext, proof: WellProof): Promise<KnownProblem[]> {
  return context.store.write(async (trx) => {
    const rows = await trx.selectFrom('problems').selectAll().execute();
    const over: KnownProblem[] = [];
    for (const problem of rows.map(toProblem).filter(({ seenAt, ...each }) => isProvenOver(each, seenAt, proof))) {
      const { numDeletedRows } = await trx.deleteFrom('problems').where('key', '=', problem.key).where('seen_at', '=', problem.seenAt.getTime()).executeTakeFirst();
      if (numDeletedRows > 0n) over.push(problem);
    }
    return over;
  });
}

function toProblem({ reported, since_at: sinceAt, seen_at: seenAt, ...row }: ProblemRow): KnownProblem {
  return { ...row, reported: reported === 1, since: new Date(sinceAt), seenAt: new Date(seenAt) };
}
