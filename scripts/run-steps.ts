import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** One command of a script, and what it is for in a few words. */
export interface Step {
  what: string;
  command: string;
  args: string[];
}

const BIN = join(import.meta.dirname, '..', 'node_modules', '.bin');

/** Runs a command, saying what it does and how long it took. */
export async function runStep({ what, command, args }: Step): Promise<boolean> {
  console.log(`\n▸ ${what}`);
  const { code, seconds } = await run(join(BIN, command), args, 'inherit');
  console.log(`  ${outcome(code)} after ${seconds} s`);
  return code === 0;
}

/** Runs commands at the same time; what each printed comes in one piece when it has ended. True when none failed. */
export async function runSideBySide(steps: readonly Step[]): Promise<boolean> {
  console.log(`\n▸ ${steps.map(({ what }) => what).join(' · ')}`);
  const passed = await Promise.all(steps.map(async ({ what, command, args }) => {
    const { code, seconds, printed } = await run(join(BIN, command), args, 'pipe');
    console.log(`  ${what}: ${outcome(code)} after ${seconds} s`);
    if (code !== 0) console.log(printed);
    return code === 0;
  }));
  return passed.every(Boolean);
}

function outcome(code: number): string {
  return code === 0 ? 'ok' : 'FAILED';
}

interface Ended {
  code: number;
  seconds: string;
  /** What it wrote to a pipe, both streams. */
  printed: string;
}

/** A command that can't be started, or that a signal ended, has failed. */
function run(command: string, args: string[], output: 'inherit' | 'pipe'): Promise<Ended> {
  const startedAt = performance.now();
  let printed = '';
  return new Promise((resolve) => {
    const end = (code: number): void => resolve({ code, printed, seconds: ((performance.now() - startedAt) / 1000).toFixed(1) });
    const child = spawn(command, args, { stdio: ['ignore', output, output] });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.on('error', (error) => {
      printed += error.message;
      end(1);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}
