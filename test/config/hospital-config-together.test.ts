import { renderProblem } from '../../src/config/config-problem.ts';
import type { ConfigFile } from '../../src/config/config-problem.ts';
import { lineOf, problemsOf, textsWith } from './hospital-folder.ts';

describe('files that do not fit together', () => {
  test.each<[string, ConfigFile, string | RegExp, string, string, RegExp]>([
    ['an unknown role in a step', 'policy.yaml', '- to: [supervisor]', '- to: [supervizor]', 'severities.critical.steps[2].to[0]', /the role supervizor.*Roles: primary_nurse/],
    ['an unknown person in a step', 'policy.yaml', '- to: [supervisor]', '- to: [{ responder: zoe }, supervisor]', 'severities.critical.steps[2].to[0].responder', /names zoe/],
    ['an unknown reviewer', 'policy.yaml', 'add: [reviewer] }\n', 'add: [expert] }\n', 'review.add[0]', /the role expert/],
    ['an unknown channel', 'policy.yaml', 'post: [wound_care_team]', 'post: [wounds]', 'severities.critical.steps[1].post[0]', /posts to wounds/],
    ['a reminder after the step is over', 'policy.yaml', 'remindAt: [3 min]', 'remindAt: [5 min]', 'severities.critical.steps[0].remindAt[0]', /already over/],
    ['more acknowledgments than people', 'policy.yaml', 'window: 5 min', 'window: 5 min\n        needs: 3', 'severities.critical.steps[0].needs', /asks for 3 acknowledgments of a step that addresses 2/],
    ['a needed role that is not addressed', 'policy.yaml', 'window: 5 min', 'window: 5 min\n        needs: { roles: [physician] }', 'severities.critical.steps[0].needs.roles', /needs the role physician/],
    ['a route named twice', 'policy.yaml', 'routes: [slack, twilio]', 'routes: [slack, slack]', 'severities.critical.routes[1]', /names slack twice/],
    ['a platform that is not configured', 'policy.yaml', 'routes: [slack, twilio]', 'routes: [slack, whatsapp-web]', 'severities.critical.routes[1]', /whatsapp-web, which is not configured/],
    ['a fail-safe recipient who is not called by SMS', 'policy.yaml', 'routes: [slack, twilio, twilio-sms], remindEvery: 5 min', 'routes: [slack, twilio], remindEvery: 5 min', 'severities.critical.failSafe.routes', /do not name twilio-sms/],
    ['a critical fail-safe recipient by day only', 'policy.yaml', 'remindEvery: 5 min }', 'remindEvery: 5 min, hours: { from: 8, to: 20 } }', 'severities.critical.failSafe.hours', /without a fail-safe recipient at other times/],
    ['a fail-safe recipient of no hours', 'policy.yaml', 'hours: { from: 8, to: 20 }', 'hours: { from: 8, to: 8 }', 'severities.medium.failSafe.hours', /open and close at the same time/],
    ['one person alone by data apps at critical severity', 'policy.yaml', '\n        routes: [slack, twilio, twilio-sms]\n        window: 5 min', '\n        window: 5 min', 'severities.critical.steps[2].to', /one dead data connection/],
    ['a worse stage that is less severe', 'policy.yaml', '4: { severity: critical }', '4: { severity: medium }', 'stages.4.severity', /is medium, less than the high of 3/],
    ['an unstageable injury below stage 3', 'policy.yaml', 'unstageable: { severity: critical }', 'unstageable: { severity: low }', 'stages.unstageable.severity', /less than the high of 3/],
    ['an injury that is recorded only', 'policy.yaml', '1: { severity: low }', '1: { severity: low, record: true }', 'stages.1.record', /without telling anybody/],
    ['a confidence that would lower a stage', 'policy.yaml', '2: { severity: medium }', '2: { severity: medium, unlessConfidenceBelow: 0.5 }', 'stages.2.unlessConfidenceBelow', /has no effect here/],
    ['a confirmed wound that nobody is told of for longer than a week', 'policy.yaml', 'confirmedFor: 72 h', 'confirmedFor: 8 d', 'episode.confirmedFor', /more than a week.*7 d or less/],
    ['a list that promotes to itself', 'policy.yaml', 'promote: { to: medium', 'promote: { to: low', 'severities.low.promote.to', /does not page or is no higher/],
    ['a responder of an unknown role', 'directory.yaml', 'roles: [supervisor]', 'roles: [boss, supervisor]', 'responders.karina.roles[0]', /the role boss/],
    ['a person on call with one platform', 'directory.yaml', /slack: U0VIGIA0001, twilio: "whatsapp:\+14155550101", twilio-sms: "\+14155550101"/, 'slack: U0VIGIA0001', 'responders.ana.destinations', /on call by Slack alone.*SMS is the safer second/],
    ['a person on call with WhatsApp twice', 'directory.yaml', /slack: U0VIGIA0001, twilio: "whatsapp:\+14155550101", twilio-sms: "\+14155550101"/, 'twilio: "whatsapp:+14155550101", whatsapp-web: "whatsapp:+14155550101"', 'responders.ana.destinations', /on call by WhatsApp alone/],
    ['a fail-safe recipient without SMS', 'directory.yaml', ', twilio-sms: "+14155550115"', '', 'responders.olivia.destinations', /lack twilio-sms/],
    ['two people on one phone', 'directory.yaml', 'twilio-sms: "+14155550102"', 'twilio-sms: "+14155550101"', 'responders.bruno.destinations.twilio-sms', /also an address of ana/],
    ['hours of a route that is not there', 'directory.yaml', '    contactHours:\n      twilio:', '    contactHours:\n      whatsapp-web:', 'responders.isidora.contactHours.whatsapp-web', /does not have/],
    ['one channel for two purposes', 'directory.yaml', 'id: C0VIGIA0002', 'id: C0VIGIA0001', 'channels.lpp_notifications', /has the name or the id of medical_alerts/],
    ['a rotation for an unknown role', 'oncall.yaml', '\n  supervisor:', '\n  boss:', 'rotations.boss', /the role boss/],
    ['a rotation for an unknown unit', 'oncall.yaml', '  physician:\n    - start', '  physician:\n    - unit: maternity\n      start', 'rotations.physician[0].unit', /unit maternity.*uci/],
    ['an unknown person on call', 'oncall.yaml', '[gabriela, hugo]', '[gabriela, zoe]', 'rotations.physician[0].shifts[0].people[1]', /names zoe/],
    ['a person on call in a role that is not theirs', 'oncall.yaml', '[gabriela, hugo]', '[gabriela, ana]', 'rotations.physician[0].shifts[0].people[1]', /ana on call as physician/],
    ['a used role without a rotation', 'oncall.yaml', /\n {2}reviewer:[^]*?\n\n/, '\n', 'rotations', /nobody for reviewer/],
  ])('%s is named with its line and what to do', (_, file, from, to, path, expected) => {
    const problems = problemsOf(textsWith(file, from, to));
    const problem = problems.find((found) => found.path === path && found.file === file);
    expect(problem ?? problems.map(renderProblem)).toMatchObject({ path });
    expect(renderProblem(problem!)).toMatch(expected);
    expect(problem!.line).toBeGreaterThan(1);
  });

  test('SMS without an SMS number is a route that is not configured', () => {
    const paths = problemsOf(textsWith(), { routes: ['slack', 'twilio'] }).map(({ path }) => path);
    expect(paths).toContain('severities.critical.failSafe.routes[2]');
    expect(paths).toContain('severities.critical.steps[2].routes[2]');
  });

  test('Slack alone is too little, and each place that needs more says so', () => {
    const problems = problemsOf(textsWith(), { platforms: ['slack'] });
    expect(problems).toContainEqual(expect.objectContaining({ path: 'severities.high.routes[1]', problem: 'names twilio, which is not configured' }));
    expect(problems).toContainEqual(expect.objectContaining({ path: 'responders.ana.destinations' }));
  });

  test('two people may share a phone when both say so', () => {
    const phone = '"whatsapp:+14155550101", twilio-sms: "+14155550101"';
    const shared = '{ address: "whatsapp:+14155550101", shared: true }, twilio-sms: { address: "+14155550101", shared: true }';
    const texts = textsWith('directory.yaml', phone, shared);
    texts['directory.yaml'] = texts['directory.yaml'].replace('"whatsapp:+14155550102", twilio-sms: "+14155550102"', shared);
    expect(problemsOf(texts)).toEqual([]);
  });

  test('a person on call whose every route has hours is refused', () => {
    const hours = '[{ from: "08:00", to: "18:00" }]';
    const texts = textsWith('directory.yaml', '    contactHours:\n', `    contactHours:\n      slack: ${hours}\n      twilio-sms: ${hours}\n`);
    expect(problemsOf(texts).map(renderProblem)).toEqual([expect.stringMatching(/responders\.isidora\.contactHours: limit every route of a person on call/)]);
  });
});

