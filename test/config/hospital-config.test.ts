import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderProblem } from '../../src/config/config-problem.ts';
import type { ConfigFile } from '../../src/config/config-problem.ts';
import { loadHospitalConfig } from '../../src/config/hospital-config.ts';
import { NOW, hospitalFolder, inEnglish, lineOf, problemsOf, textsWith } from './hospital-folder.ts';

const load = (dir: string) => loadHospitalConfig({ dir, platforms: ['slack', 'twilio'], now: NOW });

async function problemsIn(dir: string): Promise<string[]> {
  const result = await load(dir);
  return result.ok ? [] : result.problems.map(inEnglish).map(renderProblem);
}

/** Works as an account that owns nothing here: the super-user may read every file. */
async function asOrdinaryAccount<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('the default files', () => {
  test('are good as they come, on any day for years', async () => {
    expect(await problemsIn(hospitalFolder())).toEqual([]);
    for (const day of ['2024-02-01', '2025-04-06', '2027-09-05', '2030-01-01']) {
      expect(problemsOf(textsWith(), { now: new Date(`${day}T03:30:00Z`) })).toEqual([]);
    }
  });

  test('say in the first line that the clinical lead must approve the policy', () => {
    expect(textsWith()['policy.yaml'].split('\n')[0]).toMatch(/clinical lead must approve/);
  });

  test('give the policy an id that changes with its text alone', async () => {
    const first = await load(hospitalFolder());
    expect(first.ok && first.config.policy.id).toMatch(/^[0-9a-f]{12}$/);
  });

  test('are refused by production, which needs real people and a real link', () => {
    const problems = problemsOf(textsWith(), { production: true }).map(renderProblem);
    expect(problems).toContainEqual(expect.stringMatching(/^directory\.yaml:\d+ linkTemplate: still leads to the example/));
    expect(problems).toContainEqual(expect.stringMatching(/responders\.ana\.destinations: are invented ones/));
    expect(problems).toContainEqual(expect.stringMatching(/channels\.medical_alerts\.id: is an invented id/));
  });

  test('need a link and a desk in production only', () => {
    const texts = textsWith('directory.yaml', /linkTemplate: .*\ndesk: .*\n/, '');
    expect(problemsOf(texts)).toEqual([]);
    expect(problemsOf(texts, { production: true }).map(({ path }) => path)).toEqual(expect.arrayContaining(['linkTemplate', 'desk']));
  });
});

