import { readFileSync } from 'node:fs';
import { compareAmount, single, type Result } from './results.ts';
import { percentiles } from './statistics.ts';
import { isMessageAbout, type WholeService } from './whole-service.ts';

/** How long a step of a high alert lasts here, seconds: those that are due while everything is down. */
export const DUE_S = 2;

/** Alerts that are measured one by one, with nothing open and with many. */
const NEXT_ALERTS = 40;
/** Not counted: code is compiled and connections are made. */
const WARM_UP = 10;

const CONCURRENCY = 25;

/** Alerts that are due during the outage. */
const DUE = 20;

/** An alert among many open ones takes at most this many times as long as in an empty service. */
const TARGET_RATIO = 1.2;
const TARGET_RETURN_MS = 10_000;

/** What many open alerts cost: memory, the next alert's way, and the time after kill -9 of everything until what is due is acted on. */
export async function measureOpenAlerts(whole: WholeService, open: number): Promise<Result[]> {
  await nextAlerts(whole, WARM_UP);
  const empty = await nextAlerts(whole, NEXT_ALERTS);
  const before = residentBytes(whole.service.pidOf('worker'));
  const codes = new Set(await whole.raiseMany(2, open, CONCURRENCY));
  let seen = 0;
  await whole.sent('the pages of all open alerts', (entries) => {
    for (const { operation, text } of entries.slice(seen)) if (operation === 'chat.postMessage') for (const code of text.match(CODE) ?? []) codes.delete(code);
    seen = entries.length;
    return codes.size === 0 ? true : undefined;
  }, open);
  const memory = (residentBytes(whole.service.pidOf('worker')) - before) / open / 1_024;
  const among = await nextAlerts(whole, NEXT_ALERTS);
  const back = await untilDueIsDone(whole);
  return [
    compareAmount(`next alert → provider called, median, with ${open} alerts open, against an empty service`, 'ms', NEXT_ALERTS, percentiles(among).p50, percentiles(empty).p50, TARGET_RATIO),
    single(`memory of the service for each of ${open} open alerts`, 'KiB', open, memory),
    single(`kill -9 of everything → all that came due meanwhile is sent, with ${open} alerts open`, 'ms', DUE, back, TARGET_RETURN_MS),
  ];
}

const CODE = /[0-9A-Z]{4}-[0-9A-Z]{4}/g;

/** One after the other, from the call to the provider, milliseconds. */
async function nextAlerts(whole: WholeService, count: number): Promise<number[]> {
  const ways: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const { code, calledAt } = await whole.raise(2);
    const { arrivedAt } = await whole.sent(`the page of ${code}`, (entries) => entries.findLast((entry) => isMessageAbout(code, entry)));
    ways.push(arrivedAt - calledAt);
  }
  return ways;
}

/** Kills the service and Temporal's server, and answers how long after that the last alert that came due meanwhile called its next step, milliseconds. */
async function untilDueIsDone(whole: WholeService): Promise<number> {
  const codes = await whole.raiseMany(3, DUE, DUE);
  const firstPages = await whole.sent('the first pages of what will be due', (entries) => {
    const pages = codes.map((code) => entries.filter((entry) => isMessageAbout(code, entry)).length);
    return pages.every((count) => count >= 3) ? entries.length : undefined;
  });
  const { service } = whole;
  const serverPid = service.pidOf('temporal');
  const killedAt = Date.now();
  service.kill('both', 'worker');
  await service.bringBack('both', serverPid);
  const last = await whole.sent('the next steps of all that was due', (entries) => {
    const next = codes.map((code) => entries.slice(firstPages).find((entry) => isMessageAbout(code, entry)));
    return next.every((entry) => entry !== undefined) ? Math.max(...next.map(({ arrivedAt }) => arrivedAt)) : undefined;
  });
  return last - killedAt;
}

/** What the process holds in memory. https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function residentBytes(pid: number | undefined): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) * 1_024;
}
