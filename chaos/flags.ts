import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PLACES, type Place } from './plan.ts';

export interface Flags {
  rounds: number;
  seed: number;
  /** Only this round of the run. */
  round: number | undefined;
  /** Every round at this place. */
  only: Place | undefined;
  /** A storm of alerts in the place of rounds of crashes. */
  storm: boolean;
  /** Where the results go as JSON. */
  json: string | undefined;
}

export const USAGE = `npm run chaos -- [--rounds N] [--seed S] [--round K] [--only PLACE] [--json FILE] | --storm [--json FILE]
  --rounds N    rounds, each with one crash or more (default 36: every place twice)
  --seed S      what is drawn from it is drawn again (default: a new one, which is printed)
  --round K     only round K of the run with that seed
  --only PLACE  every round at one place: ${PLACES.join(', ')}
  --storm       no crash: 100 critical and 200 medium alerts at once over ten people, with the limits of production
  --json FILE   write the results there as JSON too`;

/** What a person typed that can't be understood; the message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @returns null when only the usage was asked for. @throws UsageError */
export function parseFlags(args: readonly string[], newSeed: () => number): Flags | null {
  const flags = read(args);
  if (flags.help) return null;
  const { json, only } = flags;
  if (json !== undefined && !isFileToWrite(json)) throw new UsageError(`--json ${json}: there is no such folder to write to, or it is a folder itself.`);
  const place = PLACES.find((each) => each === only);
  if (only !== undefined && place === undefined) throw new UsageError(`--only ${only}: there is no place of that name.`);
  const rounds = toCount('rounds', flags.rounds, 36, 1);
  const round = flags.round === undefined ? undefined : toCount('round', flags.round, 1, 1);
  return { rounds, seed: toCount('seed', flags.seed, newSeed(), 0), round, only: place, storm: flags.storm, json };
}

function read(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...args], options: { rounds: text, seed: text, round: text, only: text, json: text, storm: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function toCount(name: string, text: string | undefined, otherwise: number, least: number): number {
  if (text === undefined) return otherwise;
  const count = Number(text);
  if (!Number.isInteger(count) || count < least || count > 1_000_000) throw new UsageError(`--${name} ${text}: give a whole number from ${least} to 1000000.`);
  return count;
}

function isFileToWrite(file: string): boolean {
  return existsSync(dirname(resolve(file))) && !statSync(file, { throwIfNoEntry: false })?.isDirectory();
}
