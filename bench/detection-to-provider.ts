import { randomUUID } from 'node:crypto';
import type { ServiceContext } from '../src/roles/service-context.ts';
import type { BareService } from './bare-service.ts';
import type { Breakdown } from './breakdown.ts';
import type { Receiver } from './receiver.ts';
import { compareLatency, compareThroughput, latency, type Result } from './results.ts';
import { percentiles } from './statistics.ts';

interface Sides {
  service: ServiceContext;
  bare: BareService;
  receiver: Receiver;
}

/** Not counted: code is compiled and connections are made. */
const WARM_UP = 20;

/** From the caller's call to the provider's server being called, against a bare workflow's start to the same, in turn. */
export async function measurePairs({ service, bare, receiver, breakdown }: Sides & { breakdown: Breakdown }, pairs: number): Promise<Result[]> {
  const ours: number[] = [];
  const accepts: number[] = [];
  const floor: number[] = [];
  for (let pair = -WARM_UP; pair < pairs; pair += 1) {
    if (pair === 0) breakdown.clear();
    const alert = await raise(service, receiver);
    const plain = await startBare(bare, receiver);
    if (pair < 0) continue;
    ours.push(alert.toProviderMs);
    accepts.push(alert.toReplyMs);
    floor.push(plain);
  }
  const [measured, baseline] = [percentiles(ours), percentiles(floor)];
  return [
    compareLatency('detection handed in → provider called, median', 'p50', measured, baseline, 1.5),
    compareLatency('detection handed in → provider called, 99th percentile', 'p99', measured, baseline, 2),
    latency('bare workflow started → provider called', baseline),
    latency('detection handed in → reply to the caller', percentiles(accepts)),
    ...breakdown.results(),
  ];
}

/** Alerts a second when many come at once, against the same of bare workflows, right after each other. */
export async function measureBurst({ service, bare, receiver }: Sides, count: number, concurrency: number): Promise<Result> {
  const floor = await throughput(count, concurrency, () => startBare(bare, receiver));
  const ours = await throughput(count, concurrency, () => raise(service, receiver));
  const floorAgain = await throughput(count, concurrency, () => startBare(bare, receiver));
  return compareThroughput(`alerts a second, ${concurrency} at a time`, count, ours, (floor + floorAgain) / 2, 0.6);
}

async function raise({ client }: ServiceContext, receiver: Receiver): Promise<{ toProviderMs: number; toReplyMs: number }> {
  const startedAt = performance.now();
  const { code } = await client.raise({ stage: 2, confidence: 0.9 });
  const toReplyMs = performance.now() - startedAt;
  return { toReplyMs, toProviderMs: (await receiver.arrival(code)) - startedAt };
}

async function startBare(bare: BareService, receiver: Receiver): Promise<number> {
  const key = randomUUID();
  const startedAt = performance.now();
  await bare.start(key);
  return (await receiver.arrival(key)) - startedAt;
}

async function throughput(count: number, concurrency: number, one: () => Promise<unknown>): Promise<number> {
  let left = count;
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: concurrency }, async () => {
    while (left > 0) {
      left -= 1;
      await one();
    }
  }));
  return count / ((performance.now() - startedAt) / 1_000);
}
