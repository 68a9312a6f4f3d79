import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { readSettings } from '../../src/config.ts';
import { openHome } from '../../src/launch/home.ts';
import { silentLogger } from '../../src/observability/logger.ts';
import { openStore } from '../../src/roles/open-store.ts';
import { systemClock } from '../../src/roles/service-clock.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { endEverything, endpointsOf, processesOf, startServer } from './support/service-process.ts';
import { warmHome } from './support/warm-home.ts';

jest.setTimeout(60_000);

const CONFIG = resolve(import.meta.dirname, '../../config');

/** Starts everything and answers what it printed; it must end with exit code 1 and leave nothing behind. */
async function refused(home: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const service = startServer(home, env);
  const { code } = await service.exited;
  expect({ code, left: await processesOf(home) }).toEqual({ code: 1, left: [] });
  expect(service.printed()).not.toMatch(/^\s+at |Error:|node:internal/m);
  expect(service.printed()).toMatch(/^Starting Vigia …\n/);
  return service.printed().slice('Starting Vigia …\n'.length);
}

afterEach(endEverything);

test.each(['VIGIA_GATEWAY_PORT', 'VIGIA_TWILIO_PORT', 'VIGIA_SANDBOX_PORT', 'VIGIA_TEMPORAL_PORT', 'VIGIA_TEMPORAL_UI_PORT'])('a port in use is named with who has it: %s', async (variable) => {
  const home = warmHome();
  const holder = createServer();
  await new Promise<void>((listening) => holder.listen(0, '127.0.0.1', listening));
  const { port } = holder.address() as AddressInfo;
  try {
    const printed = await refused(home, { [variable]: String(port) });
    expect(lastLine(printed)).toBe(`Port ${port} is in use by ${nameOfThisProcess()} (process ${process.pid}): stop it, or choose another port with ${variable} (0 takes any free one).`);
    expect(endpointsOf(home)).toEqual({ pids: {}, services: {} });
  } finally {
    holder.close();
  }
});

test('all of it is said in Spanish where the environment does not ask for English', async () => {
  const holder = createServer();
  await new Promise<void>((listening) => holder.listen(0, '127.0.0.1', listening));
  const { port } = holder.address() as AddressInfo;
  try {
    const service = startServer(warmHome(), { VIGIA_GATEWAY_PORT: String(port), LC_ALL: 'es_CL.UTF-8' });
    expect((await service.exited).code).toBe(1);
    expect(service.printed()).toBe(`Iniciando Vigia …\n${nameOfThisProcess()} (proceso ${process.pid}) ya usa el puerto ${port}: deténgalo, o elija otro puerto con VIGIA_GATEWAY_PORT (0 toma uno libre).\n`);
  } finally {
    holder.close();
  }
});

test('a home that is a file is named', async () => {
  const file = join(temporaryFolder(), 'home');
  writeFileSync(file, '');
  expect(await refused(file)).toBe(`The home ${file} can't be written (something that is not a folder is in the way): make it writable for this user, or name another folder with VIGIA_HOME.\n`);
});

test('a home that may not be written is named', async () => {
  // Of a kernel that writes nothing for anybody; root may write wherever permissions forbid it.
  const folder = process.getuid?.() === 0 ? '/proc/vigia' : join(temporaryFolder(), 'locked');
  if (folder !== '/proc/vigia') {
    mkdirSync(folder);
    chmodSync(folder, 0o500);
  }
  expect(await refused(folder)).toMatch(/^The home .+ can't be written \(E[A-Z]+\): make it writable for this user, or name another folder with VIGIA_HOME\.\n$/);
});

test('a configuration that cannot be read is named by file and line before anything is started', async () => {
  const config = temporaryFolder();
  cpSync(CONFIG, config, { recursive: true });
  const file = join(config, 'policy.yaml');
  const lines = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, [...lines.slice(0, 20), '  : [', ...lines.slice(20)].join('\n'));
  const printed = await refused(temporaryFolder(), { VIGIA_CONFIG_DIR: config });
  expect(printed).toMatch(/^The configuration needs correcting:\n {2}\S*policy\.yaml:2\d/);
  expect(printed).not.toContain('Temporal');
});

test("a ledger that is production's is not opened by a start without its credentials", async () => {
  const home = warmHome();
  const settings = readSettings({ VIGIA_HOME: home, VIGIA_CONFIG_DIR: CONFIG }, { cwd: home });
  const { ledger, close } = await openStore({ settings, home: openHome(home), logger: silentLogger, clock: systemClock });
  await ledger.belongTo('production');
  await close();
  expect(await refused(home)).toMatch(/^The ledger \S+ledger\.db is production's, and its alerts would end on simulated phones: set production's credentials, or give the sandbox a folder of its own with VIGIA_HOME\.\n$/);
});

test('variables that cannot be right are all named at once', async () => {
  const printed = await refused(temporaryFolder(), { VIGIA_GATEWAY_PORT: 'eighty', MCP_LOG_LEVEL: 'LOUD' });
  expect(printed).toMatch(/^The environment needs correcting:\n {2}- .*VIGIA_GATEWAY_PORT.*\n {2}- .*MCP_LOG_LEVEL.*\n$/);
});

test('a misspelt variable is said and ignored', async () => {
  const service = startServer(warmHome(), { VIGIA_GATEWAY_PROT: '1' });
  await service.says('Vigia is up.');
  expect(service.printed()).toContain('VIGIA_GATEWAY_PROT is not a setting of this service and is ignored.\n');
});

test('without a network, a Temporal of its own or Python it says what to do', async () => {
  const cache = temporaryFolder();
  // No proxy there: every way out ends at once, as on a machine without a network.
  const closed = 'http://127.0.0.1:9';
  const printed = await refused(warmHome(), {
    PATH: '', XDG_CACHE_HOME: cache, HTTPS_PROXY: closed, HTTP_PROXY: closed, https_proxy: closed, http_proxy: closed, NODE_USE_ENV_PROXY: '1',
  });
  expect(lastLine(printed)).toMatch(/^Temporal's server is not here and can't be downloaded \(.+\): connect to the internet and start again, install it by hand so that "temporal --version" works \(https:\/\/docs\.temporal\.io\/cli#install\), or name a running server with TEMPORAL_ADDRESS\.$/);
});

test('an external Temporal that does not answer is named', async () => {
  const printed = await refused(warmHome(), { TEMPORAL_ADDRESS: '127.0.0.1:9' });
  expect(lastLine(printed)).toBe('Temporal at 127.0.0.1:9 does not answer: look whether it runs, or correct TEMPORAL_ADDRESS.');
});

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}

function nameOfThisProcess(): string {
  return process.platform === 'linux' ? (readFileSync(`/proc/${process.pid}/cmdline`, 'utf8').split('\0')[0]?.split('/').at(-1)?.split(' ')[0] ?? '') : 'node';
}
