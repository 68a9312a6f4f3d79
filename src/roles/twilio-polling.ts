import type { Part } from '../launch/lifecycle.ts';
import { hostTick } from '../ledger/host-process.ts';
import { createCallMeter } from '../platforms/twilio/call-meter.ts';
import { classifyTwilioError } from '../platforms/twilio/classify-error.ts';
import { createTwilioReading } from '../platforms/twilio/reading.ts';
import { createTwilioPoller } from '../webhooks/twilio/poller.ts';
import { publicUrlOf } from './create-platforms.ts';
import type { ServiceContext } from './service-context.ts';

/** A nurse's reply is seen within this time where Twilio can't tell us of it, milliseconds. */
const EVERY_MS = 5_000;

/** Twilio tells of a message once; what it told while the gateway was down is found by asking this often, milliseconds. */
const BACKSTOP_EVERY_MS = 20_000;

/** A webhook that hasn't come by then won't, milliseconds: Twilio waits 15 s for an answer. https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides */
const WEBHOOK_LATE_MS = 20_000;

/** An older reply is about something that others have settled since, milliseconds. */
const OLDEST_REPLY_MS = 24 * 60 * 60_000;

/** Calls that polling may make in a minute; Twilio sets no number for reading, and this is far below what it serves. */
const CALLS_PER_MINUTE = 60;

/** Attempts asked about in one go. */
const MAX_OPEN = 500;

/**
 * An older message is asked about no more, milliseconds: Twilio holds none for longer, and some carriers never tell more than that they took
 * it. https://www.twilio.com/docs/messaging/features/validity-period
 */
const OPEN_FOR_MS = 36_000_000;

/**
 * Asks Twilio for replies and receipts: every few seconds where its webhooks can't reach us or can't be verified, else now and then
 * for what they didn't tell. Either way an event counts once, by Twilio's id of it.
 */
export async function startTwilioPolling({ settings, home, platforms, ledger, inbox, logger, clock }: ServiceContext): Promise<Part> {
  const { twilio } = platforms;
  // Where time is moved by hand nothing may be asked by the clock on the wall.
  if (!twilio || clock.virtual) return { stop: async () => {} };
  const hasWebhooks = settings.mode === 'sandbox' || (publicUrlOf(settings, home) !== null && Boolean(twilio.authToken));
  const now = clock.now();
  const poller = createTwilioPoller({
    client: twilio.client,
    senders: twilio.senders,
    ingress: { onInbound: (reply) => inbox.takeReply(reply), onStatus: (report) => inbox.takeReport(report) },
    openAttempts: async () => (await ledger.openAttempts('twilio', new Date(clock.now().getTime() - OPEN_FOR_MS), MAX_OPEN)).map(({ providerId: sid, sender, sentAt }) => ({ sid, sender, sentAt })),
    reading: createTwilioReading(twilio.buttonKey),
    classify: classifyTwilioError,
    meter: createCallMeter(CALLS_PER_MINUTE, 60_000),
    since: repliesSince(await ledger.unheardSince('twilio'), now),
    everyMs: hasWebhooks ? BACKSTOP_EVERY_MS : EVERY_MS,
    leaveYoungerThanMs: hasWebhooks ? WEBHOOK_LATE_MS : 0,
    now: () => clock.now(),
    tick: hostTick,
    onFailure: ({ kind, code }) => logger.event('twilio.poll_failed', { kind, reason: code }, 'warn'),
  });
  poller.start();
  return { stop: () => poller.stop() };
}

/** From when on replies are wanted, by when the last one seems to have come in. Where that lies ahead the clock was set back since, and how far isn't known. */
export function repliesSince(unheardSince: Date | null, now: Date): Date {
  if (unheardSince === null) return now;
  const oldest = new Date(now.getTime() - OLDEST_REPLY_MS);
  return unheardSince > now || unheardSince < oldest ? oldest : unheardSince;
}
