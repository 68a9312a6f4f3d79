import type { MessageKind } from '../message.ts';
import type { Recipient } from '../plan.ts';
import type { Route } from '../platform-name.ts';
import type { SendEffect } from './alert-event.ts';
import { placeBeside } from './place-beside.ts';
import { recipientKey } from './sending.ts';

/** Pages that go out beside the workflow are of no round: the workflow counts its own from 1. */
export const WATCHDOG_ROUND = 0;

/** Why a page goes out beside the workflow: nothing was sent in time, or a deadline passed and nothing came of it. */
export type MissedReason = 'nothing_sent_in_time' | 'deadline_missed';

/** What was missed: `since` tells one such time from another, and 0 is the alert's own beginning; `turn` counts the pages about it. */
export interface Missed {
  code: string;
  /** Of the fail-safe recipient. */
  step: number;
  since: number;
  turn: number;
}

/** A page beside the workflow, as a rule to the fail-safe recipient: the same one however often it is asked for. */
export function watchdogPage({ code, step, since, turn }: Missed, recipient: Recipient, route: Route, kind: MessageKind = 'fail_safe'): Omit<SendEffect, 'type'> {
  const id = [code, WATCHDOG_ROUND, since, recipientKey(recipient), route, kind, turn].join('.');
  return {
    id, recipient, route, step, kind, round: WATCHDOG_ROUND, deadline: null, exclude: [], afterAcknowledgment: false, patient: true,
    resultSeq: placeBeside(id),
  };
}

/** Place in the timeline of the line that tells of it. */
export function watchdogLine({ code, since }: Missed): number {
  return placeBeside([code, WATCHDOG_ROUND, since].join('.'));
}
