import type { DirectMessage } from '../domain/direct-message.ts';
import type { Destination, Responder } from '../domain/people.ts';
import { platformOf } from '../domain/platform-name.ts';
import { renderDirect } from '../domain/wording/index.ts';
import { directNotificationId, NO_ALERT } from '../ledger/ledger.ts';
import { PlatformError } from '../platforms/platform-error.ts';
import type { Platform } from '../platforms/platform.ts';
import type { DirectSend } from '../workflows/messages.ts';
import { audienceOf } from './audience.ts';
import { deliver, retryIn, type Leaving } from './deliver.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { platformHere } from './platform-here.ts';
import { sendAsPage } from './send-as-page.ts';
import { tellOperator } from './tell-operator.ts';
import { windowOf } from './whatsapp-window.ts';

/** How long a message that isn't about a patient in danger waits for its reader's contact hours before it looks again, milliseconds. */
const HOURS_WAIT_MS = 5 * 60_000;

/** How soon a message of unknown outcome is asked about, milliseconds; the ledger says when it may be looked up. */
const DOUBT_WAIT_MS = 1_000;

/** It waits behind whatever is about an alert. */
const SEVERITY = 'low';

/** Tells one person, or a channel, that a message waits for them, or pages them in its place: nothing of what the message says leaves the ledger. */
export async function sendDirect(deps: ActivityDependencies, { message: code, route }: DirectSend, askedAt: Date): Promise<void> {
  const platform = platformHere(deps, platformOf(route));
  const message = await deps.ledger.directMessage(code);
  if (!message) return;
  if (message.status === 'as_page' && (await sendAsPage(deps, message, askedAt))) return;
  const failed = platform ? await send(deps, platform, message, askedAt) : 'platform_not_configured';
  if (failed !== null) await deps.ledger.markDirectUnsent(code, failed);
}

/** Null once the ledger's own record of the call says all; else why no call was made. */
async function send(deps: ActivityDependencies, platform: Platform, message: DirectMessage, askedAt: Date): Promise<string | null> {
  const { recipient, route } = message;
  const found = deps.hospital().addressee({ recipient, route, unit: null, severity: SEVERITY, exclude: [], at: deps.now() });
  if ('nobody' in found) {
    if (found.nobody === 'outside_contact_hours') throw retryIn(HOURS_WAIT_MS, found.nobody);
    return found.nobody;
  }
  if (await deps.ledger.isOptedOut(found.destination)) return 'opted_out';
  try {
    const { outcome, reason } = await sendTo(deps, platform, message, found, askedAt);
    if (outcome === 'in_doubt') throw retryIn(DOUBT_WAIT_MS, reason ?? outcome);
    return null;
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    // No sender for this destination: the platform is set up without the number that it needs.
    tellOperator(deps, route, error.failure);
    return error.failure.code;
  }
}

async function sendTo(
  deps: ActivityDependencies, platform: Platform, { code, route }: DirectMessage, { destination, responder }: { destination: Destination; responder: Responder | null }, askedAt: Date,
): ReturnType<typeof deliver> {
  const hospital = deps.hospital();
  const { language, medium } = audienceOf(hospital, responder, route);
  const facts = { code, toChannel: destination.kind === 'channel', link: hospital.linkTo(code), desk: hospital.deskOf(null) };
  return deliver(deps, platform, {
    wanted: {
      id: directNotificationId(code), code: NO_ALERT, purpose: 'notice', severity: SEVERITY, route, destination, responder: responder?.id ?? null, step: 0,
      sender: platform.senderFor(destination), wantedAt: askedAt, callTimeoutMs: platform.callTimeoutMs, afterAcknowledgment: true, mayJoin: false,
    },
    render: ({ repeat }: Leaving) => renderDirect({ ...facts, repeat }, language, medium),
    ...(await windowOf(deps.ledger, destination)),
    patient: true,
    askedAt,
  });
}
