import type { AlertPlan } from './plan.ts';
import type { Route } from './platform-name.ts';

/** How long a drill waits for its reply. */
const WINDOW_MS = 15 * 60_000;

/** A drill for one person: a real message by each of their routes, that awaits its reply and tells nobody else when none comes. */
export function drillPlan(responder: string, routes: readonly Route[]): AlertPlan {
  const recipient = { kind: 'responder' as const, responder };
  return {
    policyId: 'drill',
    mode: 'page',
    severity: 'low',
    reasons: ['drill'],
    promoteAfterMs: null,
    promoteTo: null,
    steps: [{ recipients: [recipient], routes: [...routes], redundancy: 'all', windowMs: WINDOW_MS, remindAtMs: [], needs: { count: 1, roles: [] } }],
    rounds: 1,
    failSafe: { recipients: [], routes: [], remindEveryMs: WINDOW_MS, hours: null },
    attend: { withinMs: WINDOW_MS, reminders: 0, remindEveryMs: WINDOW_MS, add: [] },
    shiftHolders: [],
    maxSnoozeMs: WINDOW_MS,
  };
}
