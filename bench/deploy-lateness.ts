import { setTimeout as sleep } from 'node:timers/promises';
import { CHARGE_NURSE } from '../chaos/hospital.ts';
import { percentiles } from './statistics.ts';
import { latency, single, type Result } from './results.ts';
import { isMessageAbout, type WholeService } from './whole-service.ts';

/** How long the first step lasts, seconds: longer than a deploy takes. */
export const DEPLOY_WINDOW_S = 12;

/** Between two alerts, and so between two deadlines, milliseconds: they fall before, in and after the time in which nothing runs. */
const GAP_MS = 250;

/** No open alert is delayed by more than this over a deploy, milliseconds. */
const TARGET_MS = 5_000;

/** How late the next steps of open alerts are that fall due around a deploy (`vigia run … --take-over`), and how long nothing runs. */
export async function measureDeploy(whole: WholeService, open: number): Promise<Result[]> {
  const codes: string[] = [];
  for (; codes.length < open; await sleep(GAP_MS)) codes.push((await whole.raise(2)).code);
  const due = await Promise.all(codes.map((code) => whole.eventually(`the deadline of ${code}`, async () => {
    await sleep(GAP_MS);
    return (await whole.service.client.show(code)).nextDeadline ?? undefined;
  })));
  await sleep(Math.max(0, Date.parse(due[0] ?? '') - Date.now()));
  const { stoppedAt, upAt } = await whole.service.deploy();
  const late = await Promise.all(codes.map(async (code, index) => {
    const next = await whole.sent(`the next step of ${code}`, (entries) => entries.find((entry) => entry.to === CHARGE_NURSE.slack && isMessageAbout(code, entry)));
    return next.arrivedAt - Date.parse(due[index] ?? '');
  }));
  return [
    single(`a deploy with ${open} alerts open: the latest next step after its deadline`, 'ms', open, Math.max(...late), TARGET_MS),
    latency('the same: deadline passed → next person called, before, in and after it', percentiles(late)),
    single('the same: from when the old version begins to stop until the new one is up', 'ms', 1, upAt - stoppedAt),
  ];
}
