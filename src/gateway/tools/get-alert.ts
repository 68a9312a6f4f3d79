import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { alertSchema, MAX_WAIT_S, readAlert, type AlertResult } from '../alert-result.ts';
import { codeSchema, findCode } from '../code-input.ts';
import type { ToolCall } from '../gateway-context.ts';
import { defineTool } from '../tool.ts';

/** How often the ledger is looked at while a call waits, milliseconds. */
const LOOK_EVERY_MS = 200;

/** How often whoever waits is told that it goes on, milliseconds. */
const TELL_EVERY_MS = 5_000;

/** What is left of the longest wait for the answer itself, milliseconds: every reply is there within 25 s. */
const ANSWER_MS = 500;

export const getAlert = defineTool({
  name: 'get_alert',
  title: 'Get an alert',
  description: 'Shows one alert: its status, who has it, when the next thing happens, and its timeline with the reason of each step. With wait_seconds it answers as soon as something changes, or as the alert is when the time is up; call it again with the revision it gave. That is the way to wait for an acknowledgment.',
  input: z.strictObject({
    code: codeSchema,
    since_revision: z.int().min(-1).optional().describe('The revision you know, a whole number. With wait_seconds: wait until there is a newer one.'),
    wait_seconds: z.number().min(0).max(MAX_WAIT_S).optional().describe(`How long to wait for a change, 0 to ${MAX_WAIT_S} seconds.`),
  }),
  output: alertSchema,
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  scopes: ['alerts:read', 'alerts:send', 'alerts:ack'],
  run: async ({ context, args, signal, progress }) => {
    const code = findCode(args.code);
    const first = await readAlert(context, code);
    const since = args.since_revision ?? first.revision;
    const waitMs = Math.min((args.wait_seconds ?? 0) * 1_000, MAX_WAIT_S * 1_000 - ANSWER_MS);
    return first.next === null || first.revision > since ? first : newerThan({ context, signal, progress }, first, since, waitMs);
  },
});

async function newerThan({ context, signal, progress }: Pick<ToolCall<unknown>, 'context' | 'signal' | 'progress'>, first: AlertResult, since: number, waitMs: number): Promise<AlertResult> {
  const untilMs = performance.now() + waitMs;
  let toldMs = -Infinity;
  while (performance.now() < untilMs && !signal.aborted) {
    if (performance.now() - toldMs >= TELL_EVERY_MS) {
      progress(standing(first));
      toldMs = performance.now();
    }
    await sleep(Math.min(LOOK_EVERY_MS, Math.max(0, untilMs - performance.now())), undefined, { signal }).catch(() => undefined);
    if (((await context.ledger.revisionOf(first.code)) ?? since) > since || isOverByNow(first, context.now())) break;
  }
  return waitMs === 0 ? first : readAlert(context, first.code);
}

/** That a resolve can be undone no more is no change of the alert, and ends it all the same. */
function isOverByNow({ status, nextDeadline }: AlertResult, now: Date): boolean {
  return status === 'resolved' && nextDeadline !== null && Date.parse(nextDeadline) <= now.getTime();
}

function standing({ code, status, escalationLevel, nextDeadline }: AlertResult): string {
  return `${code} is ${status}, step ${escalationLevel}${nextDeadline === null ? '' : `; next deadline ${nextDeadline}`}.`;
}
