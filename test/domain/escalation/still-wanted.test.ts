import { ALERT_STATUSES } from '../../../src/domain/alert.ts';
import { deadlineAhead, endsPages, stillWanted, type Standing } from '../../../src/domain/escalation/still-wanted.ts';

const NOW = new Date('2026-03-02T10:00:00.000Z');
const standing: Standing = { round: 2, step: 2, owner: null, deadline: '2026-03-02T10:05:00.000Z' };

const ask = (place: string, kind: string, changes: Partial<Standing> = {}): string =>
  stillWanted(`K7F2-Q9MD.${place}.primary_nurse.slack.${kind}.0`, 'ana', { ...standing, ...changes }, NOW);

test.each([['2.2', 'yes'], ['2.3', 'yes'], ['3.1', 'yes'], ['2.1', 'unless_reached'], ['1.4', 'unless_reached']])('a page of %s, while an alert is at 2.2, is wanted: %s', (place, wanted) => {
  expect(ask(place, 'page')).toBe(wanted);
});

test('a record that knows of no round yet holds nothing back', () => {
  expect(ask('1.1', 'page', { round: 0, step: 0 })).toBe('yes');
});

test('what goes out beside the workflow is of no step', () => {
  expect(ask('0.1772445600', 'page')).toBe('yes');
});

test('a reminder ends with its step and with the time that was given', () => {
  expect(ask('2.2', 'reminder')).toBe('unless_newer');
  expect(ask('2.2', 'reminder', { deadline: null })).toBe('unless_newer');
  expect(ask('2.2', 'reminder', { deadline: NOW.toISOString() })).toBe('no');
  expect(ask('2.1', 'reminder')).toBe('no');
});

test('an owner is reminded of what is theirs, and nobody is asked to take what they have', () => {
  expect([null, 'luis', 'ana'].map((owner) => ask('2.2', 'attend_reminder', { owner }))).toEqual(['no', 'no', 'unless_newer']);
  expect([null, 'luis', 'ana'].map((owner) => ask('2.2', 'added', { owner }))).toEqual(['unless_newer', 'unless_newer', 'no']);
});

test('a deadline that has come is not ahead', () => {
  expect([null, '2026-03-02T09:59:59.999Z', NOW.toISOString(), '2026-03-02T10:00:00.001Z'].map((deadline) => deadlineAhead(deadline, NOW))).toEqual([null, null, null, '2026-03-02T10:00:00.001Z']);
});

test('an alert that is over calls nobody, and one that somebody has calls only them', () => {
  const ending = (afterAcknowledgment: boolean): string[] => ALERT_STATUSES.filter((status) => endsPages(status, afterAcknowledgment));
  expect(ending(false)).toEqual(['acknowledged', 'resolved', 'informed', 'cancelled']);
  expect(ending(true)).toEqual(['resolved', 'informed', 'cancelled']);
});
