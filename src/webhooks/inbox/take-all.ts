import type { ActManyDecision } from '../../domain/reply-binding.ts';
import type { TookAll } from '../../domain/wording/index.ts';
import type { InboxEvent } from '../../ledger/ledger.ts';
import type { InboxOptions } from './inbox-options.ts';

/** Alerts asked at the same time. */
const AT_ONCE = 10;

type Took = Exclude<keyof TookAll, 'type'>;

/**
 * Asks every alert that a reply takes, and answers what came of it. Each is asked under an id of its own, so that doing it again,
 * after a crash or for a second delivery, has one effect.
 * @throws TemporalUnreachableError when one could not even be handed over: the whole is then done again later
 */
export async function takeAll({ client }: Pick<InboxOptions, 'client'>, event: InboxEvent, decision: ActManyDecision): Promise<TookAll> {
  const came: TookAll = {
    type: 'tookAll', taken: [...decision.yours], others: decision.others.map(({ code }) => code), closed: [], notDelivered: [...decision.notDelivered], recorded: [],
  };
  for (let from = 0; from < decision.alerts.length; from += AT_ONCE) {
    const some = decision.alerts.slice(from, from + AT_ONCE);
    const outcomes = await Promise.all(some.map((alert) => takeOne(client, event, decision, alert)));
    some.forEach(({ code }, index) => came[outcomes[index] ?? 'others'].push(code));
  }
  return came;
}

async function takeOne(client: InboxOptions['client'], { eventId, platform }: InboxEvent, { act, responder }: ActManyDecision, { code, step }: ActManyDecision['alerts'][number]): Promise<Took> {
  const { ok, outcome } = await client.ask(code, {
    id: `${eventId}:${code}`, kind: act, by: { kind: 'responder', id: responder }, via: platform, ...(step !== null && step >= 1 ? { step } : {}),
  });
  if (outcome === 'recorded') return 'recorded';
  if (outcome === 'closed') return 'closed';
  return ok || outcome === 'already_yours' ? 'taken' : 'others';
}
