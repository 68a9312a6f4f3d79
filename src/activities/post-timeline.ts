import type { TimelineEntry, TimelineKind } from '../domain/alert.ts';
import { isOfStep } from '../domain/escalation/sending.ts';
import { renderTimeline } from '../domain/wording/timeline.ts';
import type { PostedMessage } from '../ledger/ledger.ts';
import type { Platform } from '../platforms/platform.ts';
import type { AlertSnapshot } from './activity-inputs.ts';
import { deliver } from './deliver.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { rewriteMessage } from './edit-message.ts';

/**
 * Keeps the alert's story under its message in a channel: one message, posted once and rewritten as the story grows, so
 * that a long story costs no more of the sender's limit than a short one.
 */
export async function postTimeline(deps: ActivityDependencies, platform: Platform, alert: AlertSnapshot, page: PostedMessage, askedAt: Date): Promise<void> {
  const view = await deps.ledger.alert(alert.code);
  if (!view) return;
  const { responder, channelName, language, timeZone } = deps.hospital();
  const names = { responder: (id: string) => responder(id)?.name ?? id, channel: (purpose: string) => channelName(purpose) ?? purpose };
  const message = renderTimeline(view.timeline, names, language, timeZone);
  const id = `${page.notificationId}~timeline`;
  const posted = await deps.ledger.postedByNotification(id);
  if (posted) return rewriteMessage(deps, platform, posted, message);
  if (isFresh(alert, page, view.timeline)) return;
  await deliver(deps, platform, {
    wanted: {
      id, code: alert.code, purpose: 'notice', severity: alert.severity, route: page.route, destination: page.destination, responder: null,
      step: page.step, sender: platform.senderFor(page.destination), wantedAt: askedAt, callTimeoutMs: platform.callTimeoutMs,
      afterAcknowledgment: true, mayJoin: false,
    },
    render: () => message,
    thread: page.ref,
    patient: true,
    askedAt,
  });
}

/** Lines about messages, and about what nobody is told of; not about what people did. */
const NOTHING_DONE: readonly TimelineKind[] = ['paged', 'page_delayed', 'page_failed', 'page_deferred', 'page_withdrawn', 'delivered', 'read', 'reminded', 'joined'];

/**
 * The page's step has only just begun and nobody has answered to it: the page says all there is to say. Without this the story would
 * depend on which of the two, page or change, the provider took first.
 */
function isFresh(alert: AlertSnapshot, { notificationId }: PostedMessage, timeline: readonly TimelineEntry[]): boolean {
  if (!isOfStep(notificationId, alert)) return false;
  const begun = timeline.findLastIndex(({ kind }) => kind === 'step_started');
  return begun >= 0 && timeline.slice(begun + 1).every(({ kind }) => NOTHING_DONE.includes(kind));
}
