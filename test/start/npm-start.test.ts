import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { cpSync, appendFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AlertView } from '../../src/domain/alert.ts';
import { isAlive } from '../../src/launch/process-table.ts';
import { vigiaJson } from '../cli/run-vigia.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { waitUntil } from '../support/wait-until.ts';
import { control, createdMessages, endAll, endpointsOf, VigiaProcess } from './vigia-process.ts';

const PROMISED_STOP_MS = 5_000;

afterAll(endAll);

const list = async (home: string): Promise<AlertView[]> => (await vigiaJson<{ alerts: AlertView[] }>(home, ['list', '--all'])).alerts;

describe('npm start, on an empty home', () => {
  const home = temporaryFolder();
  let first: VigiaProcess;
  let code: string;

  beforeAll(async () => {
    first = await new VigiaProcess(home).up();
    await waitUntil('the example alert has reached somebody', async () => (await list(home))[0]?.status === 'notified');
    code = (await list(home))[0]?.code ?? '';
  }, 60_000);

  test('says where the sandbox and the Temporal UI are, and both answer', async () => {
    const { sandbox = '', temporalUi = '', gateway = '' } = endpointsOf(home);
    expect(first.output).toContain(sandbox);
    expect(first.output).toContain(temporalUi);
    expect((await fetch(sandbox)).status).toBe(200);
    expect((await fetch(temporalUi)).status).toBe(200);
    expect(await (await fetch(`${gateway}/health`)).json()).toMatchObject({ status: 'ok', mode: 'sandbox', findings: [] });
  });

  test('raises one example alert, stage 4, that counts down', async () => {
    expect(await list(home)).toMatchObject([{ code, severity: 'critical', stage: 4, status: 'notified', escalationLevel: 1, nextDeadline: expect.any(String) }]);
    expect(first.output).toContain(code);
  });

  test('a press in its Slack takes the alert, and WhatsApp says who has it', async () => {
    const before = await createdMessages(home);
    const pages = before.filter(({ to }) => /^U/.test(to));
    await control(home, '/press', { user: pages[0]?.to, channel: 'dm', code, action: 'acknowledge' });
    await waitUntil('the others were told', async () => (await createdMessages(home)).length > before.length + 1);
    expect((await list(home))[0]).toMatchObject({ status: 'acknowledged', acknowledgedBy: expect.any(String) });
  });

  test('a second start on the same home says who has it', async () => {
    const second = new VigiaProcess(home);
    expect(await second.ended()).toBe(1);
    expect(second.output).toMatch(new RegExp(`Vigia already runs on .*process ${first.pid}`));
  });

  test('Ctrl-C stops everything within 5 seconds and leaves no process', async () => {
    const pids = Object.values(endpointsOf(home).pids);
    const startedAt = performance.now();
    expect(await first.stop('SIGINT')).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(PROMISED_STOP_MS);
    await waitUntil('every process is gone', () => pids.every((pid) => !isAlive(pid)), 1_000);
    expect(endpointsOf(home)).toEqual({ pids: {}, services: {} });
  });

  test('the next start goes on with the same alert, raises no other and sends nothing again', async () => {
    const again = await new VigiaProcess(home).up();
    const sent = (await createdMessages(home)).length;
    expect(await list(home)).toMatchObject([{ code, status: 'acknowledged' }]);
    await vigiaJson(home, ['resolve', code, '--operator', 'test']);
    await waitUntil('the alert goes on', async () => (await list(home))[0]?.status === 'resolved');
    const closing = (await createdMessages(home)).slice(sent);
    expect(closing.every(({ operation }) => operation === 'messages.create')).toBe(true);

    again.child.kill('SIGKILL');
    await again.ended();
    const after = await new VigiaProcess(home).up();
    expect(await list(home)).toMatchObject([{ code, status: 'resolved' }]);
    expect((await createdMessages(home)).length).toBe(sent + closing.length);
    expect(await after.stop()).toBe(0);
  }, 60_000);
});

describe('what stands in the way is one plain sentence', () => {
  test('a port that is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    const { port } = server.address() as AddressInfo;
    const start = new VigiaProcess(temporaryFolder(), [], { VIGIA_SANDBOX_PORT: String(port) });
    expect(await start.ended()).toBe(1);
    expect(start.output).toMatch(new RegExp(`Port ${port} is in use by .*VIGIA_SANDBOX_PORT`));
    server.close();
  });

  test('a configuration with a mistake', async () => {
    const dir = temporaryFolder();
    cpSync(resolve(import.meta.dirname, '../../config'), dir, { recursive: true });
    appendFileSync(join(dir, 'policy.yaml'), '\nsteps: [');
    const start = new VigiaProcess(temporaryFolder(), [], { VIGIA_CONFIG_DIR: dir });
    expect(await start.ended()).toBe(1);
    expect(start.output).toMatch(/policy\.yaml:\d+/);
  });

  test.each([
    ['a home that can\'t be written', '/proc/vigia', {}, /The home \/proc\/vigia can't be written/],
    ['a setting that makes no sense', null, { VIGIA_GATEWAY_PORT: 'many' }, /VIGIA_GATEWAY_PORT/],
    ['credentials beside the sandbox', null, { MCP_MODE: 'sandbox', SLACK_BOT_TOKEN: 'xoxb-x' }, /MCP_MODE=sandbox/],
    ['no Temporal to be had', null, { PATH: '/nowhere', XDG_CACHE_HOME: '/nowhere', HTTPS_PROXY: 'http://127.0.0.1:1' }, /Temporal|install/],
  ])('%s', async (_what, home, env, words) => {
    const start = new VigiaProcess(home ?? temporaryFolder(), [], env);
    expect(await start.ended()).toBe(1);
    expect(start.output).toMatch(words);
    expect(start.output).not.toMatch(/ at .*:\d+:\d+/);
  });
});
