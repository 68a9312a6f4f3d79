import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AlertView } from '../../src/domain/alert.ts';
import type { RequestAnswer } from '../../src/domain/request.ts';
import type { JournalEntry } from '../../src/sandbox/journal.ts';
import { endEverything, SandboxOf, startServer } from '../start/support/service-process.ts';
import { warmHome } from '../start/support/warm-home.ts';
import { waitUntil } from '../support/wait-until.ts';
import { runVigia, spawnVigia, vigiaJson } from './run-vigia.ts';

/** A start of everything, and several commands a test, on a machine that may be busy. */
jest.setTimeout(90_000);

const home = warmHome();
const STAGE_4 = 'examples/detections/stage-4.json';
const WOUND_2 = 'examples/detections/wound-at-stage-2.json';
const WOUND_4 = 'examples/detections/wound-at-stage-4.json';

type Answered = AlertView & { answer: RequestAnswer };

/** More messages than the providers' limits let through in the time that these tests take. */
const LIMITS = { VIGIA_LIMIT_SLACK: '1000', VIGIA_LIMIT_TWILIO: '1000' };

beforeAll(async () => startServer(home, LIMITS).says('Ctrl-C stops everything', 60_000));
afterAll(endEverything);

const raise = async (file = STAGE_4): Promise<string> => (await vigiaJson<AlertView>(home, ['alert', file])).code;
/** Who was called first, which the hour decides: the service goes by the clock on the wall. */
async function calledFirst(code: string): Promise<string> {
  const called = async (): Promise<string | undefined> => (await new SandboxOf(home).alert(code))?.timeline.find(({ kind }) => kind === 'paged')?.responder;
  await waitUntil('somebody is called', async () => (await called()) !== undefined);
  return (await called()) ?? '';
}
const ask = async (...args: string[]): Promise<Answered> => vigiaJson<Answered>(home, args);

test('an alert is raised, shown, taken by one person only, resolved, and opened again', async () => {
  const raised = await spawnVigia(home, ['alert', STAGE_4]);
  expect(raised).toMatchObject({ code: 0, stderr: '' });
  const code = /Alerta creada: ([0-9A-Z]{4}-[0-9A-Z]{4})\n/.exec(raised.stdout)?.[1] ?? '';
  expect(raised.stdout).toMatch(/CRÍTICA · avisada · LPP categoría IV · paso 1\nno la tiene nadie · próximo plazo .*\d\d:\d\d \(4:\d\d\)/);

  const taken = await runVigia(home, ['acknowledge', code.toLowerCase().replace('-', ' '), '--as', 'ana']);
  expect(taken).toMatchObject({ code: 0, stdout: expect.stringMatching(`^Usted tomó ${code}\\.`) });
  const second = await spawnVigia(home, ['acknowledge', code, '--as', 'elena', '--json']);
  expect(second.code).toBe(4);
  expect(second.stderr).toMatch(/ya la tiene Ana Rojas desde .*\d\d:\d\d/);
  expect(JSON.parse(second.stdout)).toMatchObject({ code, acknowledgedBy: 'ana', answer: { ok: false, outcome: 'already_taken' } });

  const [shown, listed] = await Promise.all([runVigia(home, ['show', code, '--lang', 'en']), runVigia(home, ['list'])]);
  expect(shown.stdout).toMatch(/CRITICAL · acknowledged · Pressure injury, stage 4 · step 1\nheld by Ana Rojas since .*\d\d:\d\d · next deadline .*\d\d:\d\d \(\d+:\d\d\)\n\n {2}.*\d\d:\d\d · /);
  expect(listed.stdout).toMatch(new RegExp(`${code} +CRÍTICA +IV +\\S+ +\\d min +tomada +Ana Rojas +\\d\\d:\\d\\d`));

  expect(await ask('resolve', code, '--as', 'ana', '--found', 'confirmed')).toMatchObject({ status: 'resolved', answer: { ok: true, outcome: 'resolved' } });
  expect(await ask('give-back', code, '--as', 'ana')).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana', answer: { outcome: 'resolve_undone' } });
  const { timeline } = await vigiaJson<AlertView>(home, ['show', code]);
  expect(timeline.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['triggered', 'paged', 'acknowledged', 'resolved', 'resolve_undone']));
});

