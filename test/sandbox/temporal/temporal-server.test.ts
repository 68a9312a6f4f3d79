import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toServerArguments } from '../../../src/sandbox/temporal/server-arguments.ts';
import { startTemporalServer } from '../../../src/sandbox/temporal/temporal-server.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

const options = { ip: '127.0.0.1', port: 7233, uiPort: 8233, databaseFile: '/home/temporal.db', namespace: 'default' };

test('on a file it writes ahead and syncs each commit, and timers are not rounded to a second', () => {
  const args = toServerArguments(options).join(' ');
  for (const part of [
    'server start-dev --ip 127.0.0.1 --port 7233',
    '--ui-port 8233',
    '--db-filename /home/temporal.db --sqlite-pragma journal_mode=WAL --sqlite-pragma synchronous=2',
    '--dynamic-config-value history.timerProcessorMaxTimeShift="10ms"',
    '--dynamic-config-value history.timerProcessorMaxPollRPS=1000',
    '--dynamic-config-value history.transferProcessorMaxPollRPS=1000',
    '--search-attribute AckDeadline=Datetime',
  ]) {
    expect(args).toContain(part);
  }
  expect(args).not.toContain('--namespace');
});

test('in memory and without a UI it names neither, and takes a namespace and further settings', () => {
  const args = toServerArguments({ ...options, uiPort: null, databaseFile: null, namespace: 'ward', dynamicConfig: { a: 'true' } }).join(' ');
  expect(args).not.toMatch(/sqlite|db-filename|ui-port/);
  expect(args).toMatch(/--headless .*--namespace ward .*--dynamic-config-value a=true/);
});

test('a server that ends while it starts is one sentence that names its log', async () => {
  const folder = temporaryFolder();
  const executable = join(folder, 'temporal');
  writeFileSync(executable, '#!/bin/sh\necho broken; exit 3\n');
  chmodSync(executable, 0o755);
  const logFile = join(folder, 'temporal.log');
  await expect(startTemporalServer({ ...options, executable, port: 1, logFile, retentionDays: 30 })).rejects.toMatchObject({
    name: 'StartUpError',
    message: `Temporal's server ended while it was starting: ${logFile} says why.`,
  });
});
