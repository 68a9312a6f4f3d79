import type { AlertView } from '../../src/domain/alert.ts';
import { renderAge, renderAlert, renderAlerts, renderDuration, renderHead, renderTime, type Showing } from '../../src/cli/render-alert.ts';

const showing: Showing = {
  language: 'en', timeZone: 'America/Santiago', now: new Date('2026-11-24T06:12:00Z'), colours: false,
  channelNameOf: (purpose) => purpose,
  nameOf: (id) => ({ ana: 'Ana Rojas' })[id] ?? id,
};

const view: AlertView = {
  code: 'K7F2-Q9MD', status: 'acknowledged', severity: 'critical', stage: 4, escalationLevel: 2, acknowledgedBy: 'ana',
  nextDeadline: '2026-11-24T06:42:05Z', duplicate: false,
  unit: 'uci', acceptedAt: '2026-11-24T06:05:00Z', drill: false,
  timeline: [
    { at: '2026-11-24T06:05:00Z', kind: 'triggered', reason: 'stage_4_critical' },
    { at: '2026-11-24T06:11:00Z', kind: 'acknowledged', responder: 'ana', step: 2 },
  ],
};

describe('an alert as text', () => {
  test('says what it is, who holds it since when, and what is left of its deadline', () => {
    expect(renderHead(view, showing, [])).toBe('K7F2-Q9MD  CRITICAL · acknowledged · Pressure injury, stage 4 · step 2\nheld by Ana Rojas since 03:11 · next deadline 03:42 (30:05)');
    expect(renderHead(view, { ...showing, language: 'es' }, [])).toContain('la tiene Ana Rojas desde 03:11 · próximo plazo 03:42 (30:05)');
  });

  test('says of a listed one that it waits and how it is opened, until it was opened or is paged', () => {
    const listed: AlertView = { ...view, status: 'triggered', acknowledgedBy: null, escalationLevel: 0, timeline: [{ at: '2026-11-24T06:05:00Z', kind: 'listed' }] };
    expect(renderHead(listed, showing, [])).toContain('\nIt waits for somebody to open it: npx vigia show K7F2-Q9MD --as ana');
    for (const now of [{ status: 'informed' }, { escalationLevel: 1 }, { timeline: [] }] as const) expect(renderHead({ ...listed, ...now } as AlertView, showing, [])).not.toContain('open it');
  });

  test('calls a stage what people call it, in their language', () => {
    expect(renderHead({ ...view, stage: 'unstageable' }, { ...showing, language: 'es' }, [])).toContain('· tomada · LPP no clasificable ·');
    expect(renderHead({ ...view, stage: 'mucosal' }, { ...showing, language: 'es' }, [])).toContain('· LPP en membrana mucosa ·');
    expect(renderHead({ ...view, stage: null }, { ...showing, language: 'es' }, [])).toContain('· sin categoría ·');
  });

  test('counts from the last time that its owner took it', () => {
    const timeline = [...view.timeline, { at: '2026-11-24T06:11:30Z', kind: 'acknowledged' as const, responder: 'hugo' }, { at: '2026-11-24T06:20:00Z', kind: 'acknowledged' as const, responder: 'ana' }];
    expect(renderHead({ ...view, timeline }, showing, [])).toContain('Ana Rojas since 03:20');
  });

  test('names nobody while nobody holds it, and keeps silent of that once it is over', () => {
    const free = { ...view, acknowledgedBy: null };
    expect(renderHead({ ...free, status: 'notified' }, showing, [])).toContain('nobody holds it · ');
    expect(renderHead({ ...free, status: 'cancelled', nextDeadline: null }, showing, [])).toMatch(/\nno deadline$/);
    expect(renderHead({ ...free, status: 'unanswered', drill: true, nextDeadline: null }, showing, [])).toMatch(/\nno deadline$/);
    expect(renderHead({ ...free, status: 'unanswered' }, showing, [])).toContain('nobody holds it · ');
  });

  test('says who attended one that is over, and that nobody has it, whoever had it before', () => {
    const timeline = [...view.timeline, { at: '2026-11-24T06:20:00Z', kind: 'resolved' as const, responder: 'hugo' }];
    expect(renderHead({ ...view, status: 'resolved', timeline }, showing, [])).toContain('\nattended by hugo · ');
    expect(renderHead({ ...view, status: 'resolved', timeline }, { ...showing, language: 'es' }, [])).toContain('\nla atendió hugo · ');
    expect(renderHead({ ...view, status: 'cancelled', nextDeadline: null }, showing, [])).toMatch(/\nno deadline$/);
    expect(renderAlerts([{ ...view, status: 'resolved', timeline }], showing)).not.toContain('Ana Rojas');
  });

  test('calls a deadline that has passed overdue, and names the day of one that is not today', () => {
    expect(renderHead({ ...view, nextDeadline: '2026-11-24T06:11:59Z' }, showing, [])).toContain('03:11 (overdue)');
    expect(renderHead({ ...view, nextDeadline: '2026-11-25T11:00:00Z' }, showing, [])).toMatch(/next deadline \D+25\D+08:00 \(28 h 48 min\)|next deadline .*25.* 08:00 \(28 h 48 min\)/);
  });

  test('says what a limit holds up, by which routes, and until when the first of it waits', () => {
    const until = new Date('2026-11-24T06:12:20Z');
    expect(renderHead(view, showing, [{ route: 'twilio', until }, { route: 'slack', until: new Date('2026-11-24T06:13:00Z') }, { route: 'twilio', until }]).split('\n')[2])
      .toMatch(/3 .*Slack, WhatsApp.*03:12 \(0:20\)/);
    expect(renderHead(view, showing, []).split('\n')).toHaveLength(2);
  });

  test('has its story under it, a line each', () => {
    expect(renderAlert(view, showing, []).split('\n').slice(2)).toEqual(['', expect.stringMatching(/^ {2}03:05 · /), expect.stringMatching(/^ {2}03:11 · .*Ana Rojas/)]);
  });

  test('is coloured by its severity where colours are wanted, and only there', () => {
    expect(renderHead(view, showing, [])).not.toContain('\u001B');
    expect(renderHead(view, { ...showing, colours: true }, [])).toMatch(/^\u001B\[1;31mK7F2-Q9MD\u001B\[0m /);
    expect(renderHead({ ...view, severity: 'low' }, { ...showing, colours: true }, [])).not.toContain('\u001B');
  });
});

test('a table of alerts is aligned whatever its cells hold', () => {
  const [head = '', ...rows] = renderAlerts([view, { ...view, code: 'Z2Z2-Z2Z2', severity: 'low', stage: 'deep_tissue', acknowledgedBy: null, nextDeadline: null, unit: null, acceptedAt: '2026-11-24T04:37:00Z' }], showing).split('\n');
  const at = head.indexOf('held by');
  expect(rows.map((row) => row.slice(at).split(' ')[0])).toEqual(['Ana', '–']);
  expect(rows[1]).toMatch(/^Z2Z2-Z2Z2 {2}low +deep tissue +– +1 h 35 min +acknowledged /);
  expect(rows[0]).toMatch(/^K7F2-Q9MD {2}CRITICAL {2}4 +uci +7 min +acknowledged /);
  expect(renderAlerts([], showing)).toBe('There are no alerts.');
});

test.each([[0, '0:00'], [65_000, '1:05'], [3_599_999, '59:59'], [3_600_000, '1 h 00 min'], [43_140_000, '11 h 59 min']])('%d ms are told as %s', (ms, words) => {
  expect(renderDuration(ms)).toBe(words);
});

test.each([[-5_000, '0 min'], [59_999, '0 min'], [3_599_999, '59 min'], [3_900_000, '1 h 05 min'], [172_799_999, '47 h 59 min'], [172_800_000, '2 d']])('an age of %d ms is told as %s', (ms, words) => {
  expect(renderAge(ms)).toBe(words);
});

test('a time is told in the zone of the hospital, after midnight there as today', () => {
  expect(renderTime(new Date('2026-11-24T03:01:00Z'), { ...showing, now: new Date('2026-11-24T03:00:00Z') })).toBe('00:01');
  expect(renderTime(new Date('2026-11-24T02:59:00Z'), { ...showing, now: new Date('2026-11-24T03:00:00Z') })).toMatch(/23.*23:59$/);
});
