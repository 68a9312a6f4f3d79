import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fire, type Fired, type Target } from './fire.ts';
import { gatewayOf } from './gateway-target.ts';
import { compareThroughput, single, type Result } from './results.ts';
import type { WholeService } from './whole-service.ts';

/** Not counted: code is compiled, connections are made. */
const WARM_UP_S = 2;

/** Of each half second, how long a slow Temporal stands still, milliseconds. */
const STILL_MS = 400;
const PERIOD_MS = 500;

/** How many alerts a second the gateway takes in, with Temporal up, slow and standing still, beside a bare server that only writes rows. */
export async function measureAccepting(whole: WholeService, folder: string, seconds: number): Promise<Result[]> {
  const target = gatewayOf(whole);
  await fire(target, WARM_UP_S);
  await whole.eventually('the start of what it was warmed up with', async () => ((await whole.service.ledger.unstarted(1)).length === 0 ? true : undefined));
  const bare = await fireAtBare(folder, seconds);
  const up = await fire(target, seconds);
  const slow = await whileTemporal(whole, stutter, () => fire(target, seconds));
  const still = await whileTemporal(whole, stop, () => fire(target, seconds));
  const results = Object.entries({ up, slow, 'standing still': still }).flatMap(([temporal, fired]) => [
    compareThroughput(`alerts accepted by the gateway, Temporal ${temporal}`, fired.bodies.length, fired.perSecond, bare.perSecond),
    single(`the same: answered, 99th percentile (median ${Math.round(fired.p50)})`, 'ms', fired.bodies.length, fired.p99),
    single('the same: refused, or without an answer', 'calls', fired.bodies.length, fired.refused, 0),
  ]);
  return [...results, single('accepted alerts that the ledger does not know', 'alerts', up.bodies.length, await unknown(whole, [up, slow, still]), 0)];
}

async function fireAtBare(folder: string, seconds: number): Promise<Fired> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-acceptor.ts'), join(folder, 'bare.db')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const bare: Target = { url: `http://127.0.0.1:${Number(port)}`, path: '/rows', headers: {}, body: (n) => ({ alert_type: 'load', severity: 'medium', patient_id: `patient-${n}` }) };
  try {
    await fire(bare, WARM_UP_S);
    return await fire(bare, seconds);
  } finally {
    child.kill();
    await once(child, 'exit');
  }
}

type Hindering = (pid: number, signal: AbortSignal) => Promise<void>;

async function whileTemporal<T>({ service }: WholeService, hinder: Hindering, work: () => Promise<T>): Promise<T> {
  const pid = service.pidOf('temporal');
  if (pid === undefined) throw new Error('Temporal is not up.');
  const over = new AbortController();
  const hindering = hinder(pid, over.signal);
  try {
    return await work();
  } finally {
    over.abort();
    await hindering;
    process.kill(pid, 'SIGCONT');
  }
}

const stop: Hindering = async (pid) => void process.kill(pid, 'SIGSTOP');

const stutter: Hindering = async (pid, signal) => {
  while (!signal.aborted) {
    process.kill(pid, 'SIGSTOP');
    await sleep(STILL_MS);
    process.kill(pid, 'SIGCONT');
    await sleep(PERIOD_MS - STILL_MS);
  }
};

async function unknown({ service: { ledger } }: WholeService, fired: readonly Fired[]): Promise<number> {
  const codes = fired.flatMap(({ bodies }) => bodies.map((body) => (JSON.parse(body) as { data: { code: string } }).data.code));
  let missing = 0;
  for (const code of codes) if ((await ledger.accepted(code)) === null) missing += 1;
  return missing;
}