describe('a file that is no configuration', () => {
  test.each<[string, (dir: string) => void, RegExp]>([
    ['that is missing', (dir) => rmSync(join(dir, 'oncall.yaml')), /^oncall\.yaml:1 is missing in .*VIGIA_CONFIG_DIR/],
    ['that is empty', (dir) => writeFileSync(join(dir, 'policy.yaml'), ''), /^policy\.yaml:1 is empty/],
    ['that holds comments only', (dir) => writeFileSync(join(dir, 'policy.yaml'), '# nothing\n'), /^policy\.yaml:1 is empty/],
    ['of 257 KB', (dir) => writeFileSync(join(dir, 'directory.yaml'), 'x'.repeat(262_145)), /^directory\.yaml:1 is 257 KB, and 256 KB is the most/],
    ['that is a folder', (dir) => { rmSync(join(dir, 'oncall.yaml')); mkdirSync(join(dir, 'oncall.yaml')); }, /^oncall\.yaml:1 (is not a file|can't be read)/],
    ['that is a pipe', (dir) => { rmSync(join(dir, 'oncall.yaml')); execFileSync('mkfifo', [join(dir, 'oncall.yaml')]); }, /^oncall\.yaml:1 is not a file/],
    ['that is not text', (dir) => writeFileSync(join(dir, 'policy.yaml'), Buffer.from([0xff, 0xfe, 0x00])), /^policy\.yaml:1 is not UTF-8 text/],
    ['that is one word', (dir) => writeFileSync(join(dir, 'policy.yaml'), 'hello\n'), /^policy\.yaml:1 must be a group of fields/],
  ])('%s is told of in one sentence', async (_, spoil, expected) => {
    const dir = hospitalFolder();
    spoil(dir);
    const problems = await problemsIn(dir);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(expected);
  });

  test('every missing file is named, when the folder is the wrong one', async () => {
    expect(await problemsIn('/nonexistent/folder')).toHaveLength(3);
  });

  test('that this account may not read is told of', async () => {
    const dir = hospitalFolder();
    chmodSync(join(dir, 'oncall.yaml'), 0);
    const problems = await asOrdinaryAccount(() => problemsIn(dir));
    expect(problems).toContainEqual(expect.stringMatching(/^oncall\.yaml:1 may not be read by this account/));
  });
});

describe('broken YAML', () => {
  test.each<[string, string | RegExp, string, RegExp]>([
    ['an open bracket', '[primary_nurse, charge_nurse]', '[primary_nurse, charge_nurse', /This is not YAML/],
    ['a tab', '\n  4: {', '\n\t4: {', /Indent with spaces|This is not YAML/],
    ['a text that begins with *, which is an alias', '- to: [supervisor]', '- to: [*supervisor]', /This alias stands for nothing\. .*quotes\.$/],
    ['a key given twice', '  1: { severity: low }\n', '  1: { severity: low }\n  1: { severity: high }\n', /This key stands here twice/],
  ])('with %s is refused with the line', (_, from, to, expected) => {
    const texts = textsWith('policy.yaml', from, to);
    const [problem] = problemsOf(texts);
    expect(problem).toBeDefined();
    expect(renderProblem(problem!)).toMatch(expected);
    expect(problem!.line).toBeGreaterThan(1);
  });

  test.each([
    ['after a percent sign', 'version: 1', '%+14155550101\nversion: 1', 'Unknown directive'],
    ['in the head of a text', 'desk: "4100"', 'desk: | +14155550101', 'Not a YAML token'],
  ])('is told of without what it holds: a number %s', (_, from, to, expected) => {
    const problems = problemsOf(textsWith('directory.yaml', from, to));
    expect(problems).toContainEqual(expect.objectContaining({ problem: `This is not YAML: ${expected}` }));
    expect(JSON.stringify(problems)).not.toContain('14155550101');
  });

  test('with a bracket left open far above what it spoils is told of once, near the bracket', () => {
    const texts = textsWith('policy.yaml', '\nseverities:', '\nseverities: [');
    const opened = texts['policy.yaml'].split('\n').findIndex((line) => line === 'severities: [') + 1;
    const problems = problemsOf(texts);
    expect(problems).toHaveLength(1);
    expect(Math.abs((problems[0]?.line ?? 0) - opened)).toBeLessThanOrEqual(2);
  });

  test('that expands without end is refused', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]', ...[...'bcdefgh'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`)].join('\n');
    const [problem] = problemsOf({ ...textsWith(), 'oncall.yaml': bomb });
    expect(problem).toMatchObject({ file: 'oncall.yaml', problem: expect.stringMatching(/too many aliases/) });
  });

  test('in two files is told of in both', () => {
    const texts = { ...textsWith('policy.yaml', 'version: 1', 'version: ['), 'oncall.yaml': '' };
    expect(new Set(problemsOf(texts).map(({ file }) => file))).toEqual(new Set<ConfigFile>(['policy.yaml', 'oncall.yaml']));
  });
});

