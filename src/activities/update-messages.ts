import { kindOfNotification } from '../domain/escalation/sending.ts';
import { deadlineAhead } from '../domain/escalation/still-wanted.ts';
import type { MessageKind } from '../domain/message.ts';
import { renderMessage } from '../domain/wording/index.ts';
import type { PostedMessage } from '../ledger/ledger.ts';
import type { Platform } from '../platforms/platform.ts';
import type { AlertSnapshot, AnnounceInput } from './activity-inputs.ts';
import { audienceOf } from './audience.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { rewriteMessage } from './edit-message.ts';
import { messageFacts } from './message-facts.ts';
import { postTimeline } from './post-timeline.ts';
import { updateDigest } from './update-digest.ts';

/** Rewrites every page of an alert on one platform, the story under those in a channel, and the digests that name it. */
export async function updateMessages(
  deps: ActivityDependencies, platform: Platform, input: AnnounceInput, pages: PostedMessage[], askedAt: Date,
): Promise<void> {
  const alone = pages.filter(({ digest }) => !digest);
  for (const page of alone) await updateOne(deps, platform, input, page);
  for (const page of alone.filter(({ destination }) => destination.kind === 'channel')) {
    await postTimeline(deps, platform, input.alert, page, askedAt);
  }
  for (const digest of new Map(pages.filter((page) => page.digest).map((page) => [page.attemptId, page])).values()) await updateDigest(deps, platform, digest);
}

async function updateOne(deps: ActivityDependencies, platform: Platform, { alert }: AnnounceInput, page: PostedMessage): Promise<void> {
  const hospital = deps.hospital();
  const { language, timeZone, medium } = audienceOf(hospital, page.responder === null ? null : hospital.responder(page.responder), page.route);
  const facts = messageFacts(alert, hospital, { deadline: deadlineAhead(alert.nextDeadline, deps.now()), step: page.step, repeat: false });
  const message = renderMessage(kindNow(alert, page), facts, language, timeZone, medium);
  await rewriteMessage(deps, platform, page, message);
}

/** A message goes on saying what it said for as long as that holds; after that it's a page that tells how things stand. */
function kindNow({ drill, status, owner, offeredTo }: AlertSnapshot, { notificationId, responder }: PostedMessage): MessageKind {
  if (drill) return 'drill';
  const sentAs = kindOfNotification(notificationId);
  const waiting = status === 'triggered' || status === 'notified' || status === 'unanswered';
  if ((sentAs === 'reminder' && waiting) || (sentAs === 'fail_safe' && status === 'unanswered')) return sentAs;
  if (sentAs === 'added' && responder !== null && (waiting || offeredTo.includes(responder))) return sentAs;
  return sentAs === 'attend_reminder' && status === 'acknowledged' && owner?.responder === responder ? sentAs : 'page';
}
