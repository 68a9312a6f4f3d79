import { readSettings } from '../../src/config.ts';
import { openHome } from '../../src/launch/home.ts';
import type { AcceptedDirect } from '../../src/ledger/ledger.ts';
import { silentLogger } from '../../src/observability/logger.ts';
import { openStore } from '../../src/roles/open-store.ts';
import { systemClock } from '../../src/roles/service-clock.ts';
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
});

test('a program gets one document', async () => {
  expect(await vigiaJson(home.dir, ['message', 'M3NP-R4ST'])).toEqual({
    code: 'M3NP-R4ST', by: 'agent-1', route: 'twilio', recipient: { kind: 'responder', responder: 'ana' }, status: 'accepted', alert: null, acceptedAt: AT.toISOString(),
    text: 'Revisar la cama 3.\nGracias.', mediaRef: 's3://images/1', delivery: { state: 'pending', reason: null, sentAt: null },
  });
});

test('a code of no message is not found, exit code 3, in both languages', async () => {
  expect(await runVigia(home.dir, ['message', 'K7F2-Q9MD'])).toMatchObject({ code: 3, stderr: 'Ningún mensaje tiene el código K7F2-Q9MD.\nSi es una alerta, la muestra `npx vigia show K7F2-Q9MD`.\n' });
  expect(await runVigia(home.dir, ['message', 'K7F2-Q9MD', '--lang', 'en'])).toMatchObject({ code: 3, stderr: expect.stringContaining('No message has the code K7F2-Q9MD.') });
  expect(await runVigia(home.dir, ['message', 'hola'])).toMatchObject({ code: 3 });
});
