import { setTimeout as sleep } from 'node:timers/promises';
import type { Target } from './fire.ts';
import { gatewayOf } from './gateway-target.ts';
import type { Side } from './side.ts';
import { single, compareTime, type Result } from './results.ts';
import { percentiles } from './statistics.ts';
import { isMessageAbout, type Sent, type WholeService } from './whole-service.ts';

/** Promised for a hundred, milliseconds. */
const TARGET_MS = 4_000;

/** Bursts after the first one, which meets code that isn't compiled yet. */
const BURSTS = 5;

/** The sandbox notes when each message came in, so there is no hurry to look, and looking takes the processor from what is measured. Milliseconds. */
const LOOK_EVERY_MS = 250;

/** So many findings handed to the gateway at the same moment, until the last of them is at its provider; in turn with bare workflows started so. */
export async function measureBurst(whole: WholeService, bare: Side, count: number): Promise<Result[]> {
  const gateway = gatewayOf(whole);
  const first = await burstOfOurs(whole, gateway, count);
  await burstOfBare(bare, count);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let burst = 0; burst < BURSTS; burst += 1) {
    ours.push(await burstOfOurs(whole, gateway, count));
    theirs.push(await burstOfBare(bare, count));
  }
  const [median, floor] = [percentiles(ours).p50, percentiles(theirs).p50];
  return [
    single(`${count} findings at once → the last at its provider, median of ${BURSTS} bursts`, 'ms', count, median, TARGET_MS),
    compareTime('the same, against as many bare workflows', count, median, floor),
    single('the same, of a service that has just been started', 'ms', count, first),
  ];
}

async function burstOfOurs(whole: WholeService, gateway: Target, count: number): Promise<number> {
  let seen = (await whole.entries()).length;
  const calledAt = Date.now();
  const left = new Set(await Promise.all(Array.from({ length: count }, (_none, index) => raise(gateway, index))));
  return whole.sent('every alert of the burst', async (entries) => {
    const fresh = entries.slice(seen);
    seen = entries.length;
    const last = fresh.filter((entry) => tickOff(left, entry)).at(-1);
    if (last && left.size === 0) return last.arrivedAt - calledAt;
    await sleep(LOOK_EVERY_MS);
    return undefined;
  });
}

/** Whether this is the message of one that had none yet. */
function tickOff(left: Set<string>, entry: Sent): boolean {
  const code = [...left].find((each) => isMessageAbout(each, entry));
  return code !== undefined && left.delete(code);
}

async function raise({ url, path, headers, body }: Target, index: number): Promise<string> {
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body(index)) });
  const { data } = (await answer.json()) as { data?: { code: string } };
  if (!data) throw new Error(`The gateway answered ${answer.status} to one finding of the burst.`);
  return data.code;
}

async function burstOfBare(bare: Side, count: number): Promise<number> {
  const startedAt = performance.now();
  const arrivals = await Promise.all(Array.from({ length: count }, async () => (await bare.once()).arrivedAt));
  return Math.max(...arrivals) - startedAt;
}
