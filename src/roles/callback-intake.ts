import { isRefusal } from '../webhooks/callback-counts.ts';
import type { OwnTeam } from '../webhooks/slack/foreign-team.ts';
import type { OnPress, Report } from '../webhooks/slack/press-event.ts';
import type { TwilioWebhookCount } from '../webhooks/twilio/twilio-webhooks.ts';
import type { ServiceContext } from './service-context.ts';

type Intake = Pick<ServiceContext, 'inbox' | 'logger' | 'callbacks' | 'platforms'>;

/** Takes presses in, by HTTP or Socket Mode, and counts what has no effect. */
export function slackIntake({ inbox, logger, callbacks, platforms }: Intake): { onPress: OnPress; report: Report; ownTeam: OwnTeam } {
  return {
    onPress: async (press) => {
      if (!(await inbox.takePress(press))) callbacks.repeat('slack');
    },
    report: (problem, code) => {
      const refusal = problem === 'bad_signature' ? code : problem === 'unreadable_payload' ? 'malformed' : problem;
      if (refusal !== undefined && isRefusal(refusal)) callbacks.refuse('slack', refusal);
      logger.event(`slack.${problem}`, code === undefined ? {} : { reason: code }, problem === 'socket_connected' ? 'info' : 'warn');
    },
    ownTeam: async () => (await platforms.slack?.platform.ownTeam()) ?? null,
  };
}

/** Counts what comes to Twilio's webhooks. */
export function twilioCount({ logger, callbacks }: Pick<Intake, 'logger' | 'callbacks'>): (what: TwilioWebhookCount) => void {
  return (what) => {
    if (isRefusal(what)) callbacks.refuse('twilio', what);
    if (what === 'repeat') callbacks.repeat('twilio');
    logger.event('twilio.webhook', { kind: what }, 'debug');
  };
}
