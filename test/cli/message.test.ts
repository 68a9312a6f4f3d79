import { readSettings } from '../../src/config.ts';
import { openHome } from '../../src/launch/home.ts';
import type { AcceptedDirect } from '../../src/ledger/ledger.ts';
import { silentLogger } from '../../src/observability/logger.ts';
import { openStore } from '../../src/roles/open-store.ts';
import { systemClock } from '../../src/roles/service-clock.ts';
import { anAlert } from '../ledger/fixtures.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { runVigia, vigiaJson } from './run-vigia.ts';

const home = openHome(temporaryFolder());
const AT = new Date('2026-03-02T13:00:00Z');

function aMessage(code: string, changes: Partial<AcceptedDirect> = {}): AcceptedDirect {
  return {
    code, recipient: { kind: 'responder', responder: 'ana' }, status: 'accepted', alert: null, acceptedAt: AT,
    asked: { by: 'agent-1', route: 'twilio', to: 'ana', text: 'Revisar la cama 3.\nGracias.', mediaRef: 's3://images/1' }, ...changes,
  };
}

beforeAll(async () => {
  const settings = readSettings({ VIGIA_HOME: home.dir }, { cwd: process.cwd() });
  const { ledger, close } = await openStore({ settings, home, logger: silentLogger, clock: systemClock });
  await ledger.acceptDirect(aMessage('M3NP-R4ST'));
  await ledger.acceptDirect(aMessage('A2BC-D5EF', { recipient: { kind: 'channel', channel: 'medical_alerts' } }));
  await ledger.markDirectUnsent('A2BC-D5EF', 'platform_not_configured');
  await ledger.acceptDirect(aMessage('B2BC-D5EF', { status: 'already_told', alert: 'K7F2-Q9MD' }));
  await ledger.acceptDirect(aMessage('F2BC-D5EF', { status: 'as_page', alert: 'K7F2-Q9MD' }));
  const alert = anAlert({ code: 'C2BC-D5EF', by: 'agent-1', acceptedAt: AT, kept: { message: 'Sacro.', imagePath: 's3://images/2' }, detection: { stage: 3, confidence: 0.9, idempotencyKey: 'derived-1' } });
  await ledger.accept(alert);
  await ledger.accept({ ...alert, acceptedAt: new Date(AT.getTime() + 5 * 60_000), kept: { message: 'Talón izquierdo,\nsangra.', imagePath: 's3://images/2' } });
  await ledger.accept(anAlert({ code: 'D2BC-D5EF', detection: { stage: 3, confidence: 0.9 } }));
  await close();
});

test('a message is shown with its text, to whom it goes and how far it has come', async () => {
  const { code, stdout } = await runVigia(home.dir, ['message', 'm3np r4st']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^M3NP-R4ST {2}para Ana Rojas · WhatsApp · de agent-1 · recibido a las .*10:00\npor enviar\nimagen: s3:\/\/images\/1\n\nDice .*:\n {2}Revisar la cama 3\.\n {2}Gracias\.\n$/);
});

test('one that failed says why, and one that an alert made needless says which', async () => {
  expect((await runVigia(home.dir, ['message', 'A2BC-D5EF'])).stdout).toMatch(/para #medical-alerts .*\nel aviso no se pudo entregar: esa vía no está configurada\n/);
  expect((await runVigia(home.dir, ['message', 'B2BC-D5EF', '--lang', 'en'])).stdout).toContain('\nnot sent: alert K7F2-Q9MD tells the same person already\n');
  expect((await runVigia(home.dir, ['message', 'F2BC-D5EF', '--lang', 'en'])).stdout).toContain('\nto be sent · the page of alert K7F2-Q9MD goes out in its place\n');
});

test('of an alert it shows what programs wrote with it, a repeat in other words included', async () => {
  const { code, stdout } = await runVigia(home.dir, ['message', 'c2bc d5ef']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Con la alerta C2BC-D5EF .*:\n\n.*10:00 · de agent-1\n {2}imagen: s3:\/\/images\/2\n {2}Sacro\.\n\n.*10:05 · de agent-1\n {2}Talón izquierdo,\n {2}sangra\.\n$/);
  expect(await vigiaJson(home.dir, ['message', 'C2BC-D5EF'])).toEqual({
    alert: 'C2BC-D5EF',
    words: [
      { at: AT.toISOString(), by: 'agent-1', text: 'Sacro.', imagePath: 's3://images/2' },
      { at: '2026-03-02T13:05:00.000Z', by: 'agent-1', text: 'Talón izquierdo,\nsangra.', imagePath: null },
    ],
  });
  expect((await runVigia(home.dir, ['message', 'D2BC-D5EF', '--lang', 'en'])).stdout).toBe('Nothing that a program wrote is kept with alert D2BC-D5EF.\n');
});

test('a program gets one document', async () => {
  expect(await vigiaJson(home.dir, ['message', 'M3NP-R4ST'])).toEqual({
    code: 'M3NP-R4ST', by: 'agent-1', route: 'twilio', recipient: { kind: 'responder', responder: 'ana' }, status: 'accepted', alert: null, acceptedAt: AT.toISOString(),
    text: 'Revisar la cama 3.\nGracias.', mediaRef: 's3://images/1', delivery: { state: 'pending', reason: null, sentAt: null },
  });
});

test('a code of no message is not found, exit code 3, in both languages', async () => {
  expect(await runVigia(home.dir, ['message', 'K7F2-Q9MD'])).toMatchObject({ code: 3, stderr: 'Ningún mensaje y ninguna alerta tiene el código K7F2-Q9MD.\n`npx vigia list --all` muestra las que hay.\n' });
  expect(await runVigia(home.dir, ['message', 'K7F2-Q9MD', '--lang', 'en'])).toMatchObject({ code: 3, stderr: expect.stringContaining('No message and no alert has the code K7F2-Q9MD.') });
  expect(await runVigia(home.dir, ['message', 'hola'])).toMatchObject({ code: 3 });
});
