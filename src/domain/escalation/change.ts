import type { TimelineEntry, TimelineKind } from '../alert.ts';
import type { Actor } from '../request.ts';
import type { AlertEvent, Effect, Transition } from './alert-event.ts';
import type { AlertState, Deadline, DeadlineKind } from './alert-state.ts';

/** How many answers are kept for repeated requests. */
const KEPT_ANSWERS = 200;

/** What later versions do otherwise than earlier ones. An alert that ran before them goes on as it did, where it has done so already. */
export interface Rules {
  /** Those whom a step hasn't reached are asked again with the next one. Asked only where it makes a difference. */
  asksUnreachedAgain(): boolean;
  /**
   * A worse stage of the same severity raises an alert too, what policy lists stays on the list, and whoever holds the alert is told.
   * Asked only where it makes a difference.
   */
  raisesByStage(): boolean;
  /** Where a step needs several people, each of them can give their part back. Asked only where one of several does. */
  everyTakerCounts(): boolean;
  /** What leaves the list in whatever way pages as what policy promotes it to, in a round of its own. Asked only where it leaves the list otherwise. */
  leavesListPromoted(): boolean;
  /** A page whose receipt was overdue and that is reported as failed after that takes one further route, not one for each word of it. */
  takesOneRouteAFailure(): boolean;
  /** A pause brings no reminder forward, and the one at its end is one of the owner's. */
  snoozePutsOffOnly(): boolean;
  /** Whoever had an alert that an operator gives back may be paged again. Asked only where an operator does. */
  operatorDeclinesForNobody(): boolean;
  /** A listed alert that somebody was asked to take still waits to be opened. Asked only where somebody was. */
  listedStaysTriggered(): boolean;
}

export const RULES: Rules = {
  asksUnreachedAgain: () => true, raisesByStage: () => true, everyTakerCounts: () => true, leavesListPromoted: () => true, takesOneRouteAFailure: () => true,
  snoozePutsOffOnly: () => true, operatorDeclinesForNobody: () => true, listedStaysTriggered: () => true,
};

/** A transition in the making: a copy of the state that the rules may change, and what they ask for. */
export interface Change {
  readonly nowMs: number;
  readonly rules: Rules;
  readonly state: AlertState;
  readonly effects: Effect[];
  readonly entries: Transition['entries'];
}

export function beginChange(state: AlertState, nowMs: number, rules: Rules): Change {
  const copy: AlertState = {
    ...state,
    deadlines: [...state.deadlines],
    pages: state.pages.map((page) => ({ ...page })),
    acknowledgments: [...state.acknowledgments],
    coHolders: [...state.coHolders],
    declined: [...state.declined],
    answered: [...state.answered],
    seenReports: [...state.seenReports],
  };
  return { nowMs, rules, state: copy, effects: [], entries: [] };
}

export function finishChange(change: Change, answer: Transition['answer'], event: AlertEvent): Transition {
  const { state, effects, entries } = change;
  if (answer && event.type === 'request') {
    state.answered.push({ id: event.request.id, answer });
    state.answered.splice(0, state.answered.length - KEPT_ANSWERS);
  }
  state.revision += 1;
  return { state, effects: onlyOneAnnouncement(effects), entries, answer };
}

function onlyOneAnnouncement(effects: Effect[]): Effect[] {
  const sends = effects.filter(({ type }) => type === 'send');
  return sends.length === effects.length ? sends : [...sends, { type: 'announce' }];
}

/** Writes a line of the timeline at the time of the change. */
export function tell(change: Change, kind: TimelineKind, details: Omit<TimelineEntry, 'at' | 'kind'> = {}): void {
  const entry: TimelineEntry = { at: toIso(change.nowMs), kind, ...details };
  change.entries.push({ seq: reserveLine(change), entry });
}

/** Who asked for it: a responder by id; an operator by name, which is no responder's. */
export function askedBy({ kind, id }: Actor): Pick<TimelineEntry, 'responder' | 'reason'> {
  return kind === 'responder' ? { responder: id } : { reason: id };
}

/** Keeps a place in the timeline for a line that is written when a send has finished. */
export function reserveLine(change: Change): number {
  const seq = change.state.timelineLength;
  change.state.timelineLength += 1;
  return seq;
}

export function announce(change: Change): void {
  change.effects.push({ type: 'announce' });
}

export function setDeadline(change: Change, kind: DeadlineKind, atMs: number): void {
  change.state.deadlines.push({ kind, atMs });
}

export function clearDeadlines(change: Change): void {
  change.state.deadlines = [];
}

/** Ends the alert for good. */
export function close(change: Change): void {
  change.state.phase = 'closed';
  clearDeadlines(change);
}

/** Takes the deadlines that have passed out of the state, earliest first. */
export function takeDueDeadlines(change: Change): Deadline[] {
  const due = change.state.deadlines.filter(({ atMs }) => atMs <= change.nowMs).sort((a, b) => a.atMs - b.atMs);
  change.state.deadlines = change.state.deadlines.filter(({ atMs }) => atMs > change.nowMs);
  return due;
}

export function toIso(ms: number): string {
  return new Date(ms).toISOString();
}