test('a decline and an escalation each call the next step, and a cancel ends it for good', async () => {
  const code = await raise();
  expect(await ask('decline', code, '--as', await calledFirst(code))).toMatchObject({ escalationLevel: 2, answer: { outcome: 'declined' } });
  expect(await ask('escalate', code, '--operator', 'eva')).toMatchObject({ escalationLevel: 3, answer: { outcome: 'escalated' } });
  expect(await ask('cancel', code, '--operator', 'eva')).toMatchObject({ status: 'cancelled', nextDeadline: null });
  const late = await runVigia(home, ['acknowledge', code, '--as', 'ana']);
  expect(late).toMatchObject({ code: 4, stdout: expect.stringContaining('ya está cancelada'), stderr: '' });
});

test('an operator may not take an alert or call it attended: the refusal says who may, and how', async () => {
  const code = await raise();
  for (const request of ['acknowledge', 'decline', 'resolve']) {
    const refused = await runVigia(home, [request, code, '--operator', 'eva', '--json']);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toBe(`${code}: eso solo puede hacerlo una persona de turno. No cambió nada.\nDiga quién con --as, por ejemplo --as ana.\n`);
    expect(JSON.parse(refused.stdout)).toMatchObject({ status: 'notified', acknowledgedBy: null, answer: { ok: false, outcome: 'not_allowed' } });
  }
});

test('the owner puts the reminder off for as long as policy allows, and hands the alert on', async () => {
  const code = await raise();
  await ask('acknowledge', code, '--as', 'ana');
  const [early, tooLong] = [await ask('snooze', code, '--as', 'ana', '--for', '5 min'), await runVigia(home, ['snooze', code, '--as', 'ana', '--for', '9 h'])];
  expect(early.answer.outcome).toBe('snoozed');
  expect(tooLong.code).toBe(4);
  expect(await ask('reassign', code, '--as', 'ana', '--to', 'elena')).toMatchObject({ acknowledgedBy: 'ana', answer: { outcome: 'reassigned' } });
  expect(await ask('acknowledge', code, '--as', 'elena')).toMatchObject({ acknowledgedBy: 'elena', answer: { outcome: 'taken' } });
});

test('the same finding twice is one alert, and its key is good for no other', async () => {
  const hand = async (finding: object): ReturnType<typeof runVigia> => runVigia(home, ['alert', '-', '--json'], { stdin: JSON.stringify(finding) });
  const finding = { stage: 2, confidence: 0.8, idempotencyKey: 'image-1' };
  const first = JSON.parse((await hand(finding)).stdout) as AlertView;
  const [again, other] = await Promise.all([hand(finding), hand({ ...finding, stage: 3 })]);
  expect(JSON.parse(again.stdout)).toMatchObject({ code: first.code, duplicate: true });
  expect({ code: other.code, document: JSON.parse(other.stdout) }).toMatchObject({ code: 4, document: { error: { exitCode: 4 } } });
});

test('the same wound twice is one alert, which a worse stage raises, and both are said', async () => {
  const first = await vigiaJson<AlertView>(home, ['alert', WOUND_2]);
  const again = await spawnVigia(home, ['alert', WOUND_2, '--lang', 'en']);
  expect(again).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(new RegExp(`^The same wound: it joins the alert: ${first.code}\n`)) });
  expect(again.stdout).toContain('Another detection of the same injury: Pressure injury, stage 2, medium; the same stage');
  const worse = await vigiaJson<AlertView & { started: boolean }>(home, ['alert', WOUND_4]);
  expect(worse).toMatchObject({ code: first.code, duplicate: true, started: true, severity: 'critical', stage: 4, episode: { outcome: 'raised', reason: 'worse_stage' } });
});

test('a finding that waits on the list says so, and is over once somebody has opened it', async () => {
  const code = await raise('examples/detections/stage-1.json');
  const opening = `npx vigia show ${code} --as ana (quien la leyó). Mirarla sin --as no la abre.`;
  expect((await runVigia(home, ['show', code])).stdout).toContain(`\nEspera a que alguien la abra: ${opening}\n`);
  expect((await runVigia(home, ['show', code, '--lang', 'en'])).stdout).toContain(`It waits for somebody to open it: npx vigia show ${code} --as ana`);
  expect((await runVigia(home, ['list'])).stdout).toMatch(new RegExp(`\n1 alerta espera a que alguien la abra: ${opening.replaceAll(/[().]/g, String.raw`\$&`)}\n$`));
  expect(await ask('show', code, '--as', 'ana')).toMatchObject({ status: 'informed', answer: { outcome: 'informed' } });
  for (const shown of [['show', code], ['list', '--all']]) expect((await runVigia(home, shown)).stdout).not.toContain('Mirarla sin --as');
});

