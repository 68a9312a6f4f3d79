import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from '../../src/config.ts';
import { openHome } from '../../src/launch/home.ts';
import { silentLogger } from '../../src/observability/logger.ts';
import { openStore } from '../../src/roles/open-store.ts';
import { systemClock } from '../../src/roles/service-clock.ts';
import { anAlert, CODE, wanted } from '../ledger/fixtures.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { runVigia, spawnVigia, vigiaJson } from './run-vigia.ts';

const home = temporaryFolder();
const file = (name: string, content: string): string => {
  const path = join(home, name);
  writeFileSync(path, content);
  return path;
};

describe('what can be read while nothing runs', () => {
  test('the list of an empty ledger says so', async () => {
    expect(await spawnVigia(home, ['list'])).toEqual({ code: 0, stdout: 'No hay alertas.\n', stderr: '' });
    expect(await vigiaJson(home, ['list'])).toEqual({ alerts: [] });
  });

  test('a plan says who would be told what, when and by what, and sends nothing', async () => {
    const { code, stdout } = await runVigia(home, ['plan', 'examples/detections/stage-4.json']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^CRÍTICA · se avisa · LPP categoría IV, crítica\n/);
    expect(stdout).toMatch(/\+0 min .*primary_nurse.*slack \+ twilio/);
    expect(stdout).toMatch(/\+15 min .*fail_safe.*twilio-sms/);
    expect(stdout).toContain('Vea al paciente');
    const { plan, rows } = await vigiaJson<{ plan: { severity: string }; rows: { kind: string }[] }>(home, ['plan', 'examples/detections/stage-2.json']);
    expect(plan.severity).toBe('medium');
    expect(rows.map(({ kind }) => kind)).toContain('fail_safe');
  });

  test('a plan says how the fail-safe recipient and whoever took the alert are reminded, in both languages and to programs', async () => {
    const plan = (...args: string[]): ReturnType<typeof runVigia> => runVigia(home, ['plan', 'examples/detections/stage-4.json', ...args]);
    const [spanish, english] = [await plan(), await plan('--lang', 'en')];
    expect(spanish.stdout).toMatch(/\+20 min .*última persona 4, otra vez cada 5 min .*fail_safe.*slack \+ twilio \+ twilio-sms/);
    expect(spanish.stdout).toMatch(/\+30 min +de tomada +recordatorio, sin atender +quien la tomó +slack \+ twilio\n *\+40 min +de tomada +recordatorio, sin atender +quien la tomó .*\n *\+50 min +de tomada +se suma +.*supervisor/);
    expect(english.stdout).toMatch(/\+20 min .*fail-safe 4, again every 5 min .*fail_safe/);
    expect(english.stdout).toMatch(/\+30 min +taken +reminder, not attended +whoever took it +slack \+ twilio\n/);
    const { rows } = await vigiaJson<{ rows: object[] }>(home, ['plan', 'examples/detections/stage-4.json']);
    expect(rows).toEqual(expect.arrayContaining([
      expect.objectContaining({ kind: 'fail_safe_again', afterMs: 1_200_000, everyMs: 300_000 }),
      expect.objectContaining({ kind: 'attend_reminder', recipient: { kind: 'owner' }, afterMs: 1_800_000, everyMs: null, at: null }),
    ]));
  });

  test('who is on call is told in the hospital\'s time', async () => {
    const { code, stdout } = await runVigia(home, ['oncall', '--at', '2026-12-24T22:00', '--lang', 'en']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/primary_nurse\s+\S+/);
    const { at, roles } = await vigiaJson<{ at: string; roles: { role: string; responder: string | null }[] }>(home, ['oncall', '--at', '2026-12-24T22:00', '--role', 'physician']);
    expect(at).toBe('2026-12-25T01:00:00.000Z');
    await expect(vigiaJson(home, ['oncall', '--at', at, '--role', 'physician'])).resolves.toEqual({ at, roles });
    expect(roles).toMatchObject([{ role: 'physician', responder: expect.any(String) }]);
  });

  test('the default configuration is in order', async () => {
    expect(await runVigia(home, ['policy', 'check'])).toMatchObject({ code: 0, stdout: 'La configuración está en orden.\n' });
  });

  test('a broken configuration is told by file and line, exit code 4', async () => {
    const dir = join(home, 'broken');
    mkdirSync(dir);
    for (const name of ['policy.yaml', 'directory.yaml', 'oncall.yaml']) writeFileSync(join(dir, name), 'version: 1\nstages: [\n');
    const { code, stdout, stderr } = await runVigia(home, ['policy', 'check'], { env: { VIGIA_CONFIG_DIR: dir } });
    expect(code).toBe(4);
    expect(stdout).toMatch(/policy\.yaml:\d+/);
    expect(stderr).toMatch(/^\d+ por corregir; nada de esto está en uso\.\n$/);
    const asJson = await runVigia(home, ['policy', 'check', '--json'], { env: { VIGIA_CONFIG_DIR: dir } });
    expect(asJson.code).toBe(4);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ ok: false, problems: expect.any(Array) });
  });

  test('what is to be corrected is told in the language asked for, and to programs in English', async () => {
    const dir = join(home, 'less-severe');
    cpSync('config', dir, { recursive: true });
    writeFileSync(join(dir, 'policy.yaml'), readFileSync('config/policy.yaml', 'utf8').replace('4: { severity: critical }', '4: { severity: medium }'));
    const check = (...args: string[]): ReturnType<typeof runVigia> => runVigia(home, ['policy', 'check', ...args], { env: { VIGIA_CONFIG_DIR: dir } });
    const spanish = /^policy\.yaml:\d+ stages\.4\.severity: es medium, menos que high, la gravedad de 3\. Una categoría peor nunca es menos grave: escriba high o más\.\n$/;
    const english = /^policy\.yaml:\d+ stages\.4\.severity: is medium, less than the high of 3\. A worse stage is never less severe: write high or more\.\n$/;
    expect((await check()).stdout).toMatch(spanish);
    expect((await check('--lang', 'en')).stdout).toMatch(english);
    const asJson = await check('--json');
    expect(asJson.stderr).toMatch(spanish);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ problems: [{ file: 'policy.yaml', path: 'stages.4.severity', problem: 'is medium, less than the high of 3', hint: 'A worse stage is never less severe: write high or more.' }] });
  });

  test.each([['plan', 'examples/detections/stage-4.json'], ['oncall']])('%s is refused on a configuration that has never been good, in the language asked for', async (...args) => {
    const dir = join(temporaryFolder(), 'config');
    cpSync('config', dir, { recursive: true });
    writeFileSync(join(dir, 'oncall.yaml'), '');
    const ask = (...more: string[]): ReturnType<typeof runVigia> => runVigia(temporaryFolder(), [...args, ...more], { env: { VIGIA_CONFIG_DIR: dir } });
    const english = 'The configuration needs correcting:\n  oncall.yaml:1 is empty. Write it again, or take the default that came with the service.';
    expect(await ask()).toEqual({ code: 4, stdout: '', stderr: 'Hay que corregir la configuración:\n  oncall.yaml:1 está vacío. Escríbalo de nuevo, o tome el que viene con el servicio.\n' });
    expect(await ask('--lang', 'en')).toEqual({ code: 4, stdout: '', stderr: `${english}\n` });
    expect(JSON.parse((await ask('--json')).stdout)).toMatchObject({ error: { message: english, exitCode: 4 } });
  });
});

