import type { AlertPlan, PlanStep } from '../../../src/domain/plan.ts';

export const MINUTE_MS = 60_000;

/** A step that pages one role on Slack and then Twilio, for five minutes, unless told otherwise. */
export function aStep(overrides: Partial<PlanStep> = {}): PlanStep {
  return {
    recipients: [{ kind: 'role', role: 'primary_nurse' }],
    routes: ['slack', 'twilio'],
    redundancy: 'first',
    windowMs: 5 * MINUTE_MS,
    remindAtMs: [],
    needs: { count: 1, roles: [] },
    ...overrides,
  };
}

/** Two steps, one round, then a fail-safe recipient who is reminded every ten minutes; unless told otherwise. */
export function aPlan(overrides: Partial<AlertPlan> = {}): AlertPlan {
  return {
    policyId: '0123456789ab',
    mode: 'page',
    severity: 'critical',
    reasons: ['stage_4_critical'],
    promoteAfterMs: null,
    promoteTo: null,
    steps: [aStep(), aStep({ recipients: [{ kind: 'role', role: 'physician' }] })],
    rounds: 1,
    failSafe: { recipients: [{ kind: 'role', role: 'fail_safe' }], routes: ['slack', 'twilio-sms'], remindEveryMs: 10 * MINUTE_MS, hours: null },
    shiftHolders: [{ kind: 'role', role: 'charge_nurse' }],
    attend: { withinMs: 30 * MINUTE_MS, reminders: 2, remindEveryMs: 10 * MINUTE_MS, add: [{ kind: 'role', role: 'charge_nurse' }] },
    maxSnoozeMs: 15 * MINUTE_MS,
    ...overrides,
  };
}
