import { AlertUnderTest } from './alert-under-test.ts';
import { aPlan, aStep, MINUTE_MS } from './a-plan.ts';
import type { AlertPlan } from '../../../src/domain/plan.ts';

const { failSafe } = aPlan();
/** One step, then a fail-safe recipient who is called from 8 to 20 h in Santiago. */
const BY_DAY = aPlan({ severity: 'medium', steps: [aStep()], failSafe: { ...failSafe, hours: { from: 8, to: 20, timeZone: 'America/Santiago' } } });
const NIGHT = Date.parse('2026-03-01T05:00:00Z');
const DAY = Date.parse('2026-03-01T15:00:00Z');
const EIGHT_IN_THE_MORNING = '2026-03-01T11:00:00.000Z';

function paged(plan: AlertPlan = aPlan(), startMs = NIGHT): AlertUnderTest {
  const alert = new AlertUnderTest(plan, startMs);
  alert.finishSends();
  return alert;
}

function atFailSafe(plan: AlertPlan = aPlan({ steps: [aStep()] }), startMs = NIGHT): AlertUnderTest {
  const alert = paged(plan, startMs);
  alert.wait(5 * MINUTE_MS);
  alert.finishSends();
  return alert;
}

function listed(): AlertUnderTest {
  return new AlertUnderTest(aPlan({ mode: 'list', severity: 'low', promoteAfterMs: 60 * MINUTE_MS, promoteTo: 'medium' }), NIGHT);
}

describe('"not me" is answered', () => {
  test('that somebody else is called where a step begins by it', () => {
    expect(paged().ask('decline', 'ana')).toMatchObject({ ok: true, outcome: 'declined', follows: 'step' });
  });

  test('that the last person is called where no step is left', () => {
    expect(paged(aPlan({ steps: [aStep()] })).ask('decline', 'ana').follows).toBe('last_person');
    expect(paged(BY_DAY, DAY).ask('decline', 'ana').follows).toBe('last_person');
  });

  test('with the time at which anybody is called, where that is by day only and it is night', () => {
    expect(paged(BY_DAY).ask('decline', 'ana')).toMatchObject({ outcome: 'declined', follows: 'last_person_later', nextDeadline: EIGHT_IN_THE_MORNING });
    expect(atFailSafe(BY_DAY).ask('decline', 'ana')).toMatchObject({ follows: 'last_person_later', nextDeadline: EIGHT_IN_THE_MORNING });
  });

  test('that others are called already, to whom is not being called: their step is over, they were never paged, or they say it again', () => {
    const alert = paged();
    expect(alert.ask('decline', 'zoe').follows).toBe('called_already');
    alert.wait(5 * MINUTE_MS);
    alert.finishSends();
    expect([alert.ask('decline', 'ana').follows, alert.ask('decline', 'ana').follows]).toEqual(['called_already', 'called_already']);
  });

  test('that it stays on the list where nobody is called for it', () => {
    const alert = listed();
    alert.ask('reassign', 'eva', { by: { kind: 'operator', id: 'eva' }, to: 'luis' });
    alert.finishSends();
    expect(alert.ask('decline', 'luis')).toMatchObject({ outcome: 'declined', follows: 'on_list', nextDeadline: new Date(NIGHT + 60 * MINUTE_MS).toISOString() });
  });

  test('that nobody further is called where the chain is at its end', () => {
    const alert = atFailSafe();
    expect(alert.ask('decline', 'elena')).toMatchObject({ ok: true, outcome: 'declined', follows: 'nobody_further', nextDeadline: expect.any(String) });
    alert.ask('acknowledge', 'elena');
    expect(alert.ask('giveBack', 'elena')).toMatchObject({ outcome: 'given_back', follows: 'nobody_further' });
  });

  test('that the drill is over where it ends one', () => {
    const drill = paged(aPlan({ steps: [aStep()], failSafe: { ...failSafe, recipients: [] } }));
    expect(drill.ask('decline', 'ana')).toMatchObject({ outcome: 'declined', follows: 'drill_over', nextDeadline: null });
  });

  test('of an offer with who has it: they keep it', () => {
    const alert = atFailSafe();
    alert.ask('acknowledge', 'elena');
    alert.ask('reassign', 'elena', { to: 'luis' });
    const answer = alert.ask('decline', 'luis');
    expect(answer).toMatchObject({ outcome: 'declined', owner: { responder: 'elena' } });
    expect(answer).not.toHaveProperty('follows');
  });
});

describe('giving an alert back is answered', () => {
  function held(plan: AlertPlan): AlertUnderTest {
    const alert = paged(plan);
    alert.ask('acknowledge', 'ana');
    return alert;
  }

  test('with who is called, and with the time where that is later', () => {
    expect(held(aPlan()).ask('giveBack', 'ana').follows).toBe('step');
    expect(held(BY_DAY).ask('giveBack', 'ana')).toMatchObject({ outcome: 'given_back', follows: 'last_person_later', nextDeadline: EIGHT_IN_THE_MORNING });
  });
});

describe('"escalate now" is answered', () => {
  test('with who is called by it', () => {
    expect([paged(), listed(), atFailSafe()].map((alert) => alert.ask('escalate', 'ana').follows)).toEqual(['step', 'step', 'last_person']);
  });

  test('at night, of a last person who is called by day only, with when they are, and they are left to sleep as policy says', () => {
    for (const alert of [paged(BY_DAY), atFailSafe(BY_DAY)]) {
      expect(alert.ask('escalate', 'ana')).toMatchObject({ outcome: 'escalated', follows: 'last_person_later', nextDeadline: EIGHT_IN_THE_MORNING });
      expect(alert.waiting).toEqual([]);
    }
  });
});
