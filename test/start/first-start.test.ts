import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../../src/launch/process-table.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { waitUntil } from '../support/wait-until.ts';
import { endEverything, endpointsOf, processesOf, SandboxOf, startServer } from './support/service-process.ts';
import { healthOf, showAlert } from './support/seen-by-people.ts';

/** Several starts of everything on a machine that may be busy. */
jest.setTimeout(120_000);

const EXAMPLE = /An example alert is counting down: ([0-9A-Z]{4}-[0-9A-Z]{4})\./;

const KEY = /vigia_[a-z0-9]{12}_[\w-]{43}/;

afterEach(endEverything);

test('a newcomer sees one live alert, takes it by the button, stops it all, and finds it again', async () => {
  const home = temporaryFolder();
  const first = startServer(home);
  await first.says('Ctrl-C stops everything');
  const { sandbox, temporalUi, temporal, gateway, pids } = endpointsOf(home);
  expect(first.printed()).toContain(`Sandbox      ${sandbox}`);
  expect(first.printed()).toContain(`Temporal UI  ${temporalUi}`);
  const code = EXAMPLE.exec(first.printed())?.[1] ?? '';
  expect(Object.keys(pids).sort()).toEqual(['gateway', 'sandbox', 'slack', 'temporal', 'twilio', 'worker']);
  expect(temporal).toMatch(/^127\.0\.0\.1:\d+$/);
  expect((await fetch(temporalUi ?? '')).ok).toBe(true);
  expect(await healthOf(gateway)).toMatchObject({ status: 'ok', findings: [], problems: [] });

  const people = new SandboxOf(home);
  await waitUntil('the nurse is paged by WhatsApp and Slack', async () => {
    const to = (await people.created()).map((entry) => String(entry.to));
    return to.some((address) => address.startsWith('whatsapp:')) && to.some((address) => address.startsWith('U'));
  });
  const nurse = (await people.created()).map((entry) => String(entry.to)).find((address) => address.startsWith('U')) ?? '';
  await people.press(nurse, 'acknowledge');
  await waitUntil('the alert is acknowledged', async () => (await people.alert(code))?.status === 'acknowledged');
  const { alerts } = (await (await fetch(`${sandbox}/page/alerts`)).json()) as { alerts: { acknowledgedBy: string }[] };
  expect(alerts).toMatchObject([{ code, acknowledgedBy: expect.stringMatching(/^\p{Lu}\p{L}+( \p{Lu}\p{L}+)+$/u) as string }]);
  await waitUntil('who was paged too is told by WhatsApp who has it', async () =>
    (await people.created()).some((entry) => /^\{.*"3":".+ a las \d\d:\d\d"/.test(variablesOf(entry)) && variablesOf(entry).includes(code)));

  const children = await processesOf(home);
  expect(children).toContain(pids.temporal);
  // 0 means that every part ended by itself within the time that the lifecycle allows: 4.5 of the promised 5 s.
  expect(await first.interrupt()).toBe(0);
  expect({ left: await processesOf(home), alive: [first.pid, ...children].filter(isAlive) }).toEqual({ left: [], alive: [] });
  expect(first.printed()).not.toContain("didn't stop in time");
  expect(endpointsOf(home)).toEqual({ pids: {}, services: {} });
  // The sandbox's credentials lack nothing.
  expect(first.printed()).not.toMatch(/\((error|warning)\)|needs you/);

  const key = KEY.exec(first.printed())?.[0] ?? '';
  expect(readFileSync(join(home, 'sandbox-key'), 'utf8')).toBe(`${key}\n`);
  expect(statSync(join(home, 'sandbox-key')).mode & 0o777).toBe(0o600);
  const before = readFileSync(join(home, 'sandbox', 'journal.jsonl'), 'utf8').trim().split('\n').length;
  const second = startServer(home, { LC_ALL: 'es_CL.UTF-8' });
  await second.says('Ctrl-C detiene todo');
  const again = endpointsOf(home);
  expect(second.printed()).toMatch(/^Iniciando Vigia …\nTemporal: se usa /);
  expect(second.printed()).toContain([
    'Vigia está en marcha.', `  Simulación    ${again.sandbox}   teléfonos y Slack: presione y responda ahí`, `  Temporal UI   ${again.temporalUi}`, `  Estado        ${again.gateway}/health`,
    `  Servicios     ${again.services.twilio} (Twilio), ${again.services.slack} (Slack)   REST en /tools/call`,
    `  Gateway       ${again.gateway}   MCP en /mcp, REST en /tools/call; la clave de API está en ${join(home, 'sandbox-key')}`, '',
  ].join('\n'));
  expect(second.printed()).not.toContain(code);
  expect(second.printed()).not.toMatch(KEY);
  expect(await showAlert(home, code)).toMatchObject({ code, status: 'acknowledged' });
  expect((await people.created()).map(({ seq }) => seq).filter((seq) => seq > before)).toEqual([]);
  await second.interrupt();
});

/** What fills a WhatsApp template's places. */
function variablesOf({ body }: { body: unknown }): string {
  return (body as { ContentVariables?: string }).ContentVariables ?? '';
}
