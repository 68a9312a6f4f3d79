import type { Route } from './platform-name.ts';
import type { Severity } from './severity.ts';

/** A role on call, as config/directory.yaml defines it: `primary_nurse`, `charge_nurse`, … */
export type Role = string;

/** Whom a step addresses: the person who holds a role when the message leaves, a named person, or a Slack channel. */
export type Recipient =
  | { kind: 'role'; role: Role }
  | { kind: 'responder'; responder: string }
  | { kind: 'channel'; channel: string };

/** `all` sends by every route at once; `first` by the next one only when the one before failed or stayed in doubt. */
export type Redundancy = 'all' | 'first';

export interface PlanStep {
  recipients: Recipient[];
  /** In order of preference. */
  routes: Route[];
  redundancy: Redundancy;
  /** How long the step waits for its acknowledgments before the next one starts. */
  windowMs: number;
  /** Reminders to the same recipients, measured from the step's start; each is below windowMs. */
  remindAtMs: number[];
  /** How many people must acknowledge, and which roles must be among them. */
  needs: { count: number; roles: Role[] };
}

/**
 * `page` notifies and escalates; `list` waits to be opened and is promoted to paging after `promoteAfterMs`;
 * `record` keeps the finding and closes at once.
 */
export type PlanMode = 'page' | 'list' | 'record';

/** What policy makes of one finding. An alert keeps the plan it began with; people are found when a message leaves. */
export interface AlertPlan {
  /** First 12 hex digits of the SHA-256 of the policy that made this plan. */
  policyId: string;
  mode: PlanMode;
  severity: Severity;
  /** Why policy decided so, in the order it decided: named reasons such as `stage_4_critical`, `low_confidence_reviewer`. */
  reasons: string[];
  promoteAfterMs: number | null;
  /** Severity after promotion. */
  promoteTo: Severity | null;
  steps: PlanStep[];
  /** How often the whole chain of steps is run before the fail-safe recipient is called: at least 1. */
  rounds: number;
  failSafe: {
    recipients: Recipient[];
    routes: Route[];
    /** Reminded this often until somebody answers. */
    remindEveryMs: number;
    /** Called by day only: local hours [from, to); null at any time. */
    hours: { from: number; to: number; timeZone: string } | null;
  };
  attend: {
    /** Time from acknowledgment to resolution. */
    withinMs: number;
    /** How often the owner is reminded before a person is added. */
    reminders: number;
    /** Time between those reminders, from `withinMs` on. */
    remindEveryMs: number;
    /** Who is added when the reminders are used up; the alert is reopened one step up. */
    add: Recipient[];
  };
  /** Who holds the alert too while its owner's shift ends and nobody has taken it over. */
  shiftHolders: Recipient[];
  /** By how much an owner may put the reminders off, all snoozes together; and the longest that one may be. */
  maxSnoozeMs: number;
}
