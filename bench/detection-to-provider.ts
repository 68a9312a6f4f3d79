import type { Client } from '@temporalio/client';
import { untilAtRest } from './at-rest.ts';
import type { Breakdown } from './breakdown.ts';
import { compareLegs } from './history-times.ts';
import { compareLatency, compareThroughput, compareTime, latency, type Result } from './results.ts';
import type { Passage, Side } from './side.ts';
import { percentiles } from './statistics.ts';

export interface Sides {
  ours: Side;
  bare: Side;
  temporal: Client;
  /** Aborts when the benchmark is being stopped. */
  signal: AbortSignal;
}

/** Not counted: code is compiled and connections are made. */
const WARM_UP = 20;

/** Histories that are read for the breakdown, the newest of each side. */
const READ_HISTORIES = 100;

/**
 * From the caller's call to the provider's server being called, ours and a bare workflow in turn; every second pair begins with
 * the other one. Each begins only when Temporal is done with the one before it.
 */
export async function measurePairs({ ours, bare, temporal, signal }: Sides, breakdown: Breakdown, pairs: number): Promise<Result[]> {
  const measured = { ours: [] as Passage[], bare: [] as Passage[] };
  for (let pair = -WARM_UP; pair < pairs; pair += 1) {
    if (pair === 0) breakdown.clear();
    for (const [side, passages] of inTurn(pair, [ours, measured.ours] as const, [bare, measured.bare] as const)) {
      signal.throwIfAborted();
      const passage = await side.once();
      await untilAtRest(temporal, passage.workflowId);
      if (pair >= 0) passages.push(passage);
    }
  }
  const calls = breakdown.results();
  const legs = await compareLegs(temporal, measured.ours.slice(-READ_HISTORIES), measured.bare.slice(-READ_HISTORIES));
  return [...compareWays(measured), ...legs, ...calls];
}

function compareWays({ ours, bare }: { ours: readonly Passage[]; bare: readonly Passage[] }): Result[] {
  const way = ({ calledAt, arrivedAt }: Passage): number => arrivedAt - calledAt;
  const [measured, baseline] = [percentiles(ours.map(way)), percentiles(bare.map(way))];
  return [
    compareLatency('detection handed in → provider called, median', 'p50', measured, baseline, 1.5),
    compareLatency('detection handed in → provider called, 99th percentile', 'p99', measured, baseline, 2),
    latency('bare workflow started → provider called', baseline),
    latency('detection handed in → reply to the caller', percentiles(ours.map(({ calledAt, answeredAt }) => answeredAt - calledAt))),
  ];
}

function inTurn<T>(pair: number, first: T, second: T): T[] {
  return pair % 2 === 0 ? [first, second] : [second, first];
}

/** Alerts a second when many come at once, against bare workflows, in turn: half of each, twice. */
export async function measureBursts({ ours, bare, temporal, signal }: Sides, count: number, concurrency: number): Promise<Result[]> {
  const half = Math.ceil(count / 2);
  const taken = { ours: { sentMs: 0, restMs: 0 }, bare: { sentMs: 0, restMs: 0 } };
  for (const [side, total] of [[bare, taken.bare], [ours, taken.ours], [bare, taken.bare], [ours, taken.ours]] as const) {
    const { sentMs, restMs } = await burst(side, half, concurrency, temporal, signal);
    total.sentMs += sentMs;
    total.restMs += restMs;
  }
  const perSecond = (ms: number): number => (2 * half) / (ms / 1_000);
  return [
    compareThroughput(`alerts a second, ${concurrency} at a time`, 2 * half, perSecond(taken.ours.sentMs), perSecond(taken.bare.sentMs), 0.6),
    compareTime('after the last message of a burst, until Temporal is done with all', 2 * half, taken.ours.restMs / 2, taken.bare.restMs / 2),
  ];
}

/** How long it took to the last message's arrival, and from there until all workflows were at rest, milliseconds. */
async function burst(side: Side, count: number, concurrency: number, temporal: Client, signal: AbortSignal): Promise<{ sentMs: number; restMs: number }> {
  let left = count;
  const workflows: string[] = [];
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: concurrency }, async () => {
    while (left > 0) {
      signal.throwIfAborted();
      left -= 1;
      workflows.push((await side.once()).workflowId);
    }
  }));
  const sentAt = performance.now();
  for (const workflowId of workflows.toReversed()) await untilAtRest(temporal, workflowId);
  return { sentMs: sentAt - startedAt, restMs: performance.now() - sentAt };
}
