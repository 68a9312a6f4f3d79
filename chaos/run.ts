import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from './hospital.ts';
import { judge, type Failure, type RoundRecord, type RoundVerdict } from './judge.ts';
import { homeOf, planRound, type Place, type RoundPlan } from './plan.ts';
import { runRound } from './round.ts';
import { ServiceUnderTest } from './service.ts';
import { busiestMinute } from './used-minute.ts';

export interface Run {
  seed: number;
  /** Numbers of the rounds to carry out, ascending. */
  rounds: readonly number[];
  only?: Place | undefined;
  /** Told when a home is being started, and of each round as it looks at its end. */
  onStart?(rounds: readonly RoundPlan[]): void;
  onRound?(plan: RoundPlan, verdict: RoundVerdict): void;
  /** Once it is aborted the round under way is left, and no further one begun; those that were carried out are judged. */
  signal: AbortSignal;
}

/** A round and what became of it. */
export interface Judged {
  plan: RoundPlan;
  verdict: RoundVerdict;
}

export interface Outcome {
  seed: number;
  judged: Judged[];
  /** What is wrong with a home's journal as a whole, and belongs to no round. */
  shared: Failure[];
  /** The most messages in any rolling minute, of all homes. */
  busiestMinute: { slack: number; twilio: number };
}

/** Carries out the rounds, home by home, and judges each home when its last round is over: late duplicates count too. */
export async function runChaos(run: Run): Promise<Outcome> {
  const plans = run.rounds.map((round) => planRound(run.seed, round, run.only));
  const outcome: Outcome = { seed: run.seed, judged: [], shared: [], busiestMinute: { slack: 0, twilio: 0 } };
  for (const ofHome of Map.groupBy(plans, ({ round }) => homeOf(round)).values()) {
    if (run.signal.aborted) break;
    run.onStart?.(ofHome);
    await runHome(run, ofHome, outcome);
  }
  return outcome;
}

async function runHome(run: Run, plans: readonly RoundPlan[], outcome: Outcome): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vigia-chaos-'));
  let service: ServiceUnderTest | null = null;
  try {
    service = await ServiceUnderTest.start(folder, plans[0]?.layout ?? 'together');
    const records: RoundRecord[] = [];
    for (const plan of plans) {
      if (run.signal.aborted) break;
      const record = await unlessAborted(runRound(service, plan), run.signal);
      if (record === null) break;
      records.push(record);
      const { rounds: [verdict] } = judge([record], await service.people.journal(), LIMITS);
      if (verdict) run.onRound?.(plan, verdict);
      await service.restShortly();
    }
    const entries = await service.people.journal();
    const { rounds, shared } = judge(records, entries, LIMITS);
    outcome.judged.push(...rounds.flatMap((verdict, index) => (plans[index] ? [{ plan: plans[index], verdict }] : [])));
    // Of a round that was left nobody wrote down what it handed in.
    outcome.shared.push(...shared.filter(({ kind }) => !(run.signal.aborted && kind === 'stranger')));
    for (const platform of ['slack', 'twilio'] as const) outcome.busiestMinute[platform] = Math.max(outcome.busiestMinute[platform], busiestMinute(entries, platform));
  } finally {
    try {
      await (service?.stop() ?? ServiceUnderTest.endAll());
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** What the promise comes to; null when it is not waited for any longer. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  const aborted = Promise.withResolvers<null>();
  const abort = (): void => aborted.resolve(null);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
    // What is left fails once its processes are ended, and nobody is there to hear it.
    promise.catch(() => undefined);
  }
}
