import type { Lost } from '../domain/escalation/alert-state.ts';
import { hasGoneOffDuty } from '../domain/hand-over-due.ts';
import type { MessageKind } from '../domain/message.ts';
import type { PostedMessage } from '../ledger/ledger.ts';
import type { AnnounceInput } from './activity-inputs.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** One notice for one destination that a page reached. */
export interface Notice {
  kind: MessageKind;
  page: PostedMessage;
  /** Since when whoever has it, or had it, did: tells one notice of a kind from the next. */
  since: string;
}

/**
 * "Somebody has it, nothing for you to do" stays on a phone where no message can be rewritten, and so does "you took it": once nobody has it
 * any more, whoever read that hears so. Not whose page is leaving for it just now, and not who has gone off duty since.
 */
export async function reopenedNotices(deps: ActivityDependencies, input: AnnounceInput, posted: readonly PostedMessage[], pages: readonly PostedMessage[]): Promise<Notice[]> {
  const told = toldThatTaken(posted, input.alert.lostBy ?? []);
  const misled = pages.flatMap((page) => {
    const since = told.get(page.destination.address);
    return since === undefined || isCalledNow(deps, input, page) || isOffDuty(deps, input, page) ? [] : [{ kind: 'reopened_notice' as const, page, since }];
  });
  // It waited for a limit, and somebody has taken it meanwhile.
  const isTakenAgain = misled.length > 0 && ((await deps.ledger.alert(input.alert.code))?.acknowledgedBy ?? null) !== null;
  return isTakenAgain ? [] : misled;
}

/**
 * Since when somebody had the alert whom the newest message at an address names, by address; without those that were told of something newer.
 * Whoever lost it counts as told until that moment, by whatever way they took it.
 */
function toldThatTaken(posted: readonly PostedMessage[], lostBy: readonly Lost[]): Map<string, string> {
  const told = new Map<string, string>();
  const lostAt = new Date(lostBy[0]?.until ?? 0);
  const before = posted.filter(({ sentAt }) => sentAt < lostAt);
  noteTold(told, before);
  for (const { responder, since } of lostBy) {
    for (const page of before) if (page.purpose === 'page' && page.responder === responder) told.set(page.destination.address, since);
  }
  noteTold(told, posted.filter(({ sentAt }) => sentAt >= lostAt));
  return told;
}

function noteTold(told: Map<string, string>, posted: readonly PostedMessage[]): void {
  for (const { purpose, notificationId, destination } of posted.toSorted((a, b) => a.sentAt.getTime() - b.sentAt.getTime())) {
    const [, kind, , since] = notificationId.split('~');
    if (purpose === 'notice' && kind === 'taken_notice' && since !== undefined) told.set(destination.address, since);
    else if (purpose === 'page' || kind === 'reopened_notice' || kind === 'closed_notice') told.delete(destination.address);
  }
}

function isCalledNow(deps: ActivityDependencies, { alert, calling = [] }: AnnounceInput, { responder, route }: PostedMessage): boolean {
  return calling.some((recipient) => {
    const found = deps.hospital().addressee({ recipient, route, unit: alert.unit, severity: alert.severity, exclude: [], at: deps.now() });
    return 'responder' in found && found.responder !== null && found.responder.id === responder;
  });
}

function isOffDuty(deps: ActivityDependencies, { alert }: AnnounceInput, { responder, sentAt }: PostedMessage): boolean {
  return responder !== null && hasGoneOffDuty(responder, alert.unit, deps.hospital(), sentAt, deps.now());
}
