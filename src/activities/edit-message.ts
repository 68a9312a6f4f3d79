import { createHash } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import type { Destination } from '../domain/people.ts';
import type { RenderedMessage } from '../domain/message.ts';
import type { PostedMessage } from '../ledger/ledger.ts';
import { PlatformError } from '../platforms/platform-error.ts';
import type { Platform } from '../platforms/platform.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { retryDelayMs } from './patience.ts';
import { tellOperator } from './tell-operator.ts';

/** An edit that can't be made is left: the alert goes on without it. One that must wait is made later. */
export async function editMessage(deps: ActivityDependencies, platform: Platform, destination: Destination, change: () => Promise<void>): Promise<void> {
  const slot = await deps.ledger.claimEdit(platform.senderFor(destination), deps.now());
  if (slot.grant === 'wait') throw waitFor(retryDelayMs(slot.until, deps.now()));
  await makeEdit(deps, change);
}

/**
 * Rewrites a message that was posted, unless it says this already: one change is often announced twice, and edits are limited too.
 * @param everyMs least time between two edits of this message
 */
export async function rewriteMessage(deps: ActivityDependencies, platform: Platform, posted: PostedMessage, message: RenderedMessage, { id = posted.notificationId, everyMs = 0 } = {}): Promise<void> {
  const { attemptId, ref, destination } = posted;
  const says = createHash('sha256').update(JSON.stringify(message)).digest('base64url');
  const slot = await deps.ledger.claimRewrite({ attemptId, sender: platform.senderFor(destination), says, everyMs }, deps.now());
  if (slot.grant === 'done') return;
  if (slot.grant === 'wait') throw waitFor(retryDelayMs(slot.until, deps.now()));
  await makeEdit(deps, () => platform.update?.(ref, message, id) ?? Promise.resolve());
  await deps.ledger.markRewritten(attemptId, says);
}

/** The edit itself, with leave to make it. */
async function makeEdit(deps: ActivityDependencies, change: () => Promise<void>): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    if (error.failure.kind === 'retry_after' || error.failure.kind === 'settle_first') throw waitFor(error.failure.retryAfterMs ?? 1_000);
    // Slack alone rewrites what it has posted.
    tellOperator(deps, 'slack', error.failure);
  }
}

function waitFor(delayMs: number): ApplicationFailure {
  return ApplicationFailure.create({ message: 'waiting: edits', type: 'Waiting', nextRetryDelay: delayMs });
}
