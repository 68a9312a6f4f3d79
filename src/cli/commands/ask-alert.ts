import { randomUUID } from 'node:crypto';
import { parseDuration } from '../../domain/duration.ts';
import { FINDINGS, type Actor, type AlertRequest, type RequestKind } from '../../domain/request.ts';
import { renderAnswer } from '../../domain/wording/index.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { withClient, type CliContext } from '../cli-context.ts';
import { RefusedAnswer } from './refused-answer.ts';
import { findAlert } from './show-alerts.ts';
import type { OpenedHome } from '../opened-home.ts';

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
  await withClient(context, async (opened) => {
    const { code } = await findAlert(opened, typed);
    const request = toRequest(opened, kind, options);
    const answer = await opened.client.ask(code, request).catch(toCliError);
    const alert = await opened.client.show(code);
    const hospital = opened.store.hospital();
    const message = renderAnswer(answer, {
      code, kind, timeZone: hospital.timeZone, nameOf: (id) => hospital.responder(id)?.name ?? id, link: null, desk: null,
    }, context.language, 'whatsapp');
    context.output.say(message.text);
    context.output.result({ answer, alert });
    if (!answer.ok) throw new RefusedAnswer();
  });
}

function toRequest(opened: OpenedHome, kind: RequestKind, options: AskOptions): AlertRequest {
  return {
    id: randomUUID(), kind, by: toActor(opened, options), via: 'cli',
    ...(options.to === undefined ? {} : { to: responderId(opened, options.to) }),
    ...(options.for === undefined ? {} : { forMs: durationMs(options.for) }),
    ...(options.found === undefined ? {} : { found: findingOf(options.found) }),
  };
}

function toActor(opened: OpenedHome, { as, operator }: AskOptions): Actor {
  if (as !== undefined) return { kind: 'responder', id: responderId(opened, as) };
  if (operator !== undefined && operator !== '') return { kind: 'operator', id: operator };
  throw new CliError(EXIT.usage, 'Who asks? Name a responder with --as, or yourself with --operator.', 'config/directory.yaml lists the responders.');
}

function responderId({ store }: OpenedHome, id: string): string {
  if (store.hospital().responder(id)) return id;
  throw new CliError(EXIT.refused, `No responder has the id ${id}.`, 'config/directory.yaml lists them.');
}

function durationMs(text: string): number {
  const ms = parseDuration(text);
  if (ms === null) throw new CliError(EXIT.usage, `--for takes a duration, such as "10 min".`);
  return ms;
}

function findingOf(text: string): (typeof FINDINGS)[number] {
  const found = FINDINGS.find((finding) => finding === text);
  if (found === undefined) throw new CliError(EXIT.usage, `--found takes one of ${FINDINGS.join(', ')}.`);
  return found;
}

function toCliError(error: unknown): never {
  if (error instanceof Error && error.name === 'TemporalUnreachableError') throw new CliError(EXIT.unreachable, error.message);
  if (error instanceof Error && error.name === 'AlertNotFoundError') throw new CliError(EXIT.notFound, error.message);
  throw error;
}
