import { AlertUnderTest } from './alert-under-test.ts';
import { aPlan, MINUTE_MS } from './a-plan.ts';
import { RULES } from '../../../src/domain/escalation/change.ts';
import { transition } from '../../../src/domain/escalation/transition.ts';
import type { AlertRequest } from '../../../src/domain/request.ts';

describe('a listed alert that somebody took', () => {
  function listedAndTaken(): AlertUnderTest {
    const alert = new AlertUnderTest(aPlan({ mode: 'list', severity: 'low', promoteAfterMs: 60 * MINUTE_MS, promoteTo: 'medium' }));
    alert.ask('acknowledge', 'ana');
    return alert;
  }

  test('pages as policy promotes it to once it is given back, and runs its steps once', () => {
    const alert = listedAndTaken();
    alert.ask('giveBack', 'ana');
    expect(alert.state).toMatchObject({ phase: 'paging', severity: 'medium', round: 1, step: 1 });
    const { steps } = alert.state.plan;
    for (const { windowMs } of steps) {
      alert.finishSends();
      alert.wait(windowMs);
    }
    expect(alert.state.phase).toBe('fail_safe');
  });

  test('does so too when it isn\'t attended in its time', () => {
    const alert = listedAndTaken();
    const { attend } = alert.state.plan;
    alert.wait(attend.withinMs);
    for (let reminder = 0; reminder < attend.reminders; reminder += 1) alert.wait(attend.remindEveryMs);
    expect(alert.state).toMatchObject({ phase: 'paging', severity: 'medium', round: 1 });
  });

  test('goes on in no round where it began so before', () => {
    const alert = listedAndTaken();
    const request: AlertRequest = { id: 'r', kind: 'giveBack', by: { kind: 'responder', id: 'ana' }, via: 'cli' };
    const { state } = transition(alert.state, { type: 'request', request }, alert.nowMs, { ...RULES, leavesListPromoted: () => false });
    expect(state).toMatchObject({ severity: 'low', round: 0 });
  });
});

describe('a listed alert that somebody is asked to take', () => {
  function askedOf(): AlertUnderTest {
    const alert = new AlertUnderTest(aPlan({ mode: 'list', severity: 'low', promoteAfterMs: 60 * MINUTE_MS, promoteTo: 'medium' }));
    alert.ask('reassign', 'eva', { by: { kind: 'operator', id: 'eva' }, to: 'luis' });
    return alert;
  }

  test('waits on the list as before, also once they say no, until somebody opens it or its time is over', () => {
    const alert = askedOf();
    alert.finishSends();
    expect(alert.state).toMatchObject({ phase: 'listed', status: 'triggered', step: 0 });
    alert.ask('decline', 'luis');
    expect(alert.state).toMatchObject({ phase: 'listed', status: 'triggered', step: 0 });
    alert.wait(60 * MINUTE_MS);
    alert.finishSends();
    expect(alert.state).toMatchObject({ phase: 'paging', status: 'notified', step: 1 });
  });

  test('counts as notified where it ran before it stayed so', () => {
    const alert = askedOf();
    const [send] = alert.waiting;
    const result = { outcome: 'sent' as const, responder: 'luis', reason: null };
    const { state } = transition(alert.state, { type: 'send_finished', id: send?.id ?? '', result }, alert.nowMs, { ...RULES, listedStaysTriggered: () => false });
    expect(state.status).toBe('notified');
  });
});
