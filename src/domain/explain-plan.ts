import type { Directory } from './directory.ts';
import { channelByName, channelByPurpose } from './directory.ts';
import { createHospital } from './hospital.ts';
import type { Hospital, NobodyReason } from './hospital.ts';
import { whoIsOnCall } from './on-call.ts';
import type { OnCall } from './on-call.ts';
import { msUntilOpen } from './opening-hours.ts';
import type { AlertPlan, Recipient, Redundancy } from './plan.ts';
import type { Route } from './platform-name.ts';
import type { Severity } from './severity.ts';

export const PLAN_ROW_KINDS = ['page', 'reminder', 'fail_safe', 'fail_safe_again', 'attend_reminder', 'person_added'] as const;

export type PlanRowKind = (typeof PLAN_ROW_KINDS)[number];

/** Whoever has taken the alert by then. */
interface Owner { kind: 'owner' }

/** One message that would go out, unless somebody acts before. */
export interface PlanRow {
  kind: PlanRowKind;
  /** 1-based; the fail-safe recipient is one more than the last step; null after an acknowledgment. */
  step: number | null;
  round: number;
  /** What `afterMs` counts from: the alert, or its acknowledgment. */
  clock: 'alert' | 'acknowledgment';
  afterMs: number;
  /** When that is, ISO 8601; null where it depends on when somebody acknowledges. */
  at: string | null;
  /** From then on this often, until somebody answers; null for what goes out once. */
  everyMs: number | null;
  recipient: Recipient | Owner;
  /** Id of who would hold the role then; null for a channel, for the owner, or when nobody would. */
  responder: string | null;
  /** The responder's or the channel's name. */
  name: string | null;
  redundancy: Redundancy;
  /** In order of preference, each with why it would not be used; null where it would. */
  routes: { route: Route; unused: NobodyReason | null }[];
  /** Why this recipient: `rotation`, `override`, `named_by_policy`, `channel`, `owner`, `nobody_on_call`. */
  why: string;
}

/** A message to explain, before anybody is looked up. */
interface Planned extends Pick<PlanRow, 'kind' | 'step' | 'round' | 'clock' | 'afterMs' | 'everyMs' | 'redundancy'> {
  recipients: PlanRow['recipient'][];
  routes: Route[];
}

/**
 * Who would be told what, when and how, if the alert were raised at `at` for `unit` and nobody reacted. People are
 * looked up for the moment at which their message would leave: the alert may outlast a shift. After an acknowledgment
 * the owner is whoever gave it, so those rows name nobody but who would be added, as of `at`.
 */
export function explainPlan(plan: AlertPlan, directory: Directory, onCall: OnCall, at: Date, unit: string | null = null): PlanRow[] {
  if (plan.mode === 'record') return [];
  const hospital = createHospital(directory, onCall);
  const severity = plan.promoteTo ?? plan.severity;
  return plannedMessages(plan, at).flatMap(({ recipients, routes, ...row }) =>
    recipients.map((recipient): PlanRow => {
      const moment = row.clock === 'alert' ? new Date(at.getTime() + row.afterMs) : at;
      const who = whoIs(recipient, directory, onCall, unit, moment);
      return {
        ...row, recipient, ...who,
        at: row.clock === 'alert' ? moment.toISOString() : null,
        routes: routesTo(recipient, routes, hospital, { unit, severity, at: moment }),
      };
    }),
  );
}

function plannedMessages(plan: AlertPlan, at: Date): Planned[] {
  const planned: Planned[] = [];
  let afterMs = plan.promoteAfterMs ?? 0;
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const [index, { recipients, routes, redundancy, windowMs, remindAtMs }] of plan.steps.entries()) {
      const row = { step: index + 1, round, clock: 'alert' as const, everyMs: null, redundancy, recipients, routes };
      planned.push({ ...row, kind: 'page', afterMs });
      const people = recipients.filter(({ kind }) => kind !== 'channel');
      for (const remindAt of remindAtMs) planned.push({ ...row, kind: 'reminder', afterMs: afterMs + remindAt, recipients: people });
      afterMs += windowMs;
    }
  }
  return [...planned, ...failSafeCalls(plan, at, afterMs), ...whileAttending(plan)];
}

/** The fail-safe recipient's first call, and the ones that go on until somebody answers; each waits for the day where policy says so. */
function failSafeCalls({ steps, rounds, failSafe }: AlertPlan, at: Date, chainOverAfterMs: number): Planned[] {
  const byDay = (afterMs: number): number => afterMs + (failSafe.hours === null ? 0 : msUntilOpen(failSafe.hours, at.getTime() + afterMs));
  const { recipients, routes, remindEveryMs } = failSafe;
  const call = { step: steps.length + 1, round: rounds, clock: 'alert' as const, redundancy: 'all' as const, recipients, routes };
  const first = byDay(chainOverAfterMs);
  return [
    { ...call, kind: 'fail_safe', afterMs: first, everyMs: null },
    { ...call, kind: 'fail_safe_again', afterMs: byDay(first + remindEveryMs), everyMs: remindEveryMs },
  ];
}

/** Not resolved in its time: the owner is reminded, by the routes that reached them, and then somebody is added. */
function whileAttending({ steps: [first], failSafe, attend }: AlertPlan): Planned[] {
  const { withinMs, reminders, remindEveryMs, add } = attend;
  const row = { step: null, round: 1, clock: 'acknowledgment' as const, everyMs: null, routes: first?.routes ?? failSafe.routes };
  const reminded = Array.from({ length: reminders }, (_, index): Planned => ({
    ...row, kind: 'attend_reminder', afterMs: withinMs + index * remindEveryMs, redundancy: first?.redundancy ?? 'all', recipients: [{ kind: 'owner' }],
  }));
  return [...reminded, { ...row, kind: 'person_added', afterMs: withinMs + reminders * remindEveryMs, redundancy: 'first', recipients: add }];
}

function whoIs(recipient: PlanRow['recipient'], directory: Directory, onCall: OnCall, unit: string | null, at: Date): Pick<PlanRow, 'responder' | 'name' | 'why'> {
  const named = (id: string): string | null => directory.responders.find((responder) => responder.id === id)?.name ?? null;
  switch (recipient.kind) {
    case 'channel': {
      const channel = channelByPurpose(directory, recipient.channel) ?? channelByName(directory, recipient.channel);
      return { responder: null, name: channel?.name ?? null, why: 'channel' };
    }
    case 'responder':
      return { responder: recipient.responder, name: named(recipient.responder), why: 'named_by_policy' };
    case 'role': {
      const holder = whoIsOnCall(onCall, recipient.role, unit, at);
      if (holder === null) return { responder: null, name: null, why: 'nobody_on_call' };
      return { responder: holder.responder, name: named(holder.responder), why: holder.why };
    }
    case 'owner':
      return { responder: null, name: null, why: 'owner' };
  }
}

function routesTo(recipient: PlanRow['recipient'], routes: Route[], hospital: Hospital, when: { unit: string | null; severity: Severity; at: Date }): PlanRow['routes'] {
  if (recipient.kind === 'owner') return routes.map((route) => ({ route, unused: null }));
  const usable: Route[] = recipient.kind === 'channel' ? ['slack'] : routes;
  return usable.map((route) => {
    const addressee = hospital.addressee({ recipient, route, exclude: [], ...when });
    return { route, unused: 'nobody' in addressee ? addressee.nobody : null };
  });
}
