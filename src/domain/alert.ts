import type { PlatformName, Route } from './platform-name.ts';
import type { Severity } from './severity.ts';
import type { Stage } from './stage.ts';

export const ALERT_STATUSES = ['triggered', 'notified', 'acknowledged', 'resolved', 'informed', 'unanswered', 'cancelled'] as const;

export type AlertStatus = (typeof ALERT_STATUSES)[number];

/** Statuses that end an alert. `unanswered` doesn't: the fail-safe recipient is reminded until somebody answers. */
export const CLOSED_STATUSES: readonly AlertStatus[] = ['resolved', 'informed', 'cancelled'];

export const TIMELINE_KINDS = [
  'triggered', 'listed', 'recorded', 'step_started', 'paged', 'page_delayed', 'page_failed', 'page_deferred', 'page_withdrawn', 'delivered', 'read', 'reminded',
  'acknowledged', 'acknowledged_again', 'declined', 'resolved', 'resolve_undone', 'given_back', 'escalated', 'reassigned',
  'shift_ending', 'snoozed', 'snooze_ended', 'raised', 'joined', 'attend_overdue', 'person_added', 'fail_safe_called', 'unanswered', 'informed', 'promoted',
  'retraction_requested', 'cancelled', 'refused',
] as const;

export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** One line of an alert's story. `reason` is a named reason of the domain, never free text. */
export interface TimelineEntry {
  /** ISO 8601, UTC. */
  at: string;
  kind: TimelineKind;
  platform?: PlatformName;
  /** The way on that platform: Twilio carries WhatsApp and SMS. Lines written by earlier versions have none. */
  route?: Route;
  /** The channel of a post, as policy names it: its purpose in the directory. */
  channel?: string;
  /** Id of the responder whom the line is about. */
  responder?: string;
  /** 1-based; the fail-safe recipient is one more than the last step. */
  step?: number;
  reason?: string;
  /** Of a page that is held up: not before then is it tried again, ISO 8601, UTC. */
  until?: string;
}

/** As it happened: a page that waited for its limit keeps its place in the record, and went out later. */
export function toTimeOrder(entries: readonly TimelineEntry[]): TimelineEntry[] {
  return entries.toSorted((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
}

/** How an alert stands, as its workflow knows it. */
export interface AlertStanding {
  code: string;
  status: AlertStatus;
  severity: Severity;
  stage: Stage | null;
  /** 0 before the first step; the step's number while it runs; one more than the last step at the fail-safe recipient. */
  escalationLevel: number;
  acknowledgedBy: string | null;
  /** ISO 8601, UTC; null when nothing is waited for. */
  nextDeadline: string | null;
  /** True only in the reply to a request that found the alert already there. */
  duplicate: boolean;
  timeline: TimelineEntry[];
}

/** An alert as every interface shows it: CLI, client, REST and MCP. */
export interface AlertView extends AlertStanding {
  /** The unit's id in the directory; null when the finding named none. */
  unit: string | null;
  /** When it was taken in, ISO 8601, UTC. */
  acceptedAt: string;
  /** A drill: no patient is meant, and nobody is called after it. */
  drill: boolean;
  /** Its pages that a limit holds up now, soonest first; absent where none is. */
  waiting?: WaitingPage[];
}

/** A page that waits for room on its sender, and when it is tried again: ISO 8601, UTC. */
export interface WaitingPage {
  route: Route;
  until: string;
}

/** The alert with what a limit holds up, where it holds up something. */
export function withWaiting(view: AlertView, pages: readonly { route: Route; until: Date }[]): AlertView {
  return pages.length === 0 ? view : { ...view, waiting: pages.map(({ route, until }) => ({ route, until: until.toISOString() })) };
}

/** Who resolved an alert last, by its story. */
export function resolvedByOf(timeline: readonly TimelineEntry[]): string | undefined {
  return timeline.findLast(({ kind }) => kind === 'resolved')?.responder;
}

/** Whether a listed finding waits for somebody to open it: nobody was called for it yet. */
export function waitsToBeOpened({ status, escalationLevel, timeline }: Pick<AlertView, 'status' | 'escalationLevel' | 'timeline'>): boolean {
  return status === 'triggered' && escalationLevel === 0 && timeline.some(({ kind }) => kind === 'listed');
}

/** Whether nothing more will come of an alert. A drill that nobody answered is over; any other alert is not. */
export function isOver({ status, drill }: Pick<AlertView, 'status' | 'drill'>): boolean {
  return CLOSED_STATUSES.includes(status) || (drill && status === 'unanswered');
}
