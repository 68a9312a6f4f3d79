import { CLOSED_STATUSES } from '../domain/alert.ts';
import type { Hospital } from '../domain/hospital.ts';
import { renderMessage } from '../domain/wording/index.ts';
import type { PostedMessage } from '../ledger/ledger.ts';
import type { Platform } from '../platforms/platform.ts';
import type { AnnounceInput } from './activity-inputs.ts';
import { toRecord } from './alert-record.ts';
import { audienceOf } from './audience.ts';
import { deliver } from './deliver.ts';
import type { Leaving } from './deliver.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { platformHere } from './platform-here.ts';
import { messageFacts } from './message-facts.ts';
import { reopenedNotices, type Notice } from './reopened-notices.ts';
import { updateMessages } from './update-messages.ts';

/**
 * Tells everybody who was paged on one platform how an alert stands now: messages are rewritten where the platform can,
 * and a notice follows where it can't. Asking twice tells once.
 */
export async function announceChange(deps: ActivityDependencies, input: AnnounceInput, askedAt: Date): Promise<void> {
  await deps.ledger.record(toRecord(input.alert), deps.now());
  const platform = platformHere(deps, input.platform);
  if (!platform) return;
  const posted = (await deps.ledger.posted(input.alert.code)).filter((message) => message.platform === input.platform);
  const pages = posted.filter(({ purpose }) => purpose === 'page');
  if (platform.update) return updateMessages(deps, platform, input, pages, askedAt);
  for (const notice of await noticesFor(deps, input, posted, toTell(input, pages, deps.hospital()))) {
    if (!(await deps.ledger.isOptedOut(notice.page.destination))) await sendNotice(deps, platform, input, notice, askedAt);
  }
}

/** Which change is worth a message of its own: that somebody has it, that it is over, and that nobody has it any more, to those who were told that somebody did. */
async function noticesFor(deps: ActivityDependencies, input: AnnounceInput, posted: PostedMessage[], pages: PostedMessage[]): Promise<Notice[]> {
  const { alert } = input;
  const since = alert.owner?.since ?? 'nobody';
  if (alert.status === 'acknowledged') return pages.map((page) => ({ kind: 'taken_notice', page, since }));
  if (CLOSED_STATUSES.includes(alert.status)) return pages.map((page) => ({ kind: 'closed_notice', page, since }));
  return alert.owner === null ? reopenedNotices(deps, input, posted, pages) : [];
}

/**
 * One for each destination that a page reached, without those who know: who made the change, and who holds the alert, or resolved it. Who
 * is asked to take over must not be told that there is nothing to do. On a phone that several share one of them suffices:
 * "you took it" and "you need do nothing" on one screen would be read as either.
 */
function toTell({ alert, actor }: AnnounceInput, pages: PostedMessage[], hospital: Hospital): PostedMessage[] {
  const knows = new Set([actor, alert.resolvedBy ?? alert.owner?.responder, ...alert.offeredTo]);
  const byAddress = new Map(pages.map((page) => [page.destination.address, page]));
  return [...byAddress.values()].filter(({ responder, destination }) =>
    responder === null || ![responder, ...hospital.whoIsAt(destination).map(({ id }) => id)].some((id) => knows.has(id)));
}

async function sendNotice(deps: ActivityDependencies, platform: Platform, { alert }: AnnounceInput, notice: Notice, askedAt: Date): Promise<void> {
  const { kind, page } = notice;
  const hospital = deps.hospital();
  const { language, timeZone, medium } = audienceOf(hospital, page.responder === null ? null : hospital.responder(page.responder), page.route);
  const render = (how: Leaving) => {
    const facts = messageFacts(alert, hospital, { step: page.step, ...how });
    return renderMessage(kind, facts, language, timeZone, medium);
  };
  await deliver(deps, platform, {
    wanted: {
      id: noticeId(alert, notice), code: alert.code, purpose: 'notice', severity: alert.severity, route: page.route,
      destination: page.destination, responder: page.responder, step: page.step, sender: platform.senderFor(page.destination),
      wantedAt: askedAt, callTimeoutMs: platform.callTimeoutMs, afterAcknowledgment: true, mayJoin: false, says: { deadline: alert.nextDeadline, revision: alert.revision },
    },
    render,
    patient: true,
    askedAt,
  });
}

/** One notice of each kind for each holder and each page: a second announcement of the same finds it sent. */
function noticeId({ code, status }: AnnounceInput['alert'], { kind, since, page }: Notice): string {
  return [code, kind, status, since, page.notificationId].join('~');
}
