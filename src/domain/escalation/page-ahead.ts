import type { Route } from '../platform-name.ts';
import type { SendEffect } from './alert-event.ts';
import { placeBeside } from './place-beside.ts';
import { recipientKey } from './sending.ts';
import { WATCHDOG_ROUND } from './watchdog-page.ts';

/** A program's message to somebody whom a later step of its alert calls: that step's page, ahead of its time. */
export interface Ahead {
  /** Code of the alert. */
  code: string;
  /** Code of the message. */
  message: string;
  responder: string;
  route: Route;
}

/** The alert's own page in the place of a program's message; it goes out beside the workflow, and is the same however often it is asked for. */
export function pageAhead(ahead: Ahead, now: { step: number; deadline: string | null }): Omit<SendEffect, 'type'> {
  const { responder, route } = ahead;
  const id = pageAheadId(ahead);
  return { ...now, id, recipient: { kind: 'responder', responder }, route, kind: 'page', round: WATCHDOG_ROUND, exclude: [], afterAcknowledgment: false, patient: true, resultSeq: placeBeside(id) };
}

export function pageAheadId({ code, message, responder, route }: Ahead): string {
  return [code, WATCHDOG_ROUND, message, recipientKey({ kind: 'responder', responder }), route, 'page', 0].join('.');
}

/** Whether a notification is one of these: other pages beside the workflow have a number where these have a message's code. */
export function isPageAhead(id: string): boolean {
  const [, round, message] = id.split('.');
  return round === String(WATCHDOG_ROUND) && Number.isNaN(Number(message));
}