describe('an alert whose pages wait for a limit', () => {
  const waitingHome = openHome(temporaryFolder());

  beforeAll(async () => {
    const settings = readSettings({ VIGIA_HOME: waitingHome.dir, VIGIA_LIMIT_TWILIO: '1' }, { cwd: process.cwd() });
    const { ledger, close } = await openStore({ settings, home: waitingHome, logger: silentLogger, clock: systemClock });
    await ledger.accept(anAlert());
    for (const route of ['twilio', 'twilio', 'twilio-sms'] as const) await ledger.claim(wanted({ route }), new Date());
    await close();
  });

  test('says for a program by which routes and until when, and for a person how many', async () => {
    const { waiting } = await vigiaJson<{ waiting: { route: string; until: string }[] }>(waitingHome.dir, ['show', CODE]);
    expect(waiting.map(({ route }) => route).sort()).toEqual(['twilio', 'twilio-sms']);
    const leftS = waiting.map(({ until }) => (Date.parse(until) - Date.now()) / 1_000);
    expect(leftS.filter((seconds) => !(seconds > 20 && seconds <= 61))).toEqual([]);
    expect((await runVigia(waitingHome.dir, ['show', CODE])).stdout).toMatch(/2 avisos esperan cupo en SMS, WhatsApp · se intenta a las .*\d\d:\d\d/);
  });
});

