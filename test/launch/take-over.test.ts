import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openHome } from '../../src/launch/home.ts';
import { takeOver } from '../../src/launch/take-over.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const HOME_MODULE = join(import.meta.dirname, '../../src/launch/home.ts');

const children: ChildProcess[] = [];
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

/** Another process that has these roles; on SIGTERM it prints a word and lets them go, unless it `stays`. */
async function running(dir: string, roles: readonly string[], { name = 'vigia run worker', stays = false } = {}): Promise<ChildProcess> {
  const code = `/* ${name} */ import { openHome } from ${JSON.stringify(HOME_MODULE)};
    const claim = openHome(${JSON.stringify(dir)}).claim(${JSON.stringify(roles)});
    process.on('SIGTERM', () => { ${stays ? '' : 'claim.release(); process.exit(0);'} });
    console.log('claimed'); setInterval(() => {}, 1_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

test('whoever has one of the roles is asked to stop, and by the end they are free', async () => {
  const home = openHome(temporaryFolder());
  const [worker, both] = [await running(home.dir, ['worker']), await running(home.dir, ['gateway', 'slack'])];
  expect(home.holders(['worker', 'gateway', 'slack', 'twilio'])).toEqual([worker.pid, both.pid]);
  const ended = Promise.all([once(worker, 'exit'), once(both, 'exit')]);
  await takeOver(home, ['worker', 'gateway', 'slack', 'twilio'], 30_000);
  expect(() => home.claim(['worker', 'gateway', 'slack', 'twilio'])).not.toThrow();
  expect(await ended).toEqual([[0, null], [0, null]]);
});

test('where nobody has them nothing is waited for', async () => {
  const home = openHome(temporaryFolder());
  await takeOver(home, ['worker'], Number.POSITIVE_INFINITY);
  expect(home.holders(['worker'])).toEqual([]);
});

test('who does not let go in time keeps the roles, and claiming them says who that is', async () => {
  const home = openHome(temporaryFolder());
  const { pid } = await running(home.dir, ['worker'], { stays: true });
  await takeOver(home, ['worker'], 50);
  expect(() => home.claim(['worker'])).toThrow(`(worker: process ${pid})`);
});

test('a process that is not of the service is not asked, though it has the number of one that is', async () => {
  const home = openHome(temporaryFolder());
  const { pid, exitCode } = await running(home.dir, ['worker'], { name: 'somebody else' });
  await takeOver(home, ['worker'], 50);
  expect(() => home.claim(['worker'])).toThrow(`(worker: process ${pid})`);
  expect(exitCode).toBeNull();
});
