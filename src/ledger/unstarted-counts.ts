import type { LedgerContext } from './ledger-context.ts';
import type { UnstartedCounts } from './ledger.ts';

/** Both are read off an index of what has not begun, which is short but in an outage. */
export async function unstartedCounts({ store }: LedgerContext): Promise<UnstartedCounts> {
  return store.read(async (db) => {
    const [alerts, messages] = await Promise.all([
      db.selectFrom('alerts').select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('accepted_at').as('oldest')]).where('started_at', 'is', null).executeTakeFirstOrThrow(),
      db.selectFrom('direct_messages').select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('accepted_at').as('oldest')]).where('started_at', 'is', null).where('status', '!=', 'already_told').executeTakeFirstOrThrow(),
    ]);
    const oldest = [alerts.oldest, messages.oldest].flatMap((at) => (at === null ? [] : [Number(at)]));
    return { alerts: Number(alerts.count), messages: Number(messages.count), oldestAt: oldest.length === 0 ? null : new Date(Math.min(...oldest)) };
  });
}