test('a drill is a message marked SIMULACRO to one person by all routes, and to nobody else', async () => {
  // Somebody without contact hours: the service goes by the clock on the wall.
  const { code } = await vigiaJson<AlertView>(home, ['test', '--to', 'javier']);
  const drill = async (): Promise<JournalEntry[]> => (await new SandboxOf(home).created()).filter(({ body }) => JSON.stringify(body).includes(code));
  await waitUntil('he has it on Slack, WhatsApp and as an SMS', async () => (await drill()).length >= 3);
  const messages = await drill();
  expect(messages.map(({ to }) => to).sort()).toEqual(['+14155550110', 'U0VIGIA0010', 'whatsapp:+14155550110']);
  expect(messages.filter(({ body }) => JSON.stringify(body).includes('SIMULACRO'))).toHaveLength(2);
  expect(JSON.stringify(messages.find(({ to }) => to === 'whatsapp:+14155550110')?.body)).toContain('ContentSid');
});

test('a watched alert tells each new line once, and ends with the alert', async () => {
  const code = await raise();
  const watching = runVigia(home, ['show', code, '--watch']);
  await ask('acknowledge', code, '--as', 'ana');
  await ask('cancel', code, '--as', 'ana');
  const { code: exitCode, stdout } = await watching;
  expect(exitCode).toBe(0);
  expect(stdout.match(/La tomó Ana Rojas/g)).toHaveLength(1);
  expect(stdout).toMatch(/Cancelada por Ana Rojas\n(?:.*\n)*\n.*cancelada.*\nsin plazo\n$/);
});

test('watching a drill that nobody takes ends when the drill does', async () => {
  const { code } = await vigiaJson<AlertView>(home, ['test', '--to', 'javier']);
  const watching = runVigia(home, ['show', code, '--watch']);
  const declined = await runVigia(home, ['decline', code, '--as', 'javier']);
  expect(declined.stdout).toBe(`SIMULACRO. Entendido: usted no toma ${code}. El simulacro terminó: no llamamos a nadie más.\n`);
  const { code: exitCode, stdout } = await watching;
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/sin respuesta .*\nsin plazo\n$/);
});

test('watching for a program gives one document, once the alert has ended', async () => {
  const code = await raise();
  const watching = runVigia(home, ['show', code, '--watch', '--json']);
  await ask('cancel', code, '--operator', 'eva');
  const { stdout, stderr } = await watching;
  expect(JSON.parse(stdout)).toMatchObject({ code, status: 'cancelled' });
  expect(stderr).toContain('Cancelada');
});

test('health tells how each part is, and policy check what the running service goes by', async () => {
  expect(await runVigia(home, ['health'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^en orden \(simulación\)\n {2}bien {2}Temporal\n {2}bien {2}registro\n/) });
  const other = join(home, 'other-folder');
  const [same, broken] = await Promise.all([
    vigiaJson<{ hash: string; running: { hash: string } }>(home, ['policy', 'check']),
    spawnVigia(home, ['policy', 'check', '--json'], { env: { VIGIA_CONFIG_DIR: other, TZ: 'Pacific/Kiritimati' } }),
  ]);
  expect(same.running.hash).toBe(same.hash);
  expect({ code: broken.code, document: JSON.parse(broken.stdout) }).toMatchObject({ code: 4, document: { ok: false, running: { hash: same.hash } } });
  // By the hospital's clock, on whatever machine it is asked.
  const { running } = JSON.parse(broken.stdout) as { running: { loadedAt: string } };
  const readAt = new Intl.DateTimeFormat('es', { timeZone: 'America/Santiago', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(running.loadedAt));
  expect(broken.stderr).toContain(`leída a las ${readAt}.`);
});

test('a responder whom nobody knows is refused, and an unknown code not found, before anything is asked', async () => {
  const file = join(home, 'finding.json');
  writeFileSync(file, JSON.stringify({ alertType: 'lpp_critical', severity: 'critical' }));
  const code = await raise(file);
  const [who, what, twice] = await Promise.all([
    runVigia(home, ['acknowledge', code, '--as', 'king']), runVigia(home, ['acknowledge', 'K7F2-Q9MD', '--as', 'ana']), runVigia(home, ['cancel', code, '--operator', 'Rosa 12.345']),
  ]);
  expect([who.code, what.code, twice.code]).toEqual([4, 3, 2]);
  expect(twice.stderr).not.toContain('Rosa');
  expect(await vigiaJson<AlertView>(home, ['show', code])).toMatchObject({ status: 'notified' });
});
