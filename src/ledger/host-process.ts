import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** What tells a process of this host from any other that ever ran on it. */
export interface ProcessIdentity {
  pid: number;
  /** The numbering that `pid` belongs to: containers have their own, and hosts that don't tell their runs apart. */
  space: string;
  /** When the kernel started it, in its own count; a number that is used again has another start. Empty where unknown. */
  started: string;
}

/**
 * Milliseconds since the host started, as all its processes read them: no change of the wall clock moves it.
 * Linux: CLOCK_MONOTONIC, https://man7.org/linux/man-pages/man2/clock_gettime.2.html
 */
export function hostTick(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}

/** Names the run of the host that `hostTick` counts from; the same constant where the system doesn't tell. */
export function hostRun(): string {
  return tryRead(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()) ?? 'host';
}

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, space: pidSpace(), started: startOf(process.pid)?.started ?? '' };
}

/** Whether a process still runs. `unknown` when it is numbered in another space, such as another container's. */
export function processState(identity: ProcessIdentity): 'alive' | 'dead' | 'unknown' {
  if (identity.space !== pidSpace()) return 'unknown';
  if (identity.started !== '') {
    const now = startOf(identity.pid);
    return now && now.started === identity.started && !now.ended ? 'alive' : 'dead';
  }
  try {
    process.kill(identity.pid, 0);
    return 'alive';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH' ? 'dead' : 'alive';
  }
}

function pidSpace(): string {
  return tryRead(() => readlinkSync('/proc/self/ns/pid')) ?? `${process.platform} ${hostname()}`;
}

/** Fields 3 (state) and 22 (start time) of https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html; Z and X are dead already. */
function startOf(pid: number): { started: string; ended: boolean } | null {
  const stat = tryRead(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The name in field 2 may hold spaces and brackets itself: count from its last bracket.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const started = fields?.[19];
  return started === undefined ? null : { started, ended: fields?.[0] === 'Z' || fields?.[0] === 'X' };
}

function tryRead(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
