import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { machine } from '../bench/results.ts';
import { createProgress } from '../src/launch/progress.ts';
import { parseFlags, USAGE, UsageError, type Flags } from './flags.ts';
import { render, roundLine, summarise, writeReport } from './report.ts';
import { runChaos } from './run.ts';
import { runStorm, STORM_LIMITS } from './storm.ts';
import { renderStorm } from './storm-report.ts';

/** A shell's exit code for what Ctrl-C ended. */
const INTERRUPTED = 130;

async function main(args: readonly string[]): Promise<number> {
  const flags = parseFlags(args, () => randomInt(1_000_000));
  if (flags === null) {
    console.log(USAGE);
    return 0;
  }
  const progress = createProgress(process.stderr, 'en');
  const stopping = new AbortController();
  // npm hands on a signal that a terminal has sent us already: the second must not end us before our processes are ended.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {
    if (!stopping.signal.aborted) progress.say('Stopping: the round under way is left, and those before it are reported.');
    stopping.abort();
  });
  try {
    return await (flags.storm ? storm(flags, progress.say, stopping.signal) : carryOut(flags, progress.say, stopping.signal));
  } catch (error) {
    if (stopping.signal.aborted) return INTERRUPTED;
    progress.say(`The crash test itself failed: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

async function carryOut({ rounds: count, seed, round, only, json }: Flags, say: (line: string) => void, signal: AbortSignal): Promise<number> {
  const rounds = round === undefined ? Array.from({ length: count }, (_, index) => index + 1) : [round];
  say(`Crash test: ${rounds.length} rounds from seed ${seed}, about ten seconds each. Everything runs in folders of its own.`);
  const outcome = await runChaos({
    seed, rounds, only, signal,
    onStart: ([first]) => say(`Starting Temporal, the sandbox and the service${first?.layout === 'apart' ? ', the platforms in a process of their own' : ''}.`),
    onRound: (plan, verdict) => say(roundLine(plan, verdict, round ?? count)),
  });
  const report = summarise(outcome);
  writeReport(report, json);
  console.log(render(report));
  if (signal.aborted) return INTERRUPTED;
  return report.failures.length === 0 ? 0 : 1;
}

async function storm({ json }: Flags, say: (line: string) => void, signal: AbortSignal): Promise<number> {
  say('Storm: 100 critical and 200 medium alerts at once over ten people, about three minutes. Everything runs in a folder of its own.');
  const verdict = await runStorm(say, signal);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ machine: machine(), limits: STORM_LIMITS, ...verdict }, null, 2)}\n`);
  console.log(renderStorm(verdict));
  return verdict.broken.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n${USAGE}`);
  process.exitCode = 2;
}
process.exit();
