import type { TimelineKind } from '../alert.ts';
import type { RequestAnswer, WhatFollows } from '../request.ts';
import type { AlertState } from './alert-state.ts';
import type { Change } from './change.ts';

/** The fail-safe recipient has been called: there is no step after that. */
export function isAtEnd({ step, plan }: AlertState): boolean {
  return step > plan.steps.length;
}

/**
 * What comes of "not me", of giving an alert back or of asking for help, read off what this change did: nobody is told that somebody is
 * called where nobody is. Undefined of other requests, and of an offer that was declined: whoever has the alert keeps it.
 */
export function whatFollows({ state, entries }: Change, outcome: RequestAnswer['outcome'], wasAtEnd: boolean): WhatFollows | undefined {
  const isPassedOn = outcome === 'given_back' || outcome === 'escalated' || (outcome === 'declined' && state.owner === null);
  if (!isPassedOn) return undefined;
  const happened = (kind: TimelineKind): boolean => entries.some(({ entry }) => entry.kind === kind);
  // Only a drill ends when the chain does.
  if (state.phase === 'closed') return 'drill_over';
  if (happened('step_started')) return 'step';
  if (state.phase === 'listed') return 'on_list';
  if (state.phase === 'paging') return 'called_already';
  if (state.deadlines.some(({ kind }) => kind === 'fail_safe_opens')) return 'last_person_later';
  return happened('fail_safe_called') && (outcome === 'escalated' || !wasAtEnd) ? 'last_person' : 'nobody_further';
}
