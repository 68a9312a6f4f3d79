import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface Flags {
  /** Times that each side is measured alone, in turn. */
  rounds: number;
  /** Alerts of each side in the bursts, all together. */
  burst: number;
  /** Alerts that wait open while the next one, memory and a restart are measured; 0: none of that. */
  open: number;
  /** Leaves out what is measured against the bare workflow's start. */
  whole: boolean;
  /** Where the results go as JSON. */
  json: string | undefined;
}

export const USAGE = `npm run bench -- [--rounds N] [--burst N] [--open N] [--whole] [--json FILE] [--quick]
  --rounds N    measurements of each side, in turn (default 300)
  --burst N    alerts of each side sent 50 at a time (default 500)
  --open N     open alerts among which the next is measured (default 1000; 0 leaves it out; 10000 takes long)
  --whole      only what is measured of the service as real processes
  --json FILE  write the results there as JSON too
  --quick      30 rounds, bursts of 100, 100 open alerts: a look, not a measurement`;

/** What a person typed that can't be understood; the message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @returns null when only the usage was asked for. @throws UsageError */
export function parseFlags(args: readonly string[]): Flags | null {
  const flags = read(args);
  if (flags.help) return null;
  const { json } = flags;
  if (json !== undefined && !isFileToWrite(json)) throw new UsageError(`--json ${json}: there is no such folder to write to, or it is a folder itself.`);
  return { rounds: toCount('rounds', flags.rounds, flags.quick ? 30 : 300), burst: toCount('burst', flags.burst, flags.quick ? 100 : 500), open: flags.open === '0' ? 0 : toCount('open', flags.open, flags.quick ? 100 : 1_000), whole: flags.whole, json };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { rounds: { type: 'string' }, burst: { type: 'string' }, open: { type: 'string' }, whole: { type: 'boolean', default: false }, json: { type: 'string' }, quick: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function toCount(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 2 || count > 100_000) throw new UsageError(`--${name} ${text}: give a whole number from 2 to 100000.`);
  return count;
}

function isFileToWrite(file: string): boolean {
  return existsSync(dirname(resolve(file))) && !statSync(file, { throwIfNoEntry: false })?.isDirectory();
}
