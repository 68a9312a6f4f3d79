import type { JournalEntry } from '../../src/sandbox/journal.ts';
import type { StormAlert } from '../../chaos/storm-alert.ts';
import { judgeStorm } from '../../chaos/storm-judge.ts';

const T0 = Date.parse('2026-11-24T03:00:00.000Z');
const LIMITS = { slack: 3, twilio: 2 };
const ANA = { id: 'ana', unit: 'uci', isPrimary: true, whatsApp: 'whatsapp:+10000000001', slack: 'U0ANA' };

function alert(code: string, changes: Partial<StormAlert> = {}): StormAlert {
  return { code, unit: 'uci', critical: true, acceptedAt: T0, acknowledgedAt: null, ...changes };
}

let seq = 0;
/** Several alerts in one message to Ana in Slack; `more` it counts and doesn't name. */
function digest(afterMs: number, codes: string, more: number, to = ANA.slack): JournalEntry {
  return { ...post(afterMs, to, `${codes} y ${more} más`), body: { channel: to, text: `${codes} y ${more} más`, blocks: 'vigia_acknowledge_all' } };
}

function post(afterMs: number, to: string, text: string): JournalEntry {
  seq += 1;
  return { seq, at: new Date(T0 + afterMs).toISOString(), platform: 'slack', operation: 'chat.postMessage', to, body: { channel: to, text }, status: 200 };
}

function whatsApp(afterMs: number, from: string): JournalEntry {
  seq += 1;
  return { seq, at: new Date(T0 + afterMs).toISOString(), platform: 'twilio', operation: 'messages.create', to: ANA.whatsApp, body: { From: from, Body: 'x' }, status: 201 };
}

test('everything is in order when each critical code stands before its person in time, and a digest counts whatever it does not name', () => {
  const verdict = judgeStorm([alert('A2AA-B2BB'), alert('C2CC-D2DD', { critical: false })], [ANA], [digest(5_000, 'A2AA-B2BB', 1)], LIMITS);
  expect(verdict).toMatchObject({ alerts: 2, named: 1, lost: 0, heldAfterMs: [5_000], broken: [] });
});

const MEDIUM = ['A2AA-B2BB', 'C2CC-D2DD', 'G2GG-H2HH'].map((code) => alert(code, { critical: false }));

test.each<[string, StormAlert[], JournalEntry[], RegExp]>([
  ['a code that came after a minute', [alert('A2AA-B2BB')], [post(61_000, 'U0ANA', 'A2AA-B2BB')], /held every critical code of theirs after 61000 ms/],
  ['a code that came to somebody else', [alert('A2AA-B2BB')], [post(1_000, 'U0BRUNO', 'A2AA-B2BB')], /theirs never/],
  ['a critical alert that nobody was told of', [alert('A2AA-B2BB')], [], /A2AA-B2BB is lost/],
  ['a medium one that nobody was told of', [alert('A2AA-B2BB', { critical: false })], [], /1 lost: no message to ana names 1 alerts of theirs, and 0 are counted/],
  ['one that only its channel was told of', [alert('A2AA-B2BB', { critical: false })], [post(1_000, 'C0UCI', 'A2AA-B2BB Sin tomar')], /1 lost: no message to ana/],
  ['more than a digest counts', MEDIUM, [digest(1_000, 'A2AA-B2BB', 1)], /1 lost: no message to ana names 2 alerts of theirs, and 1 are counted/],
  ['a page after its acknowledgment', [alert('A2AA-B2BB', { acknowledgedAt: T0 + 2_000 })], [post(1_000, 'U0ANA', 'A2AA-B2BB Sin tomar'), post(9_000, 'U0ANA', 'A2AA-B2BB Sin tomar')], /sent after its acknowledgment/],
  ['more in a minute than a sender may', [alert('A2AA-B2BB')], [1, 2, 3, 4].map((second) => post(second * 1_000, 'U0ANA', 'A2AA-B2BB')), /slack got 4 messages within 60 s, and 3 are allowed/],
  ['more in a minute than a number may', [], [1, 2, 3].map((second) => whatsApp(second * 1_000, 'whatsapp:+19')), /twilio got 3 messages/],
])('finds %s', (_what, alerts, entries, broken) => {
  expect(judgeStorm(alerts, [ANA], entries, LIMITS).broken).toEqual(expect.arrayContaining([expect.stringMatching(broken)]));
});

test('what two numbers send is two limits', () => {
  expect(judgeStorm([], [ANA], [whatsApp(1, 'whatsapp:+19'), whatsApp(2, 'whatsapp:+19'), whatsApp(3, '+18'), whatsApp(4, '+18')], LIMITS).broken.filter((what) => what.startsWith('twilio'))).toEqual([]);
});

test('what two digests count is counted together, and so is what both of a person\'s addresses got', () => {
  const entries = [digest(1_000, 'A2AA-B2BB', 1), digest(9_000, 'Z2ZZ-Y2YY', 1, ANA.whatsApp)];
  expect(judgeStorm(MEDIUM, [ANA], entries, LIMITS)).toMatchObject({ lost: 0, broken: [] });
});
