import { ApplicationFailure } from '@temporalio/common';
import type { MessageKind } from '../domain/message.ts';
import { renderMessage } from '../domain/wording/index.ts';
import type { PostedMessage } from '../ledger/ledger.ts';
import { PlatformError } from '../platforms/platform-error.ts';
import type { Platform } from '../platforms/platform.ts';
import type { AnnounceInput } from './activity-inputs.ts';
import { audienceOf } from './audience.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { messageFacts } from './message-facts.ts';
import { postTimeline } from './post-timeline.ts';
import { retryDelayMs } from './patience.ts';

/** Rewrites every page of an alert on one platform, and the story under those in a channel. */
export async function updateMessages(
  deps: ActivityDependencies, platform: Platform, input: AnnounceInput, pages: PostedMessage[], askedAt: Date,
): Promise<void> {
  for (const page of pages) await updateOne(deps, platform, input, page);
  for (const page of pages.filter(({ destination }) => destination.kind === 'channel')) {
    await postTimeline(deps, platform, input.alert, page, askedAt);
  }
}

async function updateOne(deps: ActivityDependencies, platform: Platform, { alert }: AnnounceInput, page: PostedMessage): Promise<void> {
  const hospital = deps.hospital();
  const { language, timeZone, medium } = audienceOf(hospital, page.responder === null ? null : hospital.responder(page.responder), page.route);
  const facts = messageFacts(alert, hospital, { deadline: alert.nextDeadline, step: page.step, repeat: false });
  const kind: MessageKind = alert.drill ? 'drill' : 'page';
  const message = renderMessage(kind, facts, language, timeZone, medium);
  await edit(deps, platform, page, () => platform.update?.(page.ref, message, page.notificationId) ?? Promise.resolve());
}

/** An edit that can't be made is left: the alert goes on without it. One that must wait is made later. */
export async function edit(deps: ActivityDependencies, platform: Platform, page: PostedMessage, change: () => Promise<void>): Promise<void> {
  const slot = await deps.ledger.claimEdit(platform.senderFor(page.destination), deps.now());
  if (slot.grant === 'wait') throw waitFor(retryDelayMs(slot.until, deps.now()));
  try {
    await change();
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    if (error.failure.kind === 'retry_after' || error.failure.kind === 'settle_first') throw waitFor(error.failure.retryAfterMs ?? 1_000);
    if (error.failure.kind !== 'fail_over') deps.operator.tell({ key: `${error.platform}.${error.failure.code}`, platform: error.platform, code: error.failure.code });
  }
}

function waitFor(delayMs: number): ApplicationFailure {
  return ApplicationFailure.create({ message: 'waiting: edits', type: 'Waiting', nextRetryDelay: delayMs });
}
