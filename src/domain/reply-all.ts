import type { ActDecision, ActManyDecision, BindingInput, DeliveredAlerts, OpenAlert, SayDecision } from './reply-binding-types.ts';

const NOTHING: DeliveredAlerts = { delivered: [], underWay: [] };

/** What "all" means to one person: everything open whose page was delivered to them. */
export function deliveredTo({ delivered }: BindingInput, responder: string): DeliveredAlerts {
  return delivered[responder] ?? NOTHING;
}

/** What a message about several names, as far as it was sent to whoever speaks: on a phone that several share some of it is another's. */
export function namedTo(responder: string, named: readonly OpenAlert[]): DeliveredAlerts {
  const isTheirs = ({ sentTo }: OpenAlert): boolean => sentTo === undefined || sentTo.includes(responder);
  return { delivered: named.filter(isTheirs), underWay: named.filter((alert) => !isTheirs(alert)) };
}

/**
 * Takes what was delivered to whoever speaks and nobody has, and no others. What they have already, what somebody else has and what
 * hasn't reached them yet is told in the answer. One alert alone is taken as any other.
 */
export function takeAll(responder: string, { delivered, underWay }: DeliveredAlerts, reason: ActManyDecision['reason']): ActManyDecision | ActDecision | SayDecision {
  const yours = delivered.filter(({ owner }) => owner === responder);
  const free = delivered.filter((alert) => isFree(alert) || (alert.offered === true && alert.owner !== responder));
  const others = delivered.filter((alert) => !yours.includes(alert) && !free.includes(alert));
  if (delivered.length === 0 && underWay.length === 0) return { type: 'say', say: 'nothing_open', code: null, owner: null };
  const [first] = free;
  if (first && delivered.length === 1 && underWay.length === 0) {
    return { type: 'act', act: 'acknowledge', code: first.code, responder, notificationId: first.notificationId, step: first.step, reason: reason === 'all' ? 'only_open' : reason };
  }
  return {
    type: 'actMany', act: 'acknowledge', responder, reason,
    alerts: free.map(({ code, notificationId, step }) => ({ code, notificationId, step })),
    yours: yours.map(({ code }) => code),
    others: others.map(({ code, owner }) => ({ code, owner: owner ?? null })),
    notDelivered: underWay.map(({ code }) => code),
  };
}

/** Nobody has it. */
export function isFree({ owner }: OpenAlert): boolean {
  return owner === null || owner === undefined;
}
