import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertClient } from '../../client.ts';
import type { AlertView } from '../../domain/alert.ts';
import { parseDuration } from '../../domain/duration.ts';
import { FINDINGS, mayAsk, type Actor, type AlertRequest, type RequestAnswer, type RequestKind } from '../../domain/request.ts';
import { renderAnswer } from '../../domain/wording/index.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { CLI_WORDS } from '../cli-words.ts';
import { connected, withStore, type CliContext } from '../cli-context.ts';
import { RefusedAnswer } from './refused-answer.ts';
import { findAlert } from './show-alerts.ts';
import { responderNamed } from '../named-in-directory.ts';
import type { OpenedHome } from '../opened-home.ts';

/** How long the ledger may take to show what an alert has answered, and how often it is looked at meanwhile, milliseconds. */
const AGREE_WAIT_MS = 5_000;
const LOOK_EVERY_MS = 50;

/** One word, because that is what a timeline repeats: whoever writes more could write of a patient. */
const OPERATOR_NAME = /^[A-Za-z][A-Za-z.-]{0,39}$/;

export interface AskOptions {
  /** A responder's id. */
  as?: string;
  /** Somebody who runs the service, by name. */
  operator?: string;
  to?: string;
  for?: string;
  found?: string;
}

/** Asks an alert for something and tells what came of it. Exit code 4 when it was refused. */
export async function askAlert(context: CliContext, kind: RequestKind, typed: string, options: AskOptions): Promise<void> {
  await withStore(context, async (store) => {
    // Read first: what is wrong with a request is said whether or not the service runs.
    const request = toRequest(store, kind, options);
    const { code } = await findAlert(store, typed);
    const { answer, alert } = await connected(store, ({ client }) => ask(client, code, request));
    const hospital = store.store.hospital();
    const message = renderAnswer(answer, {
      code, kind, timeZone: hospital.timeZone, nameOf: (id) => hospital.responder(id)?.name ?? id, link: null, desk: null, drill: alert.drill,
    }, context.language, 'whatsapp');
    context.output.say(message.text);
    if (answer.outcome === 'not_allowed') context.output.say(CLI_WORDS[context.language].onlyAsResponder);
    context.output.result({ ...alert, answer });
    if (!answer.ok) throw new RefusedAnswer();
  });
}

/** The answer, and the alert once the ledger, which is written after it, agrees; or as it is after a moment. */
async function ask(client: AlertClient, code: string, request: AlertRequest): Promise<{ answer: RequestAnswer; alert: AlertView }> {
  const answer = await client.ask(code, request).catch((error: unknown) => toCliError(error, code));
  const untilMs = performance.now() + AGREE_WAIT_MS;
  const agrees = ({ status, acknowledgedBy, nextDeadline }: AlertView): boolean =>
    status === answer.status && acknowledgedBy === (answer.owner?.responder ?? null) && nextDeadline === answer.nextDeadline;
  let alert = await client.show(code);
  while (answer.ok && answer.outcome !== 'recorded' && !agrees(alert) && performance.now() < untilMs) {
    await sleep(LOOK_EVERY_MS);
    alert = await client.show(code);
  }
  return { answer, alert };
}

function toRequest(opened: OpenedHome, kind: RequestKind, options: AskOptions): AlertRequest {
  return {
    id: randomUUID(), kind, by: toActor(opened, kind, options), via: 'cli',
    ...(options.to === undefined ? {} : { to: responderNamed(opened, options.to) }),
    ...(options.for === undefined ? {} : { forMs: durationMs(options.for) }),
    ...(options.found === undefined ? {} : { found: findingOf(options.found) }),
  };
}

function toActor(opened: OpenedHome, kind: RequestKind, { as, operator }: AskOptions): Actor {
  if (as !== undefined) return { kind: 'responder', id: responderNamed(opened, as) };
  if (operator !== undefined && OPERATOR_NAME.test(operator)) return { kind: 'operator', id: operator };
  if (operator !== undefined) throw new CliError(EXIT.usage, (words) => words.operatorName);
  throw new CliError(EXIT.usage, (words) => words.whoAsks(mayAsk('operator', kind)));
}

function durationMs(text: string): number {
  const ms = parseDuration(text);
  if (ms === null) throw new CliError(EXIT.usage, (words) => words.badDuration);
  return ms;
}

function findingOf(text: string): (typeof FINDINGS)[number] {
  const found = FINDINGS.find((finding) => finding === text);
  if (found === undefined) throw new CliError(EXIT.usage, (words) => words.badFinding(FINDINGS));
  return found;
}

function toCliError(error: unknown, code: string): never {
  if (error instanceof Error && error.name === 'TemporalUnreachableError') throw new CliError(EXIT.unreachable, ({ temporalSilent }) => temporalSilent);
  if (error instanceof Error && error.name === 'AlertNotFoundError') throw new CliError(EXIT.notFound, (words) => words.noAlert(code));
  throw error;
}
