import type { AlertStatus } from '../alert.ts';
import type { AlertPlan, Recipient, Role } from '../plan.ts';
import type { Route } from '../platform-name.ts';
import type { Finding, RequestAnswer } from '../request.ts';
import type { Severity } from '../severity.ts';
import type { Stage } from '../stage.ts';
import type { MessageKind } from '../message.ts';

/** What an alert is doing now. Its status is what people are told; its phase decides which clock runs. */
export type Phase = 'listed' | 'paging' | 'fail_safe' | 'attending' | 'undo' | 'closed';

export type DeadlineKind =
  | 'window' | 'remind' | 'promote' | 'attend' | 'snooze' | 'shift_end' | 'fail_safe_remind' | 'fail_safe_opens' | 'undo';

export interface Deadline {
  kind: DeadlineKind;
  /** Milliseconds since the epoch. */
  atMs: number;
}

/** One notification that the alert asked for, and what is known of it. */
export interface Page {
  id: string;
  recipient: Recipient;
  route: Route;
  kind: MessageKind;
  round: number;
  step: number;
  /** `asked`: on its way, or its outcome is being settled. `deferred`: its platform is failing, and its recipient's other routes go first. */
  state: 'asked' | 'deferred' | 'sent' | 'failed' | 'withdrawn' | 'skipped';
  /** Its receipt is overdue: it may not have arrived. */
  isOverdue?: true;
  /** Its platform couldn't take it for some time, or may not have: if it fails, that says nothing of whom it is for. */
  away?: true;
  /** Who held the role when it left; null for a channel, or while unknown. */
  responder: string | null;
  /** Place in the timeline kept for what comes of it. */
  resultSeq: number;
  /** Its provider took it and told of a failure of the moment before its own result was in; then it is sent once more. */
  isTriedAgain?: true;
  /** The timeline says that it is held up. */
  delayTold?: true;
}

/** Who held an alert, since when and until when, ISO 8601. */
export interface Lost {
  responder: string;
  since: string;
  until: string;
}

export interface Acknowledgment {
  responder: string;
  /** Roles under which this person was paged. */
  roles: Role[];
  /** ISO 8601. */
  at: string;
}

/** Everything an alert knows, as plain JSON: it crosses continue-as-new whole. */
export interface AlertState {
  code: string;
  stage: Stage | null;
  confidence: number | null;
  unit: string | null;
  drill: boolean;
  plan: AlertPlan;
  severity: Severity;
  status: AlertStatus;
  phase: Phase;
  /** Grows with every change. */
  revision: number;
  /** 1-based; 0 before the first. */
  round: number;
  /** 1-based; 0 before the first; one more than the last step at the fail-safe recipient. */
  step: number;
  deadlines: Deadline[];
  pages: Page[];
  owner: { responder: string; since: string } | null;
  /** Whoever last held it, where that ended by somebody else or by time: they believe that they have it. */
  lostBy?: Lost[];
  /** Who is asked to take over from the owner; the owner holds the alert until then. */
  offeredTo: string | null;
  /** Who holds the alert beside an owner whose shift ends, until somebody takes it. */
  coHolders: Recipient[];
  /** When the owner's shift ends, milliseconds since the epoch; null while that isn't near. */
  shiftEndsMs: number | null;
  /** Who resolved it; its owner is whoever had it. Undone with the resolve, and absent in states of before it was kept. */
  resolvedBy?: string;
  /** What whoever resolved it found, where they said so; undone with the resolve. */
  found?: Finding;
  acknowledgments: Acknowledgment[];
  /** Who said "not me": nobody in here is paged again by role. */
  declined: string[];
  attendReminders: number;
  /** By how much the owner's pauses have put their reminders off since they took it, all together; absent in states of before it was counted. */
  snoozedMs?: number;
  /** Over the alert's whole life: the fail-safe recipient may be called, answer, and be called again. */
  failSafeCalls: number;
  /** How many lines the timeline has, so that each line's place is fixed when it is written. */
  timelineLength: number;
  /** Ids of delivery reports taken in, newest last. */
  seenReports: string[];
  /** Answers given, newest last: the same request twice gets the same answer. */
  answered: { id: string; answer: RequestAnswer }[];
}

export interface NewAlert {
  code: string;
  plan: AlertPlan;
  stage: Stage | null;
  confidence: number | null;
  unit: string | null;
  drill: boolean;
}

export function createAlertState(alert: NewAlert): AlertState {
  return {
    ...alert,
    severity: alert.plan.severity,
    status: 'triggered',
    phase: alert.plan.mode === 'list' ? 'listed' : 'paging',
    revision: 0,
    round: 0,
    step: 0,
    deadlines: [],
    pages: [],
    owner: null,
    offeredTo: null,
    coHolders: [],
    shiftEndsMs: null,
    acknowledgments: [],
    declined: [],
    attendReminders: 0,
    snoozedMs: 0,
    failSafeCalls: 0,
    timelineLength: 0,
    seenReports: [],
    answered: [],
  };
}

/** When the alert must be looked at again, milliseconds since the epoch; null when nothing is waited for. */
export function nextDeadlineMs(state: AlertState): number | null {
  return state.deadlines.reduce<number | null>((soonest, { atMs }) => (soonest === null || atMs < soonest ? atMs : soonest), null);
}

/** The deadline people are told about: when somebody else is called, or the owner is reminded. */
export function toldDeadline(state: AlertState): string | null {
  const told = state.deadlines.filter(({ kind }) => kind !== 'remind' && kind !== 'undo' && kind !== 'shift_end');
  return told.length === 0 ? null : new Date(Math.min(...told.map(({ atMs }) => atMs))).toISOString();
}