describe('a rota with holes', () => {
  test('is refused with the time at which the first hole begins', () => {
    const texts = textsWith('oncall.yaml', /shifts: \[\{ from: "08:00", people: \[gabriela, hugo\] \}\]/, 'shifts: [{ from: "08:00", people: [gabriela, hugo] }]\n      only: [{ from: "06:00", to: "22:00" }]');
    const [problem, ...others] = problemsOf(texts, { now: new Date('2026-11-24T15:00:00Z') });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ path: 'rotations.physician', line: lineOf(texts['oncall.yaml'], '  physician:') });
    expect(problem!.problem).toBe('leave nobody on call as physician from 2026-11-24 22:00 to 2026-11-25 06:00 (America/Santiago)');
  });

  test('is refused while it begins within the next 14 days, and not yet before that', () => {
    const override = { from: '2026-12-10T08:00', to: '2026-12-31T08:00' };
    const texts = textsWith('oncall.yaml', '- start: 2024-01-01\n      rotateDays: 7\n      shifts: [{ from: "08:00", people: [gabriela, hugo] }]', '- start: 2027-01-01\n      rotateDays: 7\n      shifts: [{ from: "08:00", people: [gabriela, hugo] }]');
    texts['oncall.yaml'] = texts['oncall.yaml'].replace('overrides: []', `overrides:\n  - { role: physician, person: hugo, from: 2026-11-01T00:00, to: ${override.from} }`);
    expect(problemsOf(texts, { now: new Date('2026-11-26T10:59:00Z') })).toEqual([]);
    expect(problemsOf(texts, { now: new Date('2026-11-26T11:01:00Z') })).toMatchObject([{ path: 'rotations.physician' }]);
  });

  test('is mended by a second rotation that fills the hole', () => {
    const day = 'shifts: [{ from: "08:00", people: [gabriela] }]\n      only: [{ from: "06:00", to: "22:00" }]\n    - start: 2024-01-01\n      rotateDays: 1\n      shifts: [{ from: "08:00", people: [hugo] }]';
    expect(problemsOf(textsWith('oncall.yaml', 'shifts: [{ from: "08:00", people: [gabriela, hugo] }]', day))).toEqual([]);
  });
});

