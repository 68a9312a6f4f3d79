import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { AlertRequest, RequestAnswer, RequestKind } from '../domain/request.ts';
import { renderAnswer } from '../domain/wording/index.ts';
import { actorOf } from './actor-of.ts';
import { alertSchema, readAlert, type AlertResult } from './alert-result.ts';
import { codeSchema, findCode } from './code-input.ts';
import type { Caller, GatewayContext, ToolCall } from './gateway-context.ts';
import { ToolError } from './tool-error.ts';

/** How long the ledger may take to show what an alert has answered, and how often it is looked at meanwhile, milliseconds. */
const AGREE_WAIT_MS = 3_000;
const LOOK_EVERY_MS = 50;

/** Parameters of every tool that asks an alert for something. */
export const asking = {
  code: codeSchema,
  idempotency_key: z.string().regex(/^[\x21-\x7e]{1,128}$/).optional().describe('Your key for this request, 1 to 128 printable characters without spaces: repeated, it has one effect.'),
};

/** What the alert answered, and how it stands then. */
export const answeredSchema = alertSchema.extend({
  answer: z.object({
    ok: z.boolean().describe('false: nothing changed, and outcome says why'),
    outcome: z.string(),
    owner: z.object({ responder: z.string(), since: z.string() }).nullable(),
    explanation: z.string().describe('the same in words'),
  }),
});

export type AnsweredResult = z.infer<typeof answeredSchema>;

/** @throws AlertNotFoundError, TemporalUnreachableError, ToolError */
export async function askAlert({ context, args, caller }: Pick<ToolCall<{ code: string; idempotency_key?: string | undefined }>, 'context' | 'args' | 'caller'>, kind: RequestKind): Promise<AnsweredResult> {
  const code = findCode(args.code);
  checkResponder(context, caller);
  const { drill } = await context.client.show(code);
  const request: AlertRequest = { id: requestId(context, caller, kind, args.idempotency_key), kind, by: actorOf(caller), via: 'api' };
  const answer = await context.client.ask(code, request);
  const { ok, outcome, owner } = answer;
  const { timeZone, responders } = context.configuration().directory;
  // Who a colleague is, is for responders; a program knows them by their ids.
  const nameOf = (id: string): string => (caller.responder === null ? id : (responders.find((responder) => responder.id === id)?.name ?? id));
  const explanation = renderAnswer(answer, { code, kind, timeZone, nameOf, link: null, desk: null, drill }, 'en', 'whatsapp').text;
  return { ...(await agreed(context, code, answer)), answer: { ok, outcome, owner, explanation } };
}

/** Whoever left the directory is called no more, and can't be left with an alert. @throws ToolError */
function checkResponder({ configuration }: Pick<GatewayContext, 'configuration'>, { responder }: Caller): void {
  if (responder === null || configuration().directory.responders.some(({ id }) => id === responder)) return;
  throw new ToolError({ code: 'not_allowed', message: 'Whoever this call speaks for is not in the directory.', hint: 'Ask whoever runs the service for another key, or token.', retryable: false });
}

/** It stands in Temporal's history, so nothing that a caller wrote is in it. */
function requestId({ digest }: Pick<GatewayContext, 'digest'>, { name, responder }: Caller, kind: RequestKind, key: string | undefined): string {
  return key === undefined ? randomUUID() : `${name}/${kind}/${digest('request-key', JSON.stringify([responder, key]))}`;
}

/** The alert once the ledger, which is written after the answer, agrees with it; or as it is after a moment. */
async function agreed(context: GatewayContext, code: string, answer: RequestAnswer): Promise<AlertResult> {
  const agrees = ({ status, acknowledgedBy, nextDeadline }: AlertResult): boolean =>
    status === answer.status && acknowledgedBy === (answer.owner?.responder ?? null) && nextDeadline === answer.nextDeadline;
  const untilMs = performance.now() + (answer.ok && answer.outcome !== 'recorded' ? AGREE_WAIT_MS : 0);
  let alert = await readAlert(context, code);
  while (!agrees(alert) && performance.now() < untilMs) {
    await sleep(LOOK_EVERY_MS);
    alert = await readAlert(context, code);
  }
  return alert;
}
