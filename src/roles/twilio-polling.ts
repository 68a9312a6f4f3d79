import type { Part } from '../launch/lifecycle.ts';
import { createCallMeter } from '../platforms/twilio/call-meter.ts';
import { classifyTwilioError } from '../platforms/twilio/classify-error.ts';
import { createTwilioReading } from '../platforms/twilio/reading.ts';
import { createTwilioPoller } from '../webhooks/twilio/poller.ts';
import { publicUrlOf } from './create-platforms.ts';
import type { ServiceContext } from './service-context.ts';

/** A nurse's reply is seen within this time where Twilio can't tell us of it, milliseconds. */
const EVERY_MS = 5_000;

/** Calls that polling may make in a minute; Twilio sets no number for reading, and this is far below what it serves. */
const CALLS_PER_MINUTE = 60;

/** Attempts asked about in one go. */
const MAX_OPEN = 500;

/** Asks Twilio for replies and receipts, where its webhooks can't reach us or can't be verified. */
export function startTwilioPolling({ settings, home, platforms, ledger, inbox, logger }: ServiceContext): Part {
  const { twilio } = platforms;
  const hasWebhooks = settings.mode === 'sandbox' || (publicUrlOf(settings, home) !== null && Boolean(twilio?.authToken));
  if (!twilio || hasWebhooks) return { stop: async () => {} };
  const poller = createTwilioPoller({
    client: twilio.client,
    senders: twilio.senders,
    ingress: { onInbound: (reply) => inbox.takeReply(reply), onStatus: (report) => inbox.takeReport(report) },
    openAttempts: async () => (await ledger.openAttempts('twilio', MAX_OPEN)).map(({ providerId: sid, sender, sentAt }) => ({ sid, sender, sentAt })),
    reading: createTwilioReading(twilio.buttonKey),
    classify: classifyTwilioError,
    meter: createCallMeter(CALLS_PER_MINUTE, 60_000),
    since: new Date(),
    everyMs: EVERY_MS,
    now: () => new Date(),
    onFailure: ({ kind, code }) => logger.event('twilio.poll_failed', { kind, reason: code }, 'warn'),
  });
  poller.start();
  return { stop: () => poller.stop() };
}
