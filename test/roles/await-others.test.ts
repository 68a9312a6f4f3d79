import { readSettings } from '../../src/config.ts';
import { openHome } from '../../src/launch/home.ts';
import { silentProgress } from '../../src/launch/progress.ts';
import { awaitOthers } from '../../src/roles/await-others.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

function open(env: Record<string, string> = {}) {
  const home = openHome(temporaryFolder());
  const stopping = new AbortController();
  const settings = readSettings({ ...env, VIGIA_HOME: home.dir }, { cwd: home.dir });
  return { home, stopping, context: { settings, home, progress: silentProgress, signal: stopping.signal } };
}

test('a role waits until Temporal and the sandbox are up, which another process runs', async () => {
  const { home, context } = open();
  const waiting = awaitOthers(context, ['worker']);
  home.endpoints.publish('sandbox', { pid: process.pid, url: 'http://127.0.0.1:1' });
  home.endpoints.publish('temporal', { pid: process.pid, url: '127.0.0.1:2' });
  await expect(waiting).resolves.toBeUndefined();
});

test('what never comes is named, with the command that starts it', async () => {
  const { home, context } = open();
  home.endpoints.publish('temporal', { pid: process.pid, url: '127.0.0.1:2' });
  await expect(awaitOthers(context, ['worker'], 1)).rejects.toThrow(`The role sandbox does not run on ${home.dir}: start it with \`npx vigia run sandbox\`, or everything with \`npm start\`.`);
});

test('a role that has claimed its name and is not up yet is waited for', async () => {
  const { home, context } = open();
  home.endpoints.publish('temporal', { pid: process.pid });
  home.endpoints.publish('sandbox', { pid: process.pid, url: 'http://127.0.0.1:1' });
  await expect(awaitOthers(context, ['worker'], 1)).rejects.toThrow('The role temporal does not run');
});

test('nothing is waited for that this process runs, or that runs elsewhere', async () => {
  await expect(awaitOthers(open().context, ['temporal', 'sandbox', 'worker'], 1)).resolves.toBeUndefined();
  const { context } = open({ TEMPORAL_ADDRESS: 'temporal.example:7233' });
  await expect(awaitOthers(context, ['sandbox', 'worker'], 1)).resolves.toBeUndefined();
});

test('waiting ends when everything is stopped', async () => {
  const { stopping, context } = open();
  const waiting = awaitOthers(context, ['worker']);
  stopping.abort();
  await expect(waiting).rejects.toThrow('does not run');
});
