import { resolvedByOf } from '../domain/alert.ts';
import { renderDigest } from '../domain/wording/index.ts';
import type { PostedMessage } from '../ledger/ledger.ts';
import type { Platform } from '../platforms/platform.ts';
import { audienceOf } from './audience.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { rewriteMessage } from './edit-message.ts';

/** Alerts change one by one, and the message that names them all is rewritten once for those of this time, milliseconds. */
const EDIT_EVERY_MS = 2_000;

/** Rewrites a message that names several alerts, as all of them stand now; once for changes that come close together. */
export async function updateDigest(deps: ActivityDependencies, platform: Platform, digest: PostedMessage): Promise<void> {
  const { attemptId, route } = digest;
  const hospital = deps.hospital();
  const { language, medium } = audienceOf(hospital, digest.responder === null ? null : hospital.responder(digest.responder), route);
  const standing = await deps.ledger.digestStanding(attemptId);
  const named = await Promise.all(standing.map(async (alert) => {
    const responder = alert.status === 'resolved' ? await resolvedBy(deps, alert) : alert.owner;
    return { ...alert, owner: responder === null ? null : hospital.responder(responder)?.name ?? responder };
  }));
  const message = renderDigest(named, { repeat: false }, language, medium);
  await rewriteMessage(deps, platform, digest, message, { id: attemptId, everyMs: EDIT_EVERY_MS });
}

async function resolvedBy({ ledger }: ActivityDependencies, { code, owner }: { code: string; owner: string | null }): Promise<string | null> {
  return resolvedByOf((await ledger.alert(code))?.timeline ?? []) ?? owner;
}
