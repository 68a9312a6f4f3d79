import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Runtime } from '@temporalio/worker';
import { guardProcess } from '../src/launch/guard-process.ts';
import { createLifecycle, type Lifecycle } from '../src/launch/lifecycle.ts';
import { lineIn } from '../src/launch/line.ts';
import { createProgress, type Progress } from '../src/launch/progress.ts';
import { startEmbeddedTemporal } from '../src/sandbox/temporal/embedded-temporal.ts';
import { startBareService, type BareService } from './bare-service.ts';
import { watchBreakdown } from './breakdown.ts';
import { measureBursts, measureWays } from './detection-to-provider.ts';
import { parseFlags, USAGE, UsageError, type Flags } from './flags.ts';
import { startReceiver, type Receiver } from './receiver.ts';
import { report, type Result } from './results.ts';
import { startService } from './service-under-test.ts';
import { measureWholeService } from './whole-service-measures.ts';

/** At once in flight, while throughput is measured. */
const CONCURRENCY = 50;

/** With fewer rounds it is a look, and the rest is measured less often too. */
const WHOLE_ROUNDS = 100;

/** A shell's exit code for what Ctrl-C ended. */
const INTERRUPTED = 130;

const quiet = (): void => {};

async function main(args: readonly string[]): Promise<number> {
  const flags = parseFlags(args);
  if (flags === null) {
    console.log(USAGE);
    return 0;
  }
  const progress = createProgress(process.stderr, 'en');
  // Signals are the lifecycle's: it stops the parts in order.
  Runtime.install({ logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet }, shutdownSignals: [] });
  const lifecycle = createLifecycle({ say: (line) => progress.say(line), onCrash: (name) => progress.say(`${lineIn(name, 'en')} stopped unexpectedly.`) });
  // A mistake of the benchmark's own must leave no process behind either.
  guardProcess(lifecycle, (what, error) => progress.say(`The benchmark failed: ${what}, ${error instanceof Error ? error.message : String(error)}`));
  const folder = mkdtempSync(join(tmpdir(), 'vigia-bench-'));
  // What waits for a server that is stopped already would wait long.
  const stopped = lifecycle.finished.then(() => null);
  try {
    const results = await Promise.race([measure(flags, folder, lifecycle, progress), stopped]);
    if (results === null) return INTERRUPTED;
    report(results, flags.json);
    return await lifecycle.stop(0);
  } catch (error) {
    if (!lifecycle.signal.aborted) progress.say(`The benchmark failed: ${error instanceof Error ? error.message : String(error)}`);
    const code = await lifecycle.stop(1);
    return lifecycle.signal.aborted && code === 0 ? INTERRUPTED : code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(flags: Flags, folder: string, lifecycle: Lifecycle, progress: Progress): Promise<Result[]> {
  progress.say('Starting Temporal on a file, as `npm start` does, the service, and a bare workflow beside it.');
  const { signal } = lifecycle;
  const server = await lifecycle.start('Temporal', () => startEmbeddedTemporal({
    homeDir: folder, ip: '127.0.0.1', port: 0, uiPort: 0, namespace: 'default', env: process.env, progress, signal, onEvent: quiet,
  }));
  const receiver = await lifecycle.start('the receiver', startReceiver);
  const bare = await lifecycle.start('the bare workflow', () => startBareService(server.address, receiver, join(folder, 'bare-cache')));
  const against = flags.whole ? [] : await measureAgainstBare(flags, { folder, server: server.address, receiver, bare }, lifecycle, progress);
  const quick = flags.rounds < WHOLE_ROUNDS;
  const counts = { escalations: quick ? 20 : 100, acknowledgments: quick ? 10 : 40, overDeploy: quick ? 20 : 40, atOnce: 100, acceptingS: quick ? 3 : 10, open: flags.open };
  return [...against, ...await measureWholeService(folder, bare, counts, { lifecycle, progress })];
}

interface Ground {
  folder: string;
  /** Address of Temporal's server. */
  server: string;
  receiver: Receiver;
  bare: BareService;
}

async function measureAgainstBare({ rounds, burst }: Flags, { folder, server, receiver, bare }: Ground, lifecycle: Lifecycle, progress: Progress): Promise<Result[]> {
  const ours = await startService(folder, server, receiver, lifecycle);
  const breakdown = watchBreakdown(ours.service);
  const sides = { ours, bare, temporal: ours.service.temporal, signal: lifecycle.signal };
  const ways = await progress.during(`Measuring ${rounds} rounds: ours, and the bare workflow in two ways`, () => measureWays(sides, breakdown, rounds));
  const bursts = await progress.during(`Measuring bursts of ${burst}, ${CONCURRENCY} at a time`, () => measureBursts(sides, burst, CONCURRENCY));
  return [...ways.slice(0, 4), ...bursts, ...ways.slice(4)];
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n${USAGE}`);
  process.exitCode = 2;
}
process.exit();
