import { Expectations, type Expecting } from '../../../src/domain/escalation/missed.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const NOW = new Date('2027-03-02T10:00:00.000Z');
const later = (ms: number): Date => new Date(NOW.getTime() + ms);

const untried: Expecting = { code: 'K7F2-Q9MD', acceptedAt: NOW, nextDeadline: null, tried: false };
const running: Expecting = { ...untried, tried: true, nextDeadline: later(300 * SECOND).toISOString() };

test('an alert is expected to be sent within 30 s of its coming in', () => {
  const expectations = new Expectations();
  expect(expectations.look([untried], NOW, 0)).toEqual([]);
  expect(expectations.look([untried], later(29 * SECOND), 29 * SECOND)).toEqual([]);
  expect(expectations.look([untried], later(30 * SECOND), 30 * SECOND)).toEqual([{ code: 'K7F2-Q9MD', reason: 'nothing_sent_in_time', since: 0, lateMs: 0 }]);
});

test.each([['back', -HOUR], ['forward', HOUR]])('that the clock jumps %s by an hour meanwhile changes nothing', (_way, jump) => {
  const expectations = new Expectations();
  expectations.look([untried, { ...running, code: 'AAAA-AAAA' }], NOW, 0);
  expect(expectations.look([untried, { ...running, code: 'AAAA-AAAA' }], later(20 * SECOND + jump), 20 * SECOND)).toEqual([]);
  expect(expectations.look([untried], later(30 * SECOND + jump), 30 * SECOND)).toHaveLength(1);
});

test('after a start, one that has long been due gets 10 s to go out as it should', () => {
  const expectations = new Expectations();
  expect(expectations.look([untried], later(8 * HOUR), 5)).toEqual([]);
  expect(expectations.look([untried], later(8 * HOUR), 5 + 9 * SECOND)).toEqual([]);
  expect(expectations.look([untried], later(8 * HOUR), 5 + 10 * SECOND)).toHaveLength(1);
});

test('something has to come of a deadline within 30 s, by a clock that nobody sets', () => {
  const expectations = new Expectations();
  expectations.look([running], NOW, 0);
  expect(expectations.look([running], later(-HOUR), 329 * SECOND)).toEqual([]);
  expect(expectations.look([running], later(-HOUR), 331 * SECOND)).toEqual([
    { code: 'K7F2-Q9MD', reason: 'deadline_missed', since: Date.parse('2027-03-02T10:05:00Z') / SECOND, lateMs: SECOND },
  ]);
});

test('a deadline that has moved on is expected anew', () => {
  const expectations = new Expectations();
  expectations.look([running], NOW, 0);
  const moved = { ...running, nextDeadline: later(600 * SECOND).toISOString() };
  expect(expectations.look([moved], later(300 * SECOND), 300 * SECOND)).toEqual([]);
  expect(expectations.look([moved], later(629 * SECOND), 629 * SECOND)).toEqual([]);
  expect(expectations.look([moved], later(630 * SECOND), 630 * SECOND)).toHaveLength(1);
});

test('the deadline of the next step is another one, also where the clock was set back so far that it falls into the same second', () => {
  const expectations = new Expectations();
  expectations.look([running], NOW, 0);
  const moved = { ...running, nextDeadline: later(300 * SECOND + 400).toISOString() };
  expect(expectations.look([moved], later(0), 331 * SECOND)).toEqual([]);
});

test('nothing more is expected of one that was taken', () => {
  const expectations = new Expectations();
  expectations.look([untried], NOW, 0);
  expectations.look([], later(20 * SECOND), 20 * SECOND);
  expect(expectations.look([untried], later(40 * SECOND), 40 * SECOND)).toEqual([]);
});
