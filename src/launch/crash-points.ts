import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { CRASH_POINTS, type Passing } from '../domain/crash-point.ts';

/** What is killed: the process that passes the point, Temporal's server, or both at once. */
export const VICTIMS = ['process', 'temporal', 'both'] as const;

const crashSchema = z.strictObject({
  point: z.enum(CRASH_POINTS),
  /** The passing at which it happens, counted from 1 since the crash was armed. */
  nth: z.number().int().min(1),
  kill: z.enum(VICTIMS),
});

/** One crash that is to happen. */
export type Crash = z.infer<typeof crashSchema>;

export interface CrashPointsOptions {
  /** Holds the crashes to come, a JSON list, or isn't there; null outside of crash tests. */
  file: string | null;
  /** Temporal's server, when it runs. */
  temporalPid(): number | undefined;
}

/**
 * Ends this process, Temporal's server or both by SIGKILL where the file says, one crash after the other: each is taken off
 * the file before it happens, so that the process that comes next meets only those after it. Undefined without a file,
 * and production refuses to be given one (`readSettings`).
 */
export function openCrashPoints({ file, temporalPid }: CrashPointsOptions): Passing | undefined {
  if (file === null) return undefined;
  let armed = '';
  let seen = 0;
  return (point) => {
    const text = readText(file);
    if (text !== armed) [armed, seen] = [text, 0];
    const [next, ...later] = text === '' ? [] : z.array(crashSchema).parse(JSON.parse(text));
    if (next?.point !== point) return;
    seen += 1;
    if (seen < next.nth || !takeOff(file, later)) return;
    kill(next, temporalPid());
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** False when another process came first. */
function takeOff(file: string, later: readonly Crash[]): boolean {
  try {
    renameSync(file, `${file}.fired`);
  } catch {
    return false;
  }
  if (later.length === 0) return true;
  writeFileSync(`${file}.later`, JSON.stringify(later));
  renameSync(`${file}.later`, file);
  return true;
}

function kill({ kill: victim }: Crash, temporalPid: number | undefined): void {
  if (victim !== 'process' && temporalPid !== undefined) process.kill(temporalPid, 'SIGKILL');
  if (victim !== 'temporal') process.kill(process.pid, 'SIGKILL');
}
