/** Run by lifecycle.test.ts as a process of its own: three parts, each with a real child process, under one lifecycle. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnChild } from '../../src/launch/child-process.ts';
import { guardProcess } from '../../src/launch/guard-process.ts';
import { createLifecycle } from '../../src/launch/lifecycle.ts';
import { lineIn, type Line } from '../../src/launch/line.ts';
import type { Part } from '../../src/launch/lifecycle.ts';
import { waitUntil } from '../support/wait-until.ts';

const [folder = '', behaviour = ''] = process.argv.slice(2);
const tell = (what: Line): void => void process.stdout.write(`${lineIn(what, 'en')}\n`);

/** Ignores SIGTERM where it is to hang. */
async function begin(name: string): Promise<Part> {
  const hangs = behaviour.startsWith('hang') && name === 'middle';
  const logFile = join(folder, `${name}.log`);
  const code = `${hangs ? "process.on('SIGTERM', () => {});" : ''} setInterval(() => {}, 1000); console.log('up')`;
  const child = await spawnChild({ command: process.execPath, args: ['-e', code], logFile });
  await waitUntil(`${name} is up`, () => readFileSync(logFile, 'utf8').includes('up'));
  tell(`started ${name} ${child.pid}`);
  return {
    stop: async () => {
      tell(`stopping ${name}`);
      await child.stop(60_000);
      tell(`stopped ${name}`);
    },
    kill: () => child.kill(),
    crashed: child.exited,
  };
}

const lifecycle = createLifecycle({ say: tell, onCrash: (name) => tell(`crashed ${lineIn(name, 'en')}`), stopWithinMs: behaviour === 'hang for long' ? 30_000 : 1_500 });
guardProcess(lifecycle, (what) => tell(what));
for (const name of ['first', 'middle', 'last']) await lifecycle.start(name, async () => await begin(name));
tell('ready');
if (behaviour === 'throw') setTimeout(() => { throw new Error('nobody catches this'); });
if (behaviour === 'reject') void Promise.reject(new Error('nobody waits for this'));
process.exit(await lifecycle.finished);
