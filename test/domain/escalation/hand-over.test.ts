import { aPlan, MINUTE_MS } from './a-plan.ts';
import { AlertUnderTest } from './alert-under-test.ts';

/** Ana has the alert at 03:00; her shift ends at 03:15, and Bruno comes next. */
function ending(to: string | null = 'bruno', plan = aPlan()): AlertUnderTest {
  const alert = new AlertUnderTest(plan);
  alert.finishSends();
  alert.ask('acknowledge', 'ana');
  alert.finishSends();
  const until = new Date(alert.nowMs + 15 * MINUTE_MS).toISOString();
  const answer = alert.ask('handOver', 'shift-end', { by: { kind: 'operator', id: 'shift-end' }, until, ...(to === null ? {} : { to }) });
  expect(answer).toMatchObject({ ok: true, outcome: 'handed_over', owner: { responder: 'ana' } });
  return alert;
}

const asked = (alert: AlertUnderTest): string[] => [...new Set(alert.finishSends().map(({ kind, recipient }) => `${kind}: ${recipient.kind === 'role' ? recipient.role : recipient.kind === 'responder' ? recipient.responder : recipient.channel}`))];

describe('before the shift of whoever has an alert ends', () => {
  test('it is offered to whoever comes next and to those who hold it until somebody takes it', () => {
    const alert = ending();
    expect(asked(alert)).toEqual(['added: bruno', 'added: charge_nurse']);
    expect(alert.state).toMatchObject({ phase: 'attending', owner: { responder: 'ana' }, offeredTo: 'bruno' });
    expect(alert.told('shift_ending')).toMatchObject([{ responder: 'ana' }]);
    expect(alert.told('reassigned')).toMatchObject([{ responder: 'bruno', reason: 'shift_ending' }]);
  });

  test.each(['bruno', 'luis'])('%s takes it by a yes, and then nobody else is asked', (taker) => {
    const alert = ending();
    alert.finishSends();
    expect(alert.ask('acknowledge', taker)).toMatchObject({ outcome: 'taken', owner: { responder: taker } });
    expect(alert.state).toMatchObject({ offeredTo: null, coHolders: [], shiftEndsMs: null });
    alert.wait(16 * MINUTE_MS);
    expect(asked(alert)).toEqual([]);
  });

  test('somebody who was not asked does not take it', () => {
    const alert = ending();
    alert.finishSends();
    expect(alert.ask('acknowledge', 'marta')).toMatchObject({ ok: false, outcome: 'already_taken' });
  });

  test('a no of whoever comes next leaves it with those who hold it too', () => {
    const alert = ending();
    alert.finishSends();
    expect(alert.ask('decline', 'bruno')).toMatchObject({ outcome: 'declined', owner: { responder: 'ana' } });
    alert.wait(15 * MINUTE_MS);
    expect(asked(alert)).toEqual(['added: charge_nurse']);
  });
});

describe('once that shift is over and nobody has taken the alert', () => {
  test('those who were asked are reminded, and reminders do not follow the owner off duty', () => {
    const alert = ending();
    alert.finishSends();
    alert.wait(15 * MINUTE_MS);
    expect(asked(alert)).toEqual(['added: bruno', 'added: charge_nurse']);
    alert.wait(15 * MINUTE_MS);
    expect(asked(alert)).toEqual(['added: bruno', 'added: charge_nurse']);
    expect(alert.told('attend_overdue')).toHaveLength(1);
  });

  test('a pause does not hide the end of the shift', () => {
    const alert = ending();
    alert.finishSends();
    alert.ask('snooze', 'ana', { forMs: 10 * MINUTE_MS });
    alert.wait(15 * MINUTE_MS);
    expect(asked(alert)).toEqual(expect.arrayContaining(['added: bruno', 'added: charge_nurse']));
  });

  test('and there is nobody to ask, it is called anew one step up', () => {
    const alert = ending(null, { ...aPlan(), shiftHolders: [] });
    expect(asked(alert)).toEqual([]);
    alert.wait(15 * MINUTE_MS);
    expect(alert.state).toMatchObject({ phase: 'paging', step: 2, owner: null });
    expect(alert.told('step_started').at(-1)).toMatchObject({ step: 2, reason: 'shift_ended' });
  });
});

test('an alert that nobody has cannot be handed over', () => {
  const alert = new AlertUnderTest();
  alert.finishSends();
  const request = { by: { kind: 'operator' as const, id: 'shift-end' }, until: new Date(alert.nowMs).toISOString() };
  expect(alert.ask('handOver', 'shift-end', request)).toMatchObject({ ok: false, outcome: 'needs_owner' });
});
