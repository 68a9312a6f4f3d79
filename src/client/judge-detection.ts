import type { Detection } from '../domain/detection.ts';
import { judgeEpisode } from '../domain/episode.ts';
import type { AlertPlan } from '../domain/plan.ts';
import type { Severity } from '../domain/severity.ts';
import type { EpisodeJudge } from '../ledger/ledger.ts';

export interface JudgeOptions {
  planFor(detection: Detection, already?: Severity): AlertPlan;
  confirmedForMs?(): number | null;
}

/** How a detection is judged once the ledger knows what there is of its wound; by the policy in force when it came. */
export function judgeDetection(options: JudgeOptions, detection: Detection, severity: Severity, agent: string, now: Date): EpisodeJudge {
  const confirmedForMs = options.confirmedForMs?.() ?? null;
  return {
    agent,
    decide: (known) => judgeEpisode({ stage: detection.stage, severity }, known, confirmedForMs, now.getTime()),
    planFrom: (already) => options.planFor(detection, already),
  };
}
