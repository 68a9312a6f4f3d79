import type { Client } from '@temporalio/client';
import { untilAtRest } from './at-rest.ts';
import type { BareService } from './bare-service.ts';
import type { Breakdown } from './breakdown.ts';
import { compareLegs } from './history-times.ts';
import { compareLatency, compareThroughput, compareTime, latency, type Result } from './results.ts';
import type { Passage, Side } from './side.ts';
import { percentiles } from './statistics.ts';

export interface Sides {
  ours: Side;
  bare: Pick<BareService, 'byDefault' | 'eager'>;
  temporal: Client;
  /** Aborts when the benchmark is being stopped. */
  signal: AbortSignal;
}

/** Not counted: code is compiled and connections are made. */
const WARM_UP = 20;

/** Histories that are read for the breakdown, the newest of each side. */
const READ_HISTORIES = 100;

interface Measured {
  ours: Passage[];
  byDefault: Passage[];
  eager: Passage[];
}

/**
 * From the caller's call to the provider's server being called, ours and the bare workflow started in both ways, in turn; each
 * round begins with another one. Each begins only when Temporal is done with the one before it.
 */
export async function measureWays({ ours, bare, temporal, signal }: Sides, breakdown: Breakdown, rounds: number): Promise<Result[]> {
  const measured: Measured = { ours: [], byDefault: [], eager: [] };
  const sides = [[ours, measured.ours], [bare.byDefault, measured.byDefault], [bare.eager, measured.eager]] as const;
  for (let round = -WARM_UP; round < rounds; round += 1) {
    if (round === 0) breakdown.clear();
    for (const [side, passages] of beginningWith(round, sides)) {
      signal.throwIfAborted();
      const passage = await side.once();
      await untilAtRest(temporal, passage.workflowId);
      if (round >= 0) passages.push(passage);
    }
  }
  const calls = breakdown.results();
  const legs = await compareLegs(temporal, measured.ours.slice(-READ_HISTORIES), measured.eager.slice(-READ_HISTORIES));
  return [...compareWays(measured), ...legs, ...calls];
}

/** Ours against both ways to start the bare workflow, at each percentile; the 95th has no target. */
export function compareWays({ ours, byDefault, eager }: Measured): Result[] {
  const way = ({ calledAt, arrivedAt }: Passage): number => arrivedAt - calledAt;
  const [measured, usual, floor] = [percentiles(ours.map(way)), percentiles(byDefault.map(way)), percentiles(eager.map(way))];
  return [
    compareLatency('detection handed in → provider called, median, against the bare workflow', 'p50', measured, usual, 1.5),
    compareLatency('the same, 95th percentile', 'p95', measured, usual),
    compareLatency('the same, 99th percentile', 'p99', measured, usual, 2),
    compareLatency('the same, median, against the bare workflow started eagerly', 'p50', measured, floor, 1.5),
    compareLatency('the same, 95th percentile', 'p95', measured, floor),
    compareLatency('the same, 99th percentile', 'p99', measured, floor, 2),
    latency('bare workflow started → provider called', usual),
    latency('bare workflow started eagerly → provider called', floor),
    latency('detection handed in → reply to the caller', percentiles(ours.map(({ calledAt, answeredAt }) => answeredAt - calledAt))),
  ];
}

/** All of them, in the same order, from another one on in each round. */
function beginningWith<T>(round: number, sides: readonly T[]): T[] {
  const first = (round + WARM_UP) % sides.length;
  return [...sides.slice(first), ...sides.slice(0, first)];
}

/** Alerts a second when many come at once, against bare workflows that start eagerly too, in turn: half of each, twice. */
export async function measureBursts({ ours, bare: { eager: bare }, temporal, signal }: Sides, count: number, concurrency: number): Promise<Result[]> {
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