describe('overrides', () => {
  const withOverrides = (...lines: string[]) => textsWith('oncall.yaml', 'overrides: []', `overrides:\n${lines.map((line) => `  - { ${line} }`).join('\n')}`);

  test('are taken by local time and by time with an offset', () => {
    expect(problemsOf(withOverrides(
      'role: physician, person: hugo, from: 2026-12-24T20:00, to: 2026-12-25T08:00',
      'role: physician, person: gabriela, from: "2026-12-25T08:00-03:00", to: "2026-12-26T11:00:00Z"',
    ))).toEqual([]);
  });

  test.each([
    ['that overlap', ['role: physician, person: hugo, from: 2026-12-24T20:00, to: 2026-12-25T08:00', 'role: physician, person: gabriela, from: 2026-12-25T07:59, to: 2026-12-25T20:00'], 'overrides[1]', /overlaps overrides\[0\]/],
    ['that end before they begin', ['role: physician, person: hugo, from: 2026-12-24T20:00, to: 2026-12-24T08:00'], 'overrides[0].to', /is not after `from`/],
    ['of somebody who does not have the role', ['role: physician, person: ana, from: 2026-12-24T20:00, to: 2026-12-25T08:00'], 'overrides[0].person', /ana on call as physician/],
    ['of an unknown role', ['role: wizard, person: ana, from: 2026-12-24T20:00, to: 2026-12-25T08:00'], 'overrides[0].role', /the role wizard/],
    ['for a unit without a rotation of its own', ['role: physician, unit: uci, person: hugo, from: 2026-12-24T20:00, to: 2026-12-25T08:00'], 'overrides[0]', /physician of uci, which has no rotation/],
  ])('%s are refused', (_, lines, path, expected) => {
    const problem = problemsOf(withOverrides(...lines)).find((found) => found.path === path);
    expect(problem && renderProblem(problem)).toMatch(expected);
  });
});
