import { createHmac } from 'node:crypto';
import { ControlError } from '../control-error.ts';
import type { ActResult, SandboxContext } from '../simulator.ts';
import { findPress } from './press-request.ts';
import type { FoundPress } from './press-request.ts';
import type { SocketMode } from './socket-mode.ts';
import { handleOf, toWireMessage } from './wire.ts';
import { APP } from './workspace-types.ts';
import type { Workspace } from './workspace.ts';

/** Slack waits this long for an answer. https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response */
export const INTERACTION_DEADLINE_MS = 3_000;

/** Where our own side takes presses. */
const CALLBACK_PATH = '/slack/interactions';

export interface InteractionOptions {
  context: SandboxContext;
  workspace: Workspace;
  sockets: SocketMode;
  signingSecret: string;
  deadlineMs: number;
  /** A URL that changes the message without a token. */
  responseUrlFor(message: FoundPress['message']): string;
}

type Answer = ActResult['answers'][number];

/** Makes the function that presses buttons: through a socket when one is open, else by signed callback. */
export function createPresser(options: InteractionOptions): (untrusted: unknown) => Promise<ActResult> {
  let presses = 0;
  return async (untrusted) => {
    const found = findPress(untrusted, options.workspace);
    const via = found.press.via ?? (options.sockets.connected() > 0 ? 'socket' : 'http');
    const deliveries = Array.from({ length: found.press.times }, () => {
      presses += 1;
      const payload = toPayload(found, presses, options);
      return via === 'socket' ? bySocket(found, payload, presses, options) : byHttp(found, payload, options);
    });
    const answers = (await Promise.all(deliveries)).flat();
    options.context.changed();
    return { answers };
  };
}

/** The whole of it, as Slack sends it. https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
function toPayload({ press, user, message, button }: FoundPress, count: number, { context, workspace, responseUrlFor }: InteractionOptions): object {
  const conversation = workspace.conversation(message.channel);
  const teamId = press.forge.team ?? APP.teamId;
  const seconds = Math.floor(context.now().getTime() / 1000);
  const micros = String(workspace.run * 10_000 + count).padStart(6, '0').slice(-6);
  return {
    type: 'block_actions',
    user: { id: user.id, username: handleOf(user), name: handleOf(user), team_id: teamId },
    api_app_id: APP.appId,
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: message.ephemeralFor !== null,
      ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    },
    trigger_id: `${seconds}.${workspace.run}.${createHmac('md5', APP.appId).update(`${workspace.run}.${count}`).digest('hex')}`,
    team: { id: teamId, domain: APP.teamDomain },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: message.channel, name: conversation?.kind === 'channel' ? conversation.name : 'directmessage' },
    ...(message.ephemeralFor === null ? { message: toWireMessage(message, { withMetadata: true }) } : {}),
    state: { values: {} },
    response_url: responseUrlFor(message),
    actions: [{ ...button, type: 'button', action_ts: `${seconds}.${micros}` }],
  };
}

async function bySocket({ press }: FoundPress, payload: object, count: number, { sockets, workspace, deadlineMs }: InteractionOptions): Promise<Answer[]> {
  if (sockets.connected() === 0) throw new ControlError(409, 'press: no socket is connected');
  const id = `${String(workspace.run).padStart(8, '0')}-0000-4000-8000-${String(count).padStart(12, '0')}`;
  const answers: Answer[] = [];
  for (let copy = 0; copy < press.forge.copies; copy += 1) {
    const startedAt = performance.now();
    const acknowledgment = await sockets.send({ id, type: 'interactive', payload, retry: copy > 0 }, deadlineMs);
    const body = acknowledgment ? JSON.stringify(acknowledgment.payload) : 'no acknowledgment in time';
    answers.push({ via: 'socket', status: acknowledgment ? 200 : 0, body, tookMs: elapsed(startedAt) });
  }
  return answers;
}

async function byHttp({ press }: FoundPress, payload: object, { context, signingSecret, deadlineMs }: InteractionOptions): Promise<Answer[]> {
  const gateway = context.gatewayUrl();
  if (gateway === null) throw new ControlError(409, 'press: the gateway is not running, and no socket is connected');
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const headers = signedHeaders(body, press.forge, signingSecret, context.now());
  const answers: Answer[] = [];
  for (let copy = 0; copy < press.forge.copies; copy += 1) {
    answers.push(await postCallback(`${gateway}${CALLBACK_PATH}`, headers, body, deadlineMs));
  }
  return answers;
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
function signedHeaders(body: string, forge: FoundPress['press']['forge'], signingSecret: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000) - forge.ageSeconds);
  const secret = forge.signature === 'wrong' ? `not ${signingSecret}` : signingSecret;
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': timestamp,
    ...(forge.signature === 'missing' ? {} : { 'x-slack-signature': signature }),
  };
}

/** Status 0 when there was no answer within the deadline, or nobody to answer. */
async function postCallback(url: string, headers: Record<string, string>, body: string, deadlineMs: number): Promise<Answer> {
  const startedAt = performance.now();
  try {
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(deadlineMs) });
    const text = await response.text();
    return { via: 'http', status: response.status, body: text, tookMs: elapsed(startedAt) };
  } catch (error) {
    // Not an Error everywhere: AbortSignal's own is a DOMException.
    const timedOut = (error as { name?: unknown }).name === 'TimeoutError';
    return { via: 'http', status: 0, body: timedOut ? `no answer in ${deadlineMs} ms` : 'not reachable', tookMs: elapsed(startedAt) };
  }
}

function elapsed(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}