describe('alerts of several units', () => {
  const unitsHome = openHome(temporaryFolder());

  beforeAll(async () => {
    const settings = readSettings({ VIGIA_HOME: unitsHome.dir }, { cwd: process.cwd() });
    const { ledger, close } = await openStore({ settings, home: unitsHome, logger: silentLogger, clock: systemClock });
    await ledger.accept(anAlert({ detection: { stage: 4, confidence: 0.9, unit: 'uci' } }));
    await ledger.accept(anAlert({ code: 'A2BC-D5EF', detection: { stage: 4, confidence: 0.9, unit: 'medicina' } }));
    await close();
  });

  test('are listed by unit', async () => {
    const codes = async (...args: string[]): Promise<string[]> => (await vigiaJson<{ alerts: { code: string }[] }>(unitsHome.dir, ['list', ...args])).alerts.map(({ code }) => code);
    expect((await codes()).sort()).toEqual(['A2BC-D5EF', CODE]);
    expect(await codes('--unit', 'medicina')).toEqual(['A2BC-D5EF']);
    const { stdout } = await runVigia(unitsHome.dir, ['list', '--unit', 'uci']);
    expect(stdout).toContain(CODE);
    expect(stdout).not.toContain('A2BC-D5EF');
    expect(await codes('--unit', 'traumatologia')).toEqual([]);
  });
});

