import { AlertUnderTest, addressed } from './alert-under-test.ts';
import { aPlan, MINUTE_MS } from './a-plan.ts';
import { RULES } from '../../../src/domain/escalation/change.ts';
import { toldDeadline } from '../../../src/domain/escalation/alert-state.ts';
import { transition } from '../../../src/domain/escalation/transition.ts';

/** Taken by Ana, who has 30 minutes to attend, then two reminders ten minutes apart, and may pause for 15 minutes. */
function taken(plan = aPlan()): AlertUnderTest {
  const alert = new AlertUnderTest(plan);
  alert.finishSends();
  alert.ask('acknowledge', 'ana');
  return alert;
}

/** Minutes after the acknowledgment at which each line of this kind was written. */
function minutesOf(alert: AlertUnderTest, kind: Parameters<AlertUnderTest['told']>[0]): number[] {
  const since = Date.parse(alert.told('acknowledged')[0]?.at ?? '');
  return alert.told(kind).map(({ at }) => (Date.parse(at) - since) / MINUTE_MS);
}

function snooze(alert: AlertUnderTest, minutes: number): string {
  return alert.ask('snooze', 'ana', { forMs: minutes * MINUTE_MS }).outcome;
}

describe('a snooze', () => {
  test('puts the reminder off until it ends', () => {
    const alert = taken();
    alert.wait(25 * MINUTE_MS);
    expect(snooze(alert, 15)).toBe('snoozed');
    alert.wait(14 * MINUTE_MS);
    expect(alert.waiting).toEqual([]);
    alert.wait(MINUTE_MS);
    expect(alert.told('snooze_ended')).toHaveLength(1);
    expect(addressed(alert.finishSends())).toEqual(['ana by slack']);
  });

  test('that would end before the owner is to be reminded anyhow brings nothing forward, and the answer says until when', () => {
    const alert = taken();
    const before = toldDeadline(alert.state);
    expect(alert.ask('snooze', 'ana', { forMs: 5 * MINUTE_MS })).toMatchObject({ outcome: 'snoozed', nextDeadline: before });
    alert.wait(29 * MINUTE_MS);
    expect(alert.waiting).toEqual([]);
  });

  test('leaves the owner no more reminders than they have without one, and the next step when it was', () => {
    const alert = taken(aPlan({ attend: { ...aPlan().attend, withinMs: MINUTE_MS, remindEveryMs: 10_000 } }));
    alert.ask('snooze', 'ana', { forMs: 5_000 });
    alert.wait(79_000);
    expect(alert.sends.filter(({ kind }) => kind === 'attend_reminder')).toHaveLength(2);
    expect(alert.told('person_added')).toEqual([]);
    alert.wait(1_000);
    expect(alert.told('person_added')).toHaveLength(1);
  });

  test('asked for after the last reminder puts off that the alert is opened again, and no more', () => {
    const alert = taken();
    alert.wait(45 * MINUTE_MS);
    snooze(alert, 10);
    alert.wait(10 * MINUTE_MS);
    expect(minutesOf(alert, 'attend_overdue')).toEqual([30, 40]);
    expect(minutesOf(alert, 'person_added')).toEqual([55]);
  });

  test('needs the owner and is bounded by severity', () => {
    const nobodys = new AlertUnderTest();
    nobodys.finishSends();
    expect(snooze(nobodys, 1)).toBe('needs_owner');
    expect(taken().ask('snooze', 'luis', { forMs: MINUTE_MS }).outcome).toBe('not_owner');
    expect(snooze(taken(), 16)).toBe('snooze_too_long');
  });

  test('of an alert that ran before pauses only put off goes on as it did: it ends when it was asked to, with a reminder more', () => {
    const alert = taken();
    const rules = { ...RULES, snoozePutsOffOnly: () => false };
    const request = { id: 's', kind: 'snooze' as const, by: { kind: 'responder' as const, id: 'ana' }, via: 'cli' as const, forMs: 5 * MINUTE_MS };
    const { state } = transition(alert.state, { type: 'request', request }, alert.nowMs, rules);
    expect(state.deadlines).toEqual([{ kind: 'snooze', atMs: alert.nowMs + 5 * MINUTE_MS }]);
    const ended = transition(state, { type: 'time_passed' }, alert.nowMs + 5 * MINUTE_MS, rules);
    expect(ended.state).toMatchObject({ attendReminders: 0, deadlines: [{ kind: 'attend', atMs: alert.nowMs + 15 * MINUTE_MS }] });
  });
});

describe('snoozing again and again', () => {
  test('puts reminders off by no more than policy allows, all together', () => {
    const alert = taken();
    alert.wait(30 * MINUTE_MS);
    for (const minutes of [15, 15, 15]) {
      expect(snooze(alert, minutes)).toBe('snoozed');
      alert.wait(5 * MINUTE_MS);
    }
    expect(snooze(alert, 15)).toBe('snooze_too_long');
    alert.wait(60 * MINUTE_MS);
    expect(minutesOf(alert, 'attend_overdue')).toEqual([30, 55]);
    expect(minutesOf(alert, 'person_added')).toEqual([65]);
  });

  test('a shorter one does not cut short the one that runs, and one that puts nothing off costs nothing', () => {
    const alert = taken();
    for (let minute = 0; minute < 15; minute += 1) {
      expect(snooze(alert, 15)).toBe('snoozed');
      alert.wait(MINUTE_MS);
    }
    alert.wait(10 * MINUTE_MS);
    snooze(alert, 15);
    snooze(alert, 1);
    alert.wait(60 * MINUTE_MS);
    expect(minutesOf(alert, 'attend_overdue')).toEqual([40, 50]);
  });

  test('whoever takes it over may pause it anew, and a resolve that is undone gives no new pauses', () => {
    const alert = taken();
    alert.wait(30 * MINUTE_MS);
    for (let minute = 0; minute < 10; minute += 5) {
      snooze(alert, 15);
      alert.wait(5 * MINUTE_MS);
    }
    snooze(alert, 15);
    alert.ask('resolve', 'ana');
    alert.ask('giveBack', 'ana');
    alert.wait(29 * MINUTE_MS);
    expect(snooze(alert, 2)).toBe('snooze_too_long');
    alert.ask('reassign', 'ana', { to: 'luis' });
    alert.ask('acknowledge', 'luis');
    alert.wait(29 * MINUTE_MS);
    expect(alert.ask('snooze', 'luis', { forMs: 15 * MINUTE_MS }).outcome).toBe('snoozed');
  });
});
