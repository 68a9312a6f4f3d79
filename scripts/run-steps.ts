import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** One command of a script, and what it is for in a few words. */
export interface Step {
  what: string;
  command: string;
  args: string[];
}

const BIN = join(import.meta.dirname, '..', 'node_modules', '.bin');

/** Runs commands one after another, saying what each does and how long it took; stops at the first that fails. */
export async function runSteps(steps: readonly Step[]): Promise<boolean> {
  for (const { what, command, args } of steps) {
    const startedAt = performance.now();
    console.log(`\n▸ ${what}`);
    const code = await run(join(BIN, command), args);
    console.log(`  ${code === 0 ? 'ok' : 'FAILED'} after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    if (code !== 0) return false;
  }
  return true;
}

/** The exit code; a command that can't be started, or that a signal ended, has failed. */
function run(command: string, args: string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}
