import fc from 'fast-check';
import type { SendResult } from '../../../src/domain/escalation/alert-event.ts';
import { nextDeadlineMs } from '../../../src/domain/escalation/alert-state.ts';
import { REQUEST_KINDS, type RequestKind } from '../../../src/domain/request.ts';
import { AlertUnderTest, HOLDERS } from './alert-under-test.ts';
import { aPlan, aStep, MINUTE_MS } from './a-plan.ts';

type Move =
  | { move: 'ask'; kind: RequestKind; by: string }
  | { move: 'wait'; ms: number }
  | { move: 'finish'; outcome: SendResult['outcome'] }
  | { move: 'report'; problem: 'failed' | 'overdue'; page: number };

const people = Object.values(HOLDERS);

const moves = fc.array(
  fc.oneof(
    fc.record({ move: fc.constant('ask' as const), kind: fc.constantFrom(...REQUEST_KINDS), by: fc.constantFrom(...people) }),
    fc.record({ move: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 40 * MINUTE_MS }) }),
    fc.record({ move: fc.constant('finish' as const), outcome: fc.constantFrom('sent', 'in_doubt', 'delayed', 'failed', 'withdrawn', 'skipped') }),
    fc.record({ move: fc.constant('report' as const), problem: fc.constantFrom('failed', 'overdue'), page: fc.nat(20) }),
  ) as fc.Arbitrary<Move>,
  { maxLength: 40 },
);

const plans = fc.record({
  steps: fc.integer({ min: 1, max: 4 }),
  rounds: fc.integer({ min: 1, max: 3 }),
  needs: fc.integer({ min: 1, max: 2 }),
  redundancy: fc.constantFrom('all' as const, 'first' as const),
  severity: fc.constantFrom('medium' as const, 'critical' as const),
  mode: fc.constantFrom('page' as const, 'page' as const, 'list' as const),
});

function begin({ steps, rounds, needs, redundancy, severity, mode }: { steps: number; rounds: number; needs: number; redundancy: 'all' | 'first'; severity: 'medium' | 'critical'; mode: 'page' | 'list' }): AlertUnderTest {
  const roles = ['primary_nurse', 'charge_nurse', 'physician', 'supervisor'];
  const chain = roles.slice(0, steps).map((role) => aStep({ recipients: [{ kind: 'role', role }, { kind: 'role', role: 'wound_nurse' }], redundancy, needs: { count: needs, roles: [] } }));
  return new AlertUnderTest(aPlan({ steps: chain, rounds, severity, mode, promoteAfterMs: mode === 'list' ? 60 * MINUTE_MS : null, promoteTo: 'medium' }));
}

function play(alert: AlertUnderTest, move: Move): void {
  if (move.move === 'ask') alert.ask(move.kind, move.by, { to: 'rosa', forMs: MINUTE_MS, plan: aPlan() });
  if (move.move === 'wait') alert.wait(move.ms);
  if (move.move === 'finish') {
    const send = alert.waiting.shift();
    if (send) alert.happen({ type: 'send_finished', id: send.id, result: { outcome: move.outcome, responder: null, reason: null } });
  }
  if (move.move === 'report') {
    const page = alert.state.pages[move.page];
    if (page) alert.happen({ type: 'delivery_report', id: `report-${alert.timeline.length}`, notificationId: page.id, problem: move.problem, code: null });
  }
}

function eachPlay(check: (alert: AlertUnderTest) => void): void {
  fc.assert(fc.property(plans, moves, (plan, list) => {
    const alert = begin(plan);
    for (const move of list) {
      play(alert, move);
      check(alert);
    }
  }), { numRuns: 1_000 });
}

describe('whatever happens, in whatever order', () => {
  test('an open alert always has a deadline: it is never silent', () => {
    eachPlay(({ state }) => {
      if (state.phase !== 'closed') expect(nextDeadlineMs(state)).not.toBeNull();
      else expect(state.deadlines).toEqual([]);
    });
  });

  test('an acknowledged alert has exactly one owner, and one who holds it alone is never replaced without being asked', () => {
    eachPlay(({ state }) => {
      if (state.status === 'acknowledged') expect(state.owner).not.toBeNull();
    });
  });

  test('a closed alert stays as it is', () => {
    fc.assert(fc.property(plans, moves, (plan, list) => {
      const alert = begin(plan);
      alert.ask('cancel', 'ana');
      const { status, owner } = alert.state;
      for (const move of list) play(alert, move);
      expect(alert.state).toMatchObject({ status, owner, phase: 'closed' });
    }), { numRuns: 300 });
  });

  test('no page is asked for while somebody holds the alert, but to the owner or to a person who is asked to join', () => {
    fc.assert(fc.property(plans, moves, (plan, list) => {
      const alert = begin(plan);
      for (const move of list) {
        alert.waiting = [];
        const heldBefore = alert.state.phase === 'attending';
        play(alert, move);
        if (!heldBefore || alert.state.phase !== 'attending') continue;
        for (const send of alert.waiting) expect(send.afterAcknowledgment || send.patient).toBe(true);
      }
    }), { numRuns: 1_000 });
  });

  test('left alone from there, it ends closed or with the fail-safe recipient being reminded', () => {
    fc.assert(fc.property(plans, moves, (plan, list) => {
      const alert = begin(plan);
      for (const move of list) play(alert, move);
      alert.finishSends();
      for (let rounds = 0; rounds < 200 && alert.state.phase !== 'closed' && alert.state.phase !== 'fail_safe'; rounds += 1) {
        alert.wait(15 * MINUTE_MS);
        alert.finishSends();
      }
      expect(['closed', 'fail_safe']).toContain(alert.state.phase);
      if (alert.state.phase === 'fail_safe') expect(alert.state.pages.some(({ kind }) => kind === 'fail_safe')).toBe(true);
    }), { numRuns: 500 });
  });
});
