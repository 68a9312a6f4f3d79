import type { App } from '@slack/bolt';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isForeign, type OwnTeam } from './foreign-team.ts';
import { createPressApp } from './press-app.ts';
import type { OnPress, Report } from './press-event.ts';
import { SignatureError, verifySlackSignature } from './verify-slack-signature.ts';

/** Slack shows the person a warning when it has no answer after 3 s (https://docs.slack.dev/interactivity/handling-user-interaction). */
const ANSWER_DEADLINE_MS = 2_500;

/** A press carries the whole message it was made on; 50 blocks of 3,000 characters fit several times. */
const BODY_LIMIT_BYTES = 1_048_576;

/** A question after the certificate is shorter. */
const CERTIFICATE_CHECK_BYTES = 1_024;

const FORM = 'application/x-www-form-urlencoded';

export interface SlackInteractionsOptions {
  signingSecret: string;
  onPress: OnPress;
  report: Report;
  ownTeam: OwnTeam;
  now: () => Date;
  /** Longest a request waits for `onPress`, milliseconds. */
  answerDeadlineMs?: number;
}

/**
 * Presses over HTTP: `POST /slack/interactions`. Answers
 * - 200 when the press is stored, was stored before, or is nothing of ours;
 * - 401 when Slack did not sign it within five minutes of now, whichever way the clock is off;
 * - 403 when it comes from another workspace that has the app;
 * - 400 when what it signed is no interaction; 413 and 415 when it is too large or no form;
 * - 500 when the press could not be stored, and 503 when storing takes longer than Slack waits: the person is warned
 *   and presses again, which has one effect because both presses ask for the same.
 */
export async function slackInteractions(scope: FastifyInstance, options: SlackInteractionsOptions): Promise<void> {
  const app = createPressApp(options.onPress, options.report);
  await scope.register(async (inner) => {
    // The signature is over the bytes, so the body is kept as it came.
    inner.removeAllContentTypeParsers();
    inner.addContentTypeParser(FORM, { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES }, (_request, body, done) => done(null, body));
    inner.addHook('onError', async (_request, _reply, error) => {
      if (error.statusCode !== undefined && error.statusCode < 500) options.report('malformed');
    });
    inner.post('/slack/interactions', { bodyLimit: BODY_LIMIT_BYTES }, (request, reply) => receive(app, options, request, reply));
  });
}

async function receive(app: App, options: SlackInteractionsOptions, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  if (isCertificateCheck(body)) return reply.code(200).send();
  try {
    const { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } = request.headers;
    verifySlackSignature(options.signingSecret, { timestamp, signature, body }, options.now());
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    options.report('bad_signature', error.code);
    return reply.code(401).send();
  }
  const interaction = parseJson(new URLSearchParams(body.toString('utf8')).get('payload'));
  if (interaction === null) {
    options.report('unreadable_payload');
    return reply.code(400).send();
  }
  if (await isForeign(interaction, options.ownTeam)) {
    options.report('foreign_team');
    return reply.code(403).send();
  }
  return reply.code(await handOn(app, interaction, options)).send();
}

/** Slack asks now and then whether the certificate holds; there is nothing in it to trust. Nothing else is read before its signature is known to be right: a form of many fields takes long. */
function isCertificateCheck(body: Buffer): boolean {
  if (body.length > CERTIFICATE_CHECK_BYTES) return false;
  const form = new URLSearchParams(body.toString('utf8'));
  return form.get('payload') === null && form.get('ssl_check') === '1';
}

/** Status code of the answer. Bolt ends without acknowledging what nobody listens for; that is answered too. */
async function handOn(app: App, interaction: Record<string, unknown>, options: SlackInteractionsOptions): Promise<number> {
  const handled = app.processEvent({ body: interaction, ack: async () => undefined }).then(
    () => 200,
    () => {
      options.report('press_not_recorded');
      return 500;
    },
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<number>((resolve) => {
    timer = setTimeout(() => {
      options.report('press_slow');
      resolve(503);
    }, options.answerDeadlineMs ?? ANSWER_DEADLINE_MS);
  });
  return Promise.race([handled, late]).finally(() => clearTimeout(timer));
}

function parseJson(text: string | null): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
