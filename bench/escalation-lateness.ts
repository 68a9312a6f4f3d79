import { setTimeout as sleep } from 'node:timers/promises';
import { CHARGE_NURSE } from '../chaos/hospital.ts';
import type { BareService } from './bare-service.ts';
import { compareLatency, latency, within, type Result } from './results.ts';
import { percentiles } from './statistics.ts';
import { isMessageAbout, type WholeService } from './whole-service.ts';

/** How long the first step lasts, and the bare workflow sleeps, seconds. */
export const WINDOW_S = 3;

/** Between two alerts, and so between two deadlines, milliseconds. */
const GAP_MS = 300;

/** Promised at the 99th percentile, milliseconds. */
const TARGET_MS = 150;

/** How long after an alert's deadline the next step's person is called at the provider, beside a bare workflow that sleeps as long and then posts. */
export async function measureLateness(whole: WholeService, bare: Pick<BareService, 'timed'>, count: number): Promise<Result[]> {
  const pairs = await Promise.all(Array.from({ length: count }, async (_none, index) => {
    await sleep(index * GAP_MS);
    return Promise.all([whole.raise(2).then(({ code }) => lateOf(whole, code)), bare.timed(WINDOW_S * 1_000)]);
  }));
  const [ours, floor] = [percentiles(pairs.map(([late]) => late)), percentiles(pairs.map(([, late]) => late))];
  return [
    within('deadline passed → next person called, 99th percentile', 'p99', ours, TARGET_MS),
    compareLatency('the same, median, against a bare workflow that sleeps and posts', 'p50', ours, floor),
    latency('bare workflow: due → provider called', floor),
  ];
}

async function lateOf(whole: WholeService, code: string): Promise<number> {
  // The deadline of the first step, which is on record a moment after its page has left.
  const deadline = await whole.eventually(`the deadline of ${code}`, async () => {
    await sleep(GAP_MS);
    return (await whole.service.client.show(code)).nextDeadline ?? undefined;
  });
  const next = await whole.sent(`the next step of ${code}`, (entries) => entries.find((entry) => entry.to === CHARGE_NURSE.slack && isMessageAbout(code, entry)));
  return next.arrivedAt - Date.parse(deadline);
}
