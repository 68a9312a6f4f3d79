import type { JournalEntry } from '../../src/sandbox/journal.ts';
import { CHARGE_NURSE, LIMITS, NURSE } from '../../chaos/hospital.ts';
import { judge, type FailureKind, type RoundRecord } from '../../chaos/judge.ts';
import { judgedPages, KILLED_AT, CODE, slackPage, twilioDigest, twilioPage } from './journal-of-a-round.ts';

/** A round with one critical alert, during which the service was killed and came back 2 s later. */
const ROUND: RoundRecord = {
  round: 1,
  alerts: [{ code: CODE, severity: 'critical', acknowledgedAt: null, closedAt: null }],
  kills: [{ at: KILLED_AT, ofSender: true, backAt: KILLED_AT + 2_000 }],
  problems: [],
};

function judged(entries: readonly JournalEntry[], round: RoundRecord = ROUND) {
  const { rounds: [verdict], shared } = judge([round], entries, LIMITS);
  if (verdict === undefined) throw new Error('the round was not judged');
  const kinds: FailureKind[] = [...verdict.failures, ...shared].map(({ kind }) => kind);
  return { verdict, kinds };
}

describe('the judge of the crash test', () => {
  const well = judgedPages();

  test('finds nothing where every recipient got one page', () => {
    const { verdict, kinds } = judged(well);
    expect(kinds).toEqual([]);
    expect(verdict).toMatchObject({ accepted: 1, lost: 0, duplicates: 0, unmarkedDuplicates: 0 });
  });

  test.each(well.map((entry, index) => [String(entry.to), index] as const))('calls the alert lost when the page to %s is taken out', (to, removed) => {
    const { verdict, kinds } = judged(well.filter((_, index) => index !== removed));
    expect(kinds).toEqual(['lost']);
    expect(verdict.lost).toBe(1);
    expect(verdict.failures[0]?.what).toContain(to);
  });

  test('takes a message that names several alerts for a page of each, and finds one that it leaves out', () => {
    const inDigest = (codes: readonly string[]) => well.map((entry) => (entry.to === NURSE.twilio ? twilioDigest(NURSE.twilio, KILLED_AT, codes) : entry));
    expect(judged(inDigest([CODE, 'K7F2-Q9MD'])).kinds).not.toContain('lost');
    expect(judged(inDigest(['K7F2-Q9MD', 'M3P4-Z8RT'])).kinds).toContain('lost');
  });

  test('takes an alert that a digest counts and has no room to name for paged, and finds one that it does not count', () => {
    const others = ['K7F2-Q9MD', 'M3P4-Z8RT'];
    const round: RoundRecord = { ...ROUND, alerts: [CODE, ...others].map((code) => ({ code, severity: 'high', acknowledgedAt: null, closedAt: null })) };
    const channel = [CODE, ...others].map((code) => slackPage('C0VIGIA0002', KILLED_AT, { code }));
    const digests = (more: number) => [NURSE.twilio, CHARGE_NURSE.twilio].map((to) => twilioDigest(to, KILLED_AT, [CODE], more));
    expect(judged([...channel, ...digests(2)], round).verdict).toMatchObject({ lost: 0 });
    expect(judged([...channel, ...digests(1)], round).verdict).toMatchObject({ lost: 2 });
  });

  test('finds that a page of which nothing was unknown came again in a digest', () => {
    expect(judged([...well, twilioDigest(NURSE.twilio, KILLED_AT + 9_000, [CODE])], { ...ROUND, kills: [] }).kinds).toEqual(['unexplained_duplicate', 'unmarked_duplicate']);
  });

  test('calls the alert lost when the provider refused the page, or never took it', () => {
    const [first, ...others] = well;
    if (first === undefined) throw new Error('there is no page');
    expect(judged([{ ...first, error: 'ratelimited' }, ...others]).kinds).toEqual(['lost']);
    expect(judged([{ ...first, status: 0, fault: 'hang', taken: false }, ...others]).kinds).toEqual(['lost']);
    expect(judged([{ ...first, status: 0, fault: 'hang', taken: true }, ...others]).kinds).toEqual([]);
  });

  test('takes one page by either route for enough where the policy tries one after the other', () => {
    const round: RoundRecord = { ...ROUND, alerts: [{ code: CODE, severity: 'medium', acknowledgedAt: null, closedAt: null }] };
    const channel = slackPage('C0VIGIA0002', KILLED_AT);
    expect(judged([twilioPage(NURSE.twilio, KILLED_AT), channel], round).kinds).toEqual([]);
    expect(judged([channel], round).kinds).toEqual(['lost']);
  });

  test('allows a copy that says so, of a page whose outcome the kill left unknown', () => {
    const { verdict, kinds } = judged([...well, slackPage(NURSE.slack, KILLED_AT + 3_000, { marked: true })]);
    expect(kinds).toEqual([]);
    expect(verdict).toMatchObject({ duplicates: 1, unmarkedDuplicates: 0 });
  });

  test('finds a copy that does not say so', () => {
    const { verdict, kinds } = judged([...well, slackPage(NURSE.slack, KILLED_AT + 3_000)]);
    expect(kinds).toEqual(['unmarked_duplicate']);
    expect(verdict).toMatchObject({ duplicates: 1, unmarkedDuplicates: 1 });
  });

  test('finds a second copy after one unknown outcome, and any copy where no outcome was unknown', () => {
    const copies = [4_000, 5_500].map((after) => slackPage(NURSE.slack, KILLED_AT + after, { marked: true }));
    expect(judged([...well, ...copies]).kinds).toEqual(['unexplained_duplicate']);
    const serverOnly: RoundRecord = { ...ROUND, kills: [{ at: KILLED_AT, ofSender: false, backAt: KILLED_AT }] };
    expect(judged([...well, ...copies.slice(0, 1)], serverOnly).kinds).toEqual(['unexplained_duplicate']);
  });

  test('finds a page that left after the acknowledgment, or after the alert was closed', () => {
    const lastAt = Math.max(...well.map(({ at }) => Date.parse(at)));
    const ended = (alert: Partial<RoundRecord['alerts'][number]>): RoundRecord => ({ ...ROUND, alerts: ROUND.alerts.map((each) => ({ ...each, ...alert })) });
    expect(judged(well, ended({ acknowledgedAt: lastAt })).kinds).toEqual([]);
    expect(judged(well, ended({ acknowledgedAt: lastAt - 1_001 })).kinds).toEqual(['after_acknowledgment']);
    expect(judged(well, ended({ closedAt: lastAt - 1_001 })).kinds).toEqual(['after_acknowledgment']);
  });

  test('counts apart what was on its way when the acknowledgment came', () => {
    const round: RoundRecord = { ...ROUND, alerts: [{ code: CODE, severity: 'critical', acknowledgedAt: Date.parse(well[3]?.at ?? ''), closedAt: null }] };
    const { verdict, kinds } = judged(well, round);
    expect([kinds, verdict.crossed]).toEqual([[], 1]);
  });

  test('does not miss the pages of an alert that somebody has', () => {
    const round: RoundRecord = { ...ROUND, alerts: [{ code: CODE, severity: 'critical', acknowledgedAt: KILLED_AT + 60_000, closedAt: null }] };
    expect(judged(well.slice(0, 1), round).kinds).toEqual([]);
  });

  test('finds a minute in which a sender made one message more than it may', () => {
    const many = Array.from({ length: LIMITS.twilio - 2 }, (_, index) => ({ ...twilioPage(NURSE.twilio, KILLED_AT + index), body: { To: NURSE.twilio, Body: 'a notice' } }));
    expect(judged([...well, ...many]).kinds).toEqual([]);
    expect(judged([...well, ...many, ...many.slice(0, 1)]).kinds).toEqual(['limit']);
    const aMinuteLater = many.slice(0, 1).map((entry) => ({ ...entry, at: new Date(KILLED_AT + 120_000).toISOString() }));
    expect(judged([...well, ...many, ...aMinuteLater]).kinds).toEqual([]);
  });

  test('finds a request that breaks the published types, and a page for an alert that nobody handed in', () => {
    const [first, ...others] = well;
    if (first === undefined) throw new Error('there is no page');
    expect(judged([{ ...first, violations: ['chat.postMessage: channel: missing'] }, ...others]).kinds).toEqual(['wire']);
    expect(judged([...well, slackPage(NURSE.slack, KILLED_AT, { code: 'Z2ZZ-Z2ZZ' })]).kinds).toEqual(['stranger']);
  });

  test('measures the first and the last page after the return of what was killed', () => {
    const delayed = well.map((entry, index) => (index < 2 ? { ...entry, at: new Date(KILLED_AT + 2_400 + index * 1_000).toISOString() } : entry));
    expect(judged(delayed).verdict).toMatchObject({ firstSendAfterRestartMs: 400, lastSendAfterRestartMs: 1_400 });
    const late = well.map((entry, index) => (index === 0 ? { ...entry, at: new Date(KILLED_AT + 7_001).toISOString() } : entry));
    expect(judged(late).kinds).toEqual(['late']);
  });

  describe('of a first page that left when limits had been used', () => {
    const at = KILLED_AT + 8_400;
    const notices = (count: number, to: string, sentAt = KILLED_AT - 1_000) => Array.from({ length: count }, () => ({ ...(to.startsWith('U') ? slackPage : twilioPage)(to, sentAt), body: { To: to, Body: 'a notice' } }));
    const leaving = (pagesAt: number) => well.map((entry) => ({ ...entry, at: new Date(pagesAt).toISOString() }));

    test('takes one that full limits of both senders held back for no sample of the restart', () => {
      const full = [...notices(LIMITS.slack - 3, NURSE.slack), ...notices(LIMITS.twilio - 2, NURSE.twilio)];
      expect(judged([...full, ...leaving(at)]).verdict).toMatchObject({ firstSendAfterRestartMs: null, firstHeldAfterRestartMs: null });
      expect(judged([...full.slice(1), ...leaving(at)]).verdict.firstHeldAfterRestartMs).toBe(6_400);
    });

    const half = [...notices(LIMITS.slack / 2, NURSE.slack), ...notices(LIMITS.twilio / 2, NURSE.twilio)];

    test('measures apart one that was held for a digest, which takes 4 s longer at most', () => {
      const { verdict, kinds } = judged([...half, ...leaving(at)]);
      expect([verdict.firstSendAfterRestartMs, verdict.firstHeldAfterRestartMs, kinds]).toEqual([null, 6_400, []]);
      expect(judged([...half, ...leaving(KILLED_AT + 11_001)]).kinds).toEqual(['late']);
    });

    test('lets one be held for 20 s where many alerts keep coming', () => {
      const codes = [CODE, ...Array.from({ length: 10 }, (_, index) => `K7F2-Q${2 + Math.floor(index / 5)}M${index % 5}`)];
      const round: RoundRecord = { ...ROUND, alerts: codes.map((code) => ({ code, severity: 'critical', acknowledgedAt: null, closedAt: null })) };
      const lateOnes = (pagesAt: number) => judged([...half, ...leaving(pagesAt)], round).kinds.filter((kind) => kind === 'late');
      expect([lateOnes(KILLED_AT + 27_000), lateOnes(KILLED_AT + 27_001)]).toEqual([[], ['late']]);
    });

    test('calls one late where either sender had room to send it at once', () => {
      const slackOnly = notices(LIMITS.slack / 2, NURSE.slack);
      expect(judged([...slackOnly, ...notices(LIMITS.twilio / 2 - 1, NURSE.twilio), ...leaving(at)]).kinds).toEqual(['late']);
    });

    test('calls one late that had room within the time it is promised in', () => {
      const aMinuteBefore = KILLED_AT - 56_000;
      const freed = [...notices(LIMITS.slack / 2, NURSE.slack, aMinuteBefore), ...notices(LIMITS.twilio / 2, NURSE.twilio, aMinuteBefore)];
      expect(judged([...freed, ...leaving(at)]).kinds).toEqual(['late']);
    });
  });

  test('passes on what the runner saw', () => {
    expect(judged(well, { ...ROUND, problems: ['the place where the crash was to be was not passed'] }).kinds).toEqual(['problem']);
  });
});
