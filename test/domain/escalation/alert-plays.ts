import fc from 'fast-check';
import type { SendResult } from '../../../src/domain/escalation/alert-event.ts';
import type { AlertPlan } from '../../../src/domain/plan.ts';
import { REQUEST_KINDS, type Actor, type RequestKind } from '../../../src/domain/request.ts';
import { AlertUnderTest, holderOf, HOLDERS } from './alert-under-test.ts';
import { aPlan, aStep, MINUTE_MS } from './a-plan.ts';

/** Something that happens to an alert. */
export type Move =
  | { move: 'ask'; kind: RequestKind; by: Actor; to: string; again: boolean }
  | { move: 'wait'; ms: number }
  /** The host's clock is set back, and then looked at. */
  | { move: 'set_back'; ms: number }
  | { move: 'finish'; nth: number; outcome: SendResult['outcome'] }
  /** Of any page there ever was, or of one there never was; under one of few ids, so that some come twice. */
  | { move: 'report'; id: number; problem: 'failed' | 'retrying' | 'overdue'; page: number };

export interface PlanShape {
  steps: number;
  rounds: number;
  needs: number;
  redundancy: 'all' | 'first';
  severity: 'medium' | 'critical';
  mode: 'page' | 'list';
  channel: boolean;
  byDay: boolean;
  drill: boolean;
}

export interface Play {
  plan: PlanShape;
  moves: Move[];
}

const people = [...Object.values(HOLDERS), 'zoe'];
const person = fc.constantFrom(...people);

const actor: fc.Arbitrary<Actor> = fc.oneof(
  { weight: 6, arbitrary: person.map((id) => ({ kind: 'responder' as const, id })) },
  { weight: 1, arbitrary: fc.constant({ kind: 'operator' as const, id: 'ops' }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'agent' as const, id: 'vigia' }) },
);

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ move: fc.constant('ask' as const), kind: fc.constantFrom(...REQUEST_KINDS), by: actor, to: person, again: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ move: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 40 * MINUTE_MS }) }) },
  { weight: 1, arbitrary: fc.record({ move: fc.constant('set_back' as const), ms: fc.integer({ min: 0, max: 60 * MINUTE_MS }) }) },
  { weight: 5, arbitrary: fc.record({ move: fc.constant('finish' as const), nth: fc.nat(5), outcome: fc.constantFrom('sent', 'sent', 'in_doubt', 'delayed', 'deferred', 'deferred', 'failed', 'withdrawn', 'skipped') }) },
  { weight: 2, arbitrary: fc.record({ move: fc.constant('report' as const), id: fc.nat(6), problem: fc.constantFrom('failed', 'overdue', 'retrying'), page: fc.nat(20) }) },
);

export const planShapes: fc.Arbitrary<PlanShape> = fc.record({
  steps: fc.integer({ min: 1, max: 4 }), rounds: fc.integer({ min: 1, max: 3 }), needs: fc.integer({ min: 1, max: 2 }),
  redundancy: fc.constantFrom('all', 'first'), severity: fc.constantFrom('medium', 'critical'), mode: fc.constantFrom('page', 'page', 'list'),
  channel: fc.boolean(), byDay: fc.boolean(), drill: fc.boolean(),
});

export const alertPlays: fc.Arbitrary<Play> = fc.record({
  plan: planShapes,
  moves: fc.array(move, { maxLength: 30 }),
});

export function begin(shape: PlanShape): AlertUnderTest {
  return new AlertUnderTest(toPlan(shape), undefined, shape.drill);
}

function toPlan({ steps, rounds, needs, redundancy, severity, mode, channel, byDay }: PlanShape): AlertPlan {
  const roles = ['primary_nurse', 'charge_nurse', 'physician', 'supervisor'].slice(0, steps);
  const post = channel ? [{ kind: 'channel' as const, channel: 'lpp_notifications' }] : [];
  const base = aPlan();
  return aPlan({
    severity, mode, rounds, promoteAfterMs: mode === 'list' ? 60 * MINUTE_MS : null, promoteTo: mode === 'list' ? 'medium' : null,
    steps: roles.map((role) => aStep({
      recipients: [{ kind: 'role', role }, { kind: 'role', role: 'wound_nurse' }, ...post], redundancy, needs: { count: needs, roles: [] }, remindAtMs: [3 * MINUTE_MS],
    })),
    failSafe: { ...base.failSafe, hours: byDay ? { from: 8, to: 20, timeZone: 'America/Santiago' } : null },
  });
}

export function play(alert: AlertUnderTest, happening: Move): void {
  switch (happening.move) {
    case 'ask':
      return ask(alert, happening);
    case 'wait':
      return alert.wait(happening.ms);
    case 'set_back':
      alert.nowMs -= happening.ms;
      alert.happen({ type: 'time_passed' });
      return;
    case 'finish': {
      const [send] = alert.waiting.splice(happening.nth % Math.max(1, alert.waiting.length), 1);
      if (!send) return;
      // Nothing is put behind another route but what may be.
      const outcome = happening.outcome === 'deferred' && !send.mayDefer ? 'delayed' : happening.outcome;
      const responder = outcome === 'sent' ? holderOf(send) : null;
      const until = outcome === 'delayed' ? { until: new Date(alert.nowMs + 60_000).toISOString() } : {};
      alert.happen({ type: 'send_finished', id: send.id, result: { outcome, responder, reason: null, ...until } });
      return;
    }
    case 'report': {
      const notificationId = alert.state.pages[happening.page]?.id ?? 'never.was';
      alert.happen({ type: 'delivery_report', id: `report-${happening.id}`, notificationId, problem: happening.problem, code: null });
    }
  }
}

function ask(alert: AlertUnderTest, { kind, by, to, again }: Extract<Move, { move: 'ask' }>): void {
  const details = { by, to, forMs: MINUTE_MS, plan: aPlan(), until: new Date(alert.nowMs + 15 * MINUTE_MS).toISOString() };
  const answer = alert.ask(kind, by.id, details);
  if (again) expect(alert.askAgain()).toEqual(answer);
}
