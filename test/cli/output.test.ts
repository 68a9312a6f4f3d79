import { CliError, EXIT } from '../../src/cli/cli-error.ts';
import { renderHealth } from '../../src/cli/commands/show-health.ts';
import type { Health } from '../../src/roles/health.ts';
import { PlatformError } from '../../src/platforms/platform-error.ts';
import { StartUpError } from '../../src/launch/start-up-error.ts';
import { createOutput } from '../../src/cli/output.ts';
import { toCliError } from '../../src/cli/to-cli-error.ts';

function streams(terminal: { isTTY?: boolean; rows?: number } = {}): { out(): string; err(): string; stdout: NodeJS.WritableStream; stderr: NodeJS.WritableStream } {
  const texts = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof texts): NodeJS.WritableStream => ({ ...terminal, write: (text: string) => Boolean((texts[name] += text)) }) as unknown as NodeJS.WritableStream;
  return { out: () => texts.stdout, err: () => texts.stderr, stdout: stream('stdout'), stderr: stream('stderr') };
}

describe('where a command writes', () => {
  test('text goes to stdout for people, and beside the document for programs', () => {
    const [people, programs] = [streams(), streams()];
    for (const [to, json] of [[people, false], [programs, true]] as const) {
      const output = createOutput(to, json);
      output.say('There are two.');
      output.result({ alerts: [1, 2] });
    }
    expect([people.out(), people.err()]).toEqual(['There are two.\n', '']);
    expect([JSON.parse(programs.out()), programs.err()]).toEqual([{ alerts: [1, 2] }, 'There are two.\n']);
  });

  test('an error tells each field and what to do, and is one document for programs', () => {
    const to = streams();
    createOutput(to, true).fail(new CliError(EXIT.refused, () => ({ message: 'It was refused:', hint: 'See the example.' }), [{ field: 'stage', problem: 'is missing', hint: 'Write one.' }]), 'en');
    expect(to.err()).toBe('It was refused:\n  stage is missing. Write one.\nSee the example.\n');
    expect(JSON.parse(to.out())).toEqual({ error: { message: 'It was refused:', hint: 'See the example.', problems: [{ field: 'stage', problem: 'is missing', hint: 'Write one.' }], exitCode: 4 } });
  });

  test('what is drawn again stands where it stood, its head and newest lines when the terminal is low', () => {
    const to = streams({ isTTY: true, rows: 8 });
    const output = createOutput(to, false);
    output.redraw('code\nowner\n\none\ntwo');
    output.redraw(['code', 'owner', '', ...Array.from({ length: 20 }, (_none, index) => `line ${index}`)].join('\n'));
    const [, first = '', second = ''] = to.out().split('\u001B[H');
    expect(first).toMatch(/^\u001B\[Jcode/);
    expect(second.replaceAll(/\u001B\[[KJ]/g, '').trimEnd().split('\n')).toEqual(['code', 'owner', '', '  …', 'line 17', 'line 18', 'line 19']);
  });
});

test('an error is told in the language of whoever typed the command', () => {
  for (const [language, words] of [['es', 'Ninguna alerta tiene el código K7F2-Q9MD.\n`npx vigia list --all` muestra'], ['en', 'No alert has the code K7F2-Q9MD.\n`npx vigia list --all` shows']] as const) {
    const to = streams();
    createOutput(to, false).fail(new CliError(EXIT.notFound, (say) => say.noAlert('K7F2-Q9MD')), language);
    expect(to.err()).toContain(words);
  }
});

test('an error that is worded elsewhere is told in that language too, and programs get what they always got', () => {
  const missing = toCliError(new StartUpError({ es: 'La simulación no está en marcha.', en: 'The sandbox is not running.' }));
  const unset = new CliError(EXIT.refused, ({ environment }) => environment([{ es: 'VIGIA_BIND está mal.', en: 'VIGIA_BIND is wrong.' }]));
  const refused = toCliError(new PlatformError('twilio', { kind: 'page_operator', code: '20003' }));
  const told = [missing, unset, refused].map((error) => {
    const to = streams();
    createOutput(to, true).fail(error as CliError, 'es');
    return [to.err(), (JSON.parse(to.out()) as { error: { message: string } }).error.message];
  });
  expect(told).toEqual([
    ['La simulación no está en marcha.\n', 'The sandbox is not running.'],
    ['Hay que corregir el entorno:\n  - VIGIA_BIND está mal.\n', 'Hay que corregir el entorno:\n  - VIGIA_BIND is wrong.'],
    ['twilio rechazó lo pedido, o no respondió (20003).\n', 'twilio: page_operator (20003)'],
  ]);
});

test('health is told in the language of whoever asks, names and codes as they are, by the hospital\'s clock or in UTC where that isn\'t known', () => {
  const inEnglish = { problem: 'is not a date and time', hint: 'Write the time.' };
  const health: Health = {
    status: 'degraded', mode: 'production', complianceLevel: 'hipaa', parts: { temporal: false, ledger: true, worker: true }, unstarted: { alerts: 1, messages: 2, oldestAt: '2026-11-24T03:09:00Z' }, platforms: { slack: 'not_configured', twilio: 'configured' }, lastSuccess: { twilio: '2026-11-24T03:11:00Z' },
    limits: [{ sender: 'twilio whatsapp', limit: 8, used: 2, freeAt: '2026-11-24T03:12:20Z', waiting: 0, waitingUntil: null }, { sender: 'twilio sms', limit: 8, used: 8, freeAt: '2026-11-24T03:12:20Z', waiting: 3, waitingUntil: '2026-11-24T03:12:50Z' }],
    failing: [{ sender: 'slack', since: '2026-11-24T03:02:00Z', code: 'invalid_auth', nextTry: '2026-11-24T03:12:40Z' }, { sender: 'twilio sms', since: '2026-11-24T03:11:00Z', code: 'timeout', nextTry: '2026-11-24T03:12:00Z' }],
    config: { loadedAt: '', hash: '', source: 'folder', problems: [{ file: 'oncall.yaml', line: 7, path: 'overrides[0].from', ...inEnglish, words: { es: { problem: 'no es una fecha con hora', hint: 'Escriba la hora.' }, en: inEnglish } }] },
    problems: [{ platform: 'twilio', code: '20003', since: '2026-11-24T03:10:00Z', words: { es: 'Revise las credenciales.', en: 'Check the credentials.' } }],
    findings: [{ platform: 'slack', severity: 'warning', text: 'No app token.', words: { es: 'Sin app token.', en: 'No app token.' } }],
    callbacks: { since: '2026-11-24T03:00:00Z', refused: { slack: { mismatch: 2, foreign_team: 1 } }, repeated: { slack: 1, twilio: 4 } },
  };
  const now = new Date('2026-11-24T03:12:00Z');
  expect(renderHealth(health, { language: 'es', now, timeZone: 'America/Santiago' }).split('\n')).toEqual([
    'necesita a alguien (producción)', '  CAÍDO Temporal', '  bien  registro', '  bien  worker', '       slack: sin configurar',
    '       twilio: configurado, último mensaje aceptado a las 00:11',
    '       twilio whatsapp: 2 de 8 mensajes en el último minuto',
    expect.stringMatching(/^ {7}twilio sms: 8 de 8 mensajes en el último minuto, hay cupo en 0:20; 3 mensajes esperan hasta las \d\d:12$/),
    expect.stringMatching(/^ {7}aceptado y sin empezar desde las \d\d:09: 1 alerta, 2 mensajes$/),
    expect.stringMatching(/^ {2}slack falla desde las .* \(invalid_auth\): los avisos van primero por otras vías; se prueba de nuevo a las .*$/),
    expect.stringMatching(/^ {2}twilio sms falla desde las .* \(timeout\): .*; se prueba con el próximo$/),
    '  configuración oncall.yaml:7 overrides[0].from: no es una fecha con hora. Escriba la hora.',
    '  slack: Sin app token.',
    expect.stringMatching(/^ {2}twilio lo necesita desde las .*: Revise las credenciales\.$/),
    expect.stringMatching(/^ {7}slack, sin efecto desde las .*: 2 con firma falsa, 1 de otro espacio de Slack, 1 que ya había llegado$/),
    expect.stringMatching(/^ {7}twilio, sin efecto desde las .*: 4 que ya habían llegado$/),
  ]);
  const english = renderHealth(health, { language: 'en', now, timeZone: null });
  expect(english).toMatch(/^degraded \(production\)\n {2}DOWN Temporal\n {2}ok {3}ledger\n {2}ok {3}worker\n.*not configured\n.*twilio: configured, took a message last at 03:11 UTC\n.*2 of 8 messages in the last minute\n.*8 of 8 messages.*\n {7}accepted and not begun since 03:09 UTC: 1 alert, 2 messages\n {2}slack is failing since .* \(invalid_auth\): pages go by other routes first; it is tried again at .*\n.*it is tried with the next one\n {2}configuration oncall\.yaml:7 overrides\[0\]\.from: is not a date and time\. Write the time\.\n {2}slack: No app token\.\n {2}twilio needs you since .*: Check the credentials\.\n/);
  expect(english).toMatch(/slack, without effect since .*: 2 with a false signature, 1 from another Slack workspace, 1 that had come before\n.*twilio, .*: 4 that had come before$/);
});

test('what nobody foresaw is told by its kind alone, for its words could be of a patient', () => {
  const told = toCliError(new TypeError('Rosa Prado, bed 12'));
  expect(told).toMatchObject({ exitCode: 1, message: 'The command failed unexpectedly (TypeError).' });
  expect(toCliError(Object.assign(new Error('ENOSPC: no space'), { code: 'ENOSPC', path: '/x' }))).toMatchObject({ exitCode: 1, message: expect.stringContaining('disk is full') });
});