describe('a field that is wrong', () => {
  test.each<[string, ConfigFile, string | RegExp, string, string, RegExp]>([
    ['a severity that does not exist', 'policy.yaml', '2: { severity: medium }', '2: { severity: middling }', 'stages.2.severity', /"middling".*low, medium, high, critical/],
    ['a stage without a rule', 'policy.yaml', /\n {2}mucosal: .*/, '', 'stages.mucosal', /is missing/],
    ['a stage 7', 'policy.yaml', '\n  3: {', '\n  7: { severity: low }\n  3: {', 'stages.7', /is not a field that belongs here/],
    ['a duration without a unit', 'policy.yaml', 'window: 5 min', 'window: "5"', 'severities.critical.steps[0].window', /"5" is not a duration.*"5 min"/],
    ['an episode\'s interval that is none', 'policy.yaml', 'confirmedFor: 72 h', 'confirmedFor: never', 'episode.confirmedFor', /"never" is not a duration.*"12 h"/],
    ['an episode of another field', 'policy.yaml', 'confirmedFor: 72 h', 'quietFor: 72 h', 'episode.quietFor', /not a field that belongs here/],
    ['a duration that is a number', 'policy.yaml', 'window: 5 min', 'window: 5', 'severities.critical.steps[0].window', /must be a text/],
    ['a step without a recipient', 'policy.yaml', '- to: [supervisor]', '- to: []', 'severities.critical.steps[2].to', /names nothing/],
    ['a step that forgets its recipients', 'policy.yaml', '- to: [supervisor]\n        routes', '- routes', 'severities.critical.steps[2].to', /is missing/],
    ['a severity without a fail-safe recipient', 'policy.yaml', /\n {4}failSafe: .*5 min.*/, '', 'severities.critical.failSafe', /is missing/],
    ['a route that does not exist', 'policy.yaml', 'routes: [slack, twilio]', 'routes: [slack, pigeon]', 'severities.critical.routes[1]', /"pigeon".*slack, twilio, twilio-sms, whatsapp-web/],
    ['a confidence above 1', 'policy.yaml', 'belowConfidence: 0.6', 'belowConfidence: 60', 'review.belowConfidence', /is too large/],
    ['a mode that does not exist', 'policy.yaml', 'mode: list', 'mode: lists', 'severities.low.mode', /page, list/],
    ['a misspelt field', 'policy.yaml', 'rounds: 1', 'round: 1', 'severities.critical.round', /is not a field that belongs here/],
    ['a role written as a name with spaces', 'policy.yaml', 'add: [reviewer] }\n', 'add: ["Ana Rojas"] }\n', 'review.add[0]', /is not a name/],
    ['a responder with a name for an id', 'directory.yaml', '\n  ana:', '\n  Ana Rojas:', 'responders.Ana Rojas', /is not a name as this file uses them.*lower-case/],
    ['a time zone that does not exist', 'directory.yaml', 'timeZone: America/Santiago', 'timeZone: America/Chile', 'timeZone', /not a time zone/],
    ['an offset for a time zone', 'oncall.yaml', 'timeZone: America/Santiago', 'timeZone: "-03:00"', 'timeZone', /not a time zone.*summer time/],
    ['a phone number in local form', 'directory.yaml', 'twilio-sms: "+14155550101"', 'twilio-sms: "912345678"', 'responders.ana.destinations.twilio-sms', /not a phone number/],
    ['a WhatsApp number without its scheme', 'directory.yaml', '"whatsapp:+14155550101"', '"+14155550101"', 'responders.ana.destinations.twilio', /not a WhatsApp address/],
    ['a Slack name for an id', 'directory.yaml', 'slack: U0VIGIA0001', 'slack: "@ana"', 'responders.ana.destinations.slack', /not a Slack user id/],
    ['a language that does not exist', 'directory.yaml', 'language: en', 'language: pt', 'responders.hugo.language', /es, en/],
    ['a link without https', 'directory.yaml', 'https://ficha', 'http://ficha', 'linkTemplate', /does not begin with https/],
    ['a link without the code', 'directory.yaml', '/{code}', '/', 'linkTemplate', /does not have \{code\}/],
    ['a link that asks for the patient', 'directory.yaml', '/{code}', '/{patient}/{code}', 'linkTemplate', /asks for more than \{code\}/],
    ['a link that carries a password', 'directory.yaml', 'https://ficha', 'https://user:pass@ficha', 'linkTemplate', /carries a user name or password/],
    ['a desk that is a number', 'directory.yaml', 'desk: "4100"', 'desk: 4100', 'desk', /must be a text.*quotes/],
    ['a time of day at 25:00', 'oncall.yaml', 'from: "20:00", people: [diego', 'from: "25:00", people: [diego', 'rotations.primary_nurse[0].shifts[1].from', /not a time of day/],
    ['shifts out of order', 'oncall.yaml', 'from: "20:00", people: [diego', 'from: "07:00", people: [diego', 'rotations.primary_nurse[0].shifts', /not in the order of the day/],
    ['a date that does not exist', 'oncall.yaml', 'start: 2024-01-01', 'start: 2024-02-31', 'rotations.primary_nurse[0].start', /is not a date/],
    ['a turn of no days', 'oncall.yaml', 'rotateDays: 1', 'rotateDays: 0', 'rotations.primary_nurse[0].rotateDays', /is too small/],
    ['an override without a time', 'oncall.yaml', 'overrides: []', 'overrides:\n  - { role: physician, person: hugo, from: 2026-12-24, to: 2026-12-25T08:00 }', 'overrides[0].from', /not a date and time/],
  ])('%s is named with its line and what to do', (_, file, from, to, path, expected) => {
    const problem = problemsOf(textsWith(file, from, to)).find((found) => found.path === path);
    expect(problem).toBeDefined();
    expect(problem!.file).toBe(file);
    expect(renderProblem(problem!)).toMatch(expected);
    expect(problem!.hint).toMatch(/^[A-Z].*\.$/);
    expect(problem!.line).toBeGreaterThan(1);
  });

  test('is told of by the line of the field itself', () => {
    const texts = textsWith('policy.yaml', '[physician, wound_nurse]\n        post', '[physician, 7]\n        post');
    expect(problemsOf(texts)).toMatchObject([{ path: 'severities.critical.steps[1].to[1]', line: lineOf(texts['policy.yaml'], '[physician, 7]') }]);
  });

  test('never shows the address that it holds', () => {
    const texts = textsWith('directory.yaml', 'twilio-sms: "+14155550101"', 'twilio-sms: "912345678"');
    expect(JSON.stringify(problemsOf(texts))).not.toContain('912345678');
  });
});
