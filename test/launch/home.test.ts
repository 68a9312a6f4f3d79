import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openHome } from '../../src/launch/home.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const HOME_MODULE = join(import.meta.dirname, '../../src/launch/home.ts');

/** Another process that claims roles on a home, prints its pid, and stays until it is killed. */
async function otherProcess(dir: string, roles: string[]): Promise<{ pid: number; kill(signal: NodeJS.Signals): Promise<void> }> {
  const code = `import { openHome } from ${JSON.stringify(HOME_MODULE)}; openHome(${JSON.stringify(dir)}).claim(${JSON.stringify(roles)}); console.log('claimed'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return {
    pid: child.pid as number,
    kill: async (signal) => {
      child.kill(signal);
      await once(child, 'exit');
    },
  };
}

describe('opening', () => {
  test('makes the folder for its owner alone', () => {
    const dir = join(temporaryFolder(), 'a', 'home');
    openHome(dir);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
  });

  test('closes a folder that was open to others, since it holds keys', () => {
    const dir = temporaryFolder();
    chmodSync(dir, 0o755);
    openHome(dir);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
  });

  test('leaves nothing of its probing behind', () => {
    const dir = temporaryFolder();
    openHome(dir);
    expect(readdirSync(join(dir, 'locks'))).toEqual([]);
  });

  test('a file in the way is one plain sentence', () => {
    const dir = join(temporaryFolder(), 'file');
    writeFileSync(dir, '');
    expect(() => openHome(dir)).toThrow(/^The home .* can't be written \(something that is not a folder is in the way\): .* VIGIA_HOME\.$/);
  });

  test('a place that nobody can write to is one plain sentence', () => {
    expect(() => openHome('/proc/vigia')).toThrow(/^The home \/proc\/vigia can't be written \(\w+\): make it writable/);
  });
});

describe('one process for each role', () => {
  test('the second is told which process has it, and takes none of the others', () => {
    const home = openHome(temporaryFolder());
    const first = home.claim(['gateway']);
    expect(() => openHome(home.dir).claim(['worker', 'gateway'])).toThrow(`(gateway: process ${process.pid}): use that one, stop it`);
    const worker = openHome(home.dir).claim(['worker']);
    first.release();
    worker.release();
  });

  test('a released role is free again', () => {
    const home = openHome(temporaryFolder());
    home.claim(['gateway']).release();
    expect(() => home.claim(['gateway']).release()).not.toThrow();
  });

  test('another process is named by its id, and kill -9 of it frees the role at once', async () => {
    const home = openHome(temporaryFolder());
    const other = await otherProcess(home.dir, ['worker', 'slack']);
    expect(() => home.claim(['slack'])).toThrow(`(slack: process ${other.pid})`);
    await other.kill('SIGKILL');
    expect(home.endpoints.read().pids).toEqual({});
    const claim = home.claim(['slack', 'worker']);
    expect(home.endpoints.read().pids).toEqual({ slack: process.pid, worker: process.pid });
    claim.release();
  });

  test('of several processes that start at once, one gets the home', async () => {
    const dir = temporaryFolder();
    openHome(dir);
    const code = `import { openHome } from ${JSON.stringify(HOME_MODULE)};
      try { openHome(${JSON.stringify(dir)}).claim(['temporal', 'worker', 'gateway']); console.log('got it'); } catch (error) { console.log(error.name); }
      process.stdin.resume();`;
    const children = Array.from({ length: 4 }, () => spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['pipe', 'pipe', 'inherit'] }));
    const said = await Promise.all(children.map(async (child) => String((await once(child.stdout, 'data'))[0]).trim()));
    await Promise.all(children.map(async (child) => (child.kill(), await once(child, 'exit'))));
    expect(said.sort()).toEqual(['StartUpError', 'StartUpError', 'StartUpError', 'got it']);
  });
});

describe('endpoints.json', () => {
  const raw = (dir: string): unknown => JSON.parse(readFileSync(join(dir, 'endpoints.json'), 'utf8'));

  test('lists what runs, role by role, and loses what stops', () => {
    const { dir, endpoints } = openHome(temporaryFolder());
    const pid = process.pid;
    endpoints.publish('temporal', { pid, url: '127.0.0.1:7233', uiUrl: 'http://127.0.0.1:8233' });
    endpoints.publish('gateway', { pid, url: 'http://127.0.0.1:8080' });
    endpoints.publish('whatsapp-web', { pid, url: 'http://127.0.0.1:8086' });
    endpoints.publish('worker', { pid });
    expect(raw(dir)).toEqual({
      pids: { temporal: pid, gateway: pid, 'whatsapp-web': pid, worker: pid },
      temporal: '127.0.0.1:7233',
      temporalUi: 'http://127.0.0.1:8233',
      gateway: 'http://127.0.0.1:8080',
      services: { whatsappWeb: 'http://127.0.0.1:8086' },
    });
    endpoints.withdraw(['temporal', 'whatsapp-web']);
    expect(raw(dir)).toEqual({ pids: { gateway: pid, worker: pid }, gateway: 'http://127.0.0.1:8080', services: {} });
  });

  test('says of the gateway where it stands in for WhatsApp Web', () => {
    const { endpoints } = openHome(temporaryFolder());
    endpoints.publish('gateway', { pid: process.pid, url: 'http://127.0.0.1:8080', whatsappWebUrl: 'http://127.0.0.1:8086' });
    expect(endpoints.read()).toEqual({ pids: { gateway: process.pid }, gateway: 'http://127.0.0.1:8080', services: { whatsappWeb: 'http://127.0.0.1:8086' } });
    endpoints.withdraw(['gateway']);
    expect(endpoints.read()).toEqual({ pids: {}, services: {} });
  });

  test('publishing anew replaces what the role said before', () => {
    const { endpoints } = openHome(temporaryFolder());
    endpoints.publish('slack', { pid: process.pid, url: 'http://127.0.0.1:1' });
    endpoints.publish('slack', { pid: process.pid });
    expect(endpoints.read()).toEqual({ pids: { slack: process.pid }, services: {} });
  });

  test('what a process that is gone left behind is not read', () => {
    const { dir, endpoints } = openHome(temporaryFolder());
    const gone = 2 ** 22 + 1;
    writeFileSync(join(dir, 'endpoints.json'), JSON.stringify({ pids: { gateway: gone, worker: process.pid }, gateway: 'http://127.0.0.1:1', services: {} }));
    expect(endpoints.read()).toEqual({ pids: { worker: process.pid }, services: {} });
  });

  test('a damaged file lists nothing, and is written anew', () => {
    const { dir, endpoints } = openHome(temporaryFolder());
    writeFileSync(join(dir, 'endpoints.json'), '{"pids":');
    expect(endpoints.read()).toEqual({ pids: {}, services: {} });
    endpoints.publish('worker', { pid: process.pid });
    expect(endpoints.read().pids).toEqual({ worker: process.pid });
  });

  test('several processes that write at once lose nothing of each other', async () => {
    const dir = temporaryFolder();
    mkdirSync(dir, { recursive: true });
    const home = openHome(dir);
    const others = await Promise.all((['worker', 'twilio', 'slack', 'sandbox'] as const).map(async (role) => await otherProcess(dir, [role])));
    expect(Object.keys(home.endpoints.read().pids).sort()).toEqual(['sandbox', 'slack', 'twilio', 'worker']);
    await Promise.all(others.map(async (other) => await other.kill('SIGTERM')));
  });
});
