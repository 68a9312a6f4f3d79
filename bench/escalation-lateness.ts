import { setTimeout as sleep } from 'node:timers/promises';
import { CHARGE_NURSE } from '../chaos/hospital.ts';
import { drawFrom } from '../chaos/random.ts';
import type { BareService } from './bare-service.ts';
import { compareLatency, latency, within, type Result } from './results.ts';
import { percentiles } from './statistics.ts';
import { isMessageAbout, type WholeService } from './whole-service.ts';

/** How long the first step lasts, and the bare workflow sleeps, seconds. */
export const WINDOW_S = 3;

/** Between two alerts, and so between two deadlines, on average, milliseconds. At random, as alerts come: evenly apart, each deadline would meet the start of another alert. */
const GAP_MS = 300;
const SEED = 20_261_129;

/** The first ones aren't counted: code is compiled and connections are made. */
const WARM_UP = 10;

/** Promised at the 99th percentile, milliseconds. */
const TARGET_MS = 150;

/** How long after an alert's deadline the next step's person is called at the provider, beside a bare workflow that sleeps as long and then posts. */
export async function measureLateness(whole: WholeService, bare: Pick<BareService, 'timed'>, count: number): Promise<Result[]> {
  const pairs = await Promise.all(arrivals(WARM_UP + count).map(async (atMs) => {
    await sleep(atMs);
    const ours = whole.raise(2).then(({ code }) => lateOf(whole, code));
    // Not at the same moment: each would make the other late.
    const floor = sleep(GAP_MS / 2).then(() => bare.timed(WINDOW_S * 1_000));
    return Promise.all([ours, floor]);
  }));
  const counted = pairs.slice(WARM_UP);
  const [ours, floor] = [percentiles(counted.map(([late]) => late)), percentiles(counted.map(([, late]) => late))];
  return [
    within('deadline passed → next person called, 99th percentile', 'p99', ours, TARGET_MS),
    compareLatency('the same, median, against a bare workflow that sleeps and posts', 'p50', ours, floor),
    latency('bare workflow: due → provider called', floor),
  ];
}

/** When each alert comes, milliseconds from the first one: half to one and a half gaps apart. */
function arrivals(count: number): number[] {
  const draw = drawFrom(SEED);
  let atMs = 0;
  return Array.from({ length: count }, () => (atMs += GAP_MS / 2 + draw.integer(GAP_MS)));
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
