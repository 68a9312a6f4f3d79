import { createHash } from 'node:crypto';
import { renderDigest } from '../domain/wording/index.ts';
import type { PostedMessage } from '../ledger/ledger.ts';
import type { Platform } from '../platforms/platform.ts';
import { audienceOf } from './audience.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { makeEdit, waitFor } from './edit-message.ts';
import { retryDelayMs } from './patience.ts';

/** Rewrites a message that names several alerts, as all of them stand now; once for changes that come close together. */
export async function updateDigest(deps: ActivityDependencies, platform: Platform, { attemptId, ref, responder, route, destination }: PostedMessage): Promise<void> {
  const hospital = deps.hospital();
  const { language, medium } = audienceOf(hospital, responder === null ? null : hospital.responder(responder), route);
  const standing = await deps.ledger.digestStanding(attemptId);
  const named = standing.map((alert) => ({ ...alert, owner: alert.owner === null ? null : hospital.responder(alert.owner)?.name ?? alert.owner }));
  const message = renderDigest(named, { repeat: false }, language, medium);
  const says = createHash('sha256').update(JSON.stringify([message.text, message.actions])).digest('base64url');
  const slot = await deps.ledger.claimDigestEdit({ attemptId, sender: platform.senderFor(destination), says }, deps.now());
  if (slot.grant === 'done') return;
  if (slot.grant === 'wait') throw waitFor(retryDelayMs(slot.until, deps.now()));
  await makeEdit(deps, () => platform.update?.(ref, message, attemptId) ?? Promise.resolve());
  await deps.ledger.markDigestEdited(attemptId, says);
}