describe('what is refused', () => {
  test.each([
    ['a file that is not there', ['alert', '/nowhere.json'], 4, /no existe/],
    ['a folder', ['alert', home], 4, /no es un archivo/],
    ['what is not JSON', ['alert', file('text.json', 'stage 4')], 4, /no es JSON/],
    ['a file of 2 MB', ['alert', file('large.json', `"${'x'.repeat(2_000_000)}"`)], 4, /más de 64 KB/],
    ['stage 7', ['alert', file('seven.json', '{"stage":7,"confidence":0.9}')], 4, /stage no es ninguno de los valores/],
    ['a stage said twice', ['alert', file('twice.json', '{"stage":0,"confidence":0.95,"stage":4}')], 4, /stage está más de una vez/],
    ['the same, spelled otherwise', ['plan', file('escaped.json', '\uFEFF{"stage":0,"confidence":0.95,"sta\\u0067e":4}')], 4, /stage está más de una vez/],
    ['a name said twice, which isn\'t repeated', ['plan', file('names.json', '{"stage":3,"confidence":0.9,"Rosa Prado":1,"Rosa Prado":2}')], 4, /está más de una vez/],
    ['a patient\'s name', ['plan', file('name.json', '{"stage":3,"confidence":0.9,"patientName":"Rosa Prado"}')], 4, /patientName no es un campo/],
    ['a unit nobody knows', ['alert', file('unit.json', '{"stage":3,"confidence":0.9,"unit":"cuatro"}')], 4, /unit no es una unidad/],
    ['a code that no alert has', ['show', 'k7f2 q9md'], 3, /Ninguna alerta tiene el código K7F2-Q9MD/],
    ['what is no code', ['show', 'nope'], 3, /no es un código de alerta: .*K7F2-Q9MD/],
    ['confidence 1.2', ['alert', file('sure.json', '{"stage":3,"confidence":1.2}')], 4, /confidence está fuera de rango/],
    ['a unit that is none', ['oncall', '--unit', 'nowhere'], 4, /No existe la unidad nowhere\.\nExisten .*uci/],
    ['a list of a unit that is none', ['list', '--unit', 'nowhere'], 4, /No existe la unidad nowhere\.\nExisten .*uci/],
    ['a drill for nobody', ['test', '--to', 'king'], 4, /Nadie tiene el identificador king\.\nExisten .*ana/],
    ['nobody who is to take it', ['reassign', 'K7F2-Q9MD', '--as', 'ana', '--to', 'king'], 4, /Nadie tiene el identificador king\.\nExisten .*ana/],
    ['an acknowledgment by nobody', ['acknowledge', 'K7F2-Q9MD', '--as', 'king'], 4, /Nadie tiene el identificador king\.\nExisten .*ana/],
    ['an opening by nobody', ['show', 'K7F2-Q9MD', '--as', 'king'], 4, /Nadie tiene el identificador king\.\nExisten .*ana/],
    ['a key for nobody', ['keys', 'create', 'vigia-ai', '--scope', 'alerts:ack', '--as', 'king'], 4, /Nadie tiene el identificador king\.\nExisten .*ana/],
    ['nobody who asks', ['escalate', 'K7F2-Q9MD'], 2, /¿Quién lo pide\?.*--operator/],
    ['nobody who takes it', ['acknowledge', 'K7F2-Q9MD'], 2, /¿Quién lo pide\? Diga la persona de turno con --as\.\n/],
    ['more than a name', ['cancel', 'K7F2-Q9MD', '--operator', 'for Rosa'], 2, /una palabra/],
    ['a duration that is none', ['snooze', 'K7F2-Q9MD', '--as', 'ana', '--for', 'soon'], 2, /--for lleva una duración/],
    ['a time that is none', ['oncall', '--at', 'noon'], 2, /--at lleva fecha y hora/],
    ['a role that is none', ['oncall', '--role', 'king'], 4, /No existe el rol king\.\nExisten .*primary_nurse/],
    ['a good finding while nothing runs', ['alert', 'examples/detections/stage-4.json'], 5, /npm start/],
    ['health while nothing runs', ['health'], 5, /No hay un servicio en marcha/],
    ['a role to run that is none', ['run', 'king'], 2, /No existe un rol de ese nombre/],
  ])('%s: in words, with its exit code', async (_what, args, expected, words) => {
    const { code, stderr, stdout } = await runVigia(home, args);
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/ at .*:\d+:\d+|Rosa/);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
  });

  test.each([
    ['a code that no alert has', ['show', 'k7f2 q9md'], /No alert has the code K7F2-Q9MD/],
    ['a stage that is none', ['alert', file('eight.json', '{"stage":8,"confidence":0.9}')], /The finding was refused, .*\n {2}stage is none of the values/],
    ['health while nothing runs', ['health'], /No service runs/],
    ['a drill for nobody', ['test', '--to', 'king'], /No responder has the id king\.\nThere are .*ana/],
    ['nobody who takes it', ['acknowledge', 'K7F2-Q9MD'], /Who asks\? Name a responder with --as\.\n/],
  ])('%s: in English where that is asked for', async (_what, args, words) => {
    expect((await runVigia(home, [...args, '--lang', 'en'])).stderr).toMatch(words);
    expect((await runVigia(home, args, { env: { LANG: 'en_US.UTF-8' } })).stderr).toMatch(words);
  });

  test('a finding on standard input is read for -', async () => {
    expect(await runVigia(home, ['plan', '-'], { stdin: '{"stage":1,"confidence":0.9}' })).toMatchObject({ code: 0 });
    expect(await spawnVigia(home, ['plan', '-'], { stdin: '{"stage":"one"}' })).toMatchObject({ code: 4 });
  });

  test('with --json an error is one document, and the words are on stderr', async () => {
    const { code, stdout, stderr } = await spawnVigia(home, ['alert', file('bad.json', '{"stage":7}'), '--json']);
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ error: { exitCode: 4, problems: [{ field: 'stage' }, { field: 'confidence' }] } });
    expect(stderr).toContain('confidence falta');
  });

  test.each([['policy', 'check'], ['plan', 'examples/detections/stage-4.json'], ['alert', 'examples/detections/stage-4.json']])('a role in policy.yaml that is none: told by file and line, and nothing is begun by %s %s', async (...args) => {
    const folder = temporaryFolder();
    const dir = join(folder, 'config');
    cpSync('config', dir, { recursive: true });
    const policy = readFileSync('config/policy.yaml', 'utf8').replace('to: [primary_nurse, charge_nurse]', 'to: [king, charge_nurse]');
    writeFileSync(join(dir, 'policy.yaml'), policy);
    const line = policy.split('\n').findIndex((text) => text.includes('king')) + 1;
    const { code, stdout, stderr } = await runVigia(join(folder, 'home'), args, { env: { VIGIA_CONFIG_DIR: dir } });
    expect(code).toBe(4);
    expect(stdout + stderr).toMatch(new RegExp(`policy\\.yaml:${line} .*king`));
    expect(await vigiaJson(join(folder, 'home'), ['list', '--all'])).toEqual({ alerts: [] });
  });

  test('nothing of it is left in the ledger', async () => {
    expect(await vigiaJson(home, ['list', '--all'])).toEqual({ alerts: [] });
  });
});
