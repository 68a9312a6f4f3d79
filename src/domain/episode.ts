import type { Finding } from './request.ts';
import { severityRank, type Severity } from './severity.ts';
import { isWorseStage, type Stage } from './stage.ts';

/** How bad a wound is: what stage the AI saw, or a person confirmed, and what policy makes of it. */
export interface Badness {
  stage: Stage | null;
  severity: Severity;
}

/** What the ledger knows of an episode: of all alerts about one body site of one patient. */
export interface KnownEpisode {
  /** The alert that is open, as bad as it is with every raise that it was asked for. */
  open: ({ code: string } & Badness) | null;
  /** The last one of which whoever resolved it said what they had found. Milliseconds since the epoch. */
  judged: ({ code: string; found: Finding; resolvedAtMs: number } & Badness) | null;
}

/** Why a detection of a known episode makes an alert of its own all the same. */
export type AnewReason =
  | 'worse_than_confirmed' | 'other_stage_than_confirmed' | 'confirmed_too_long_ago' | 'found_other_stage' | 'found_not_an_injury' | 'found_wrong_patient';

/** What an open alert is to a detection that joins it. */
export type JoinReason = 'same_stage' | 'not_worse';

/**
 * What becomes of a detection.
 * - `new`: an alert of its own; `reason` null for an episode of which nobody has said what it is.
 * - `join`: the open alert has it, and nobody is told.
 * - `raise`: the open alert gets worse, and its window begins anew.
 * - `record`: a person has confirmed the wound at this stage: it is kept, and nobody is told.
 */
export type EpisodeDecision =
  | { decision: 'new'; reason: AnewReason | null }
  | { decision: 'join'; code: string; reason: JoinReason }
  | { decision: 'raise'; code: string; reason: 'worse_stage' | 'worse_severity'; from: Severity }
  | { decision: 'record'; code: string; reason: 'confirmed_at_this_stage' };

/** What becomes of a detection that makes no alert of its own. */
export type RepeatDecision = Exclude<EpisodeDecision, { decision: 'new' }>;

/** What a caller hears of it. */
export const EPISODE_OUTCOMES = { join: 'joined', raise: 'raised', record: 'recorded' } as const satisfies Record<RepeatDecision['decision'], string>;

/**
 * One wound is one alert. Nothing lowers an alert, and whatever isn't clearly what somebody has confirmed makes a new one.
 * @param confirmedForMs for how long a confirmed wound stays told; null: not at all
 */
export function judgeEpisode(detected: Badness, { open, judged }: KnownEpisode, confirmedForMs: number | null, nowMs: number): EpisodeDecision {
  if (open) return judgeOpen(detected, open);
  if (!judged) return { decision: 'new', reason: null };
  if (judged.found !== 'confirmed') return { decision: 'new', reason: `found_${judged.found}` };
  if (worsening(detected, judged)) return { decision: 'new', reason: 'worse_than_confirmed' };
  if (!isStageOf(detected, judged)) return { decision: 'new', reason: 'other_stage_than_confirmed' };
  if (confirmedForMs === null || nowMs >= judged.resolvedAtMs + confirmedForMs) return { decision: 'new', reason: 'confirmed_too_long_ago' };
  return { decision: 'record', code: judged.code, reason: 'confirmed_at_this_stage' };
}

function judgeOpen(detected: Badness, open: { code: string } & Badness): EpisodeDecision {
  const { code, severity: from } = open;
  const reason = worsening(detected, open);
  if (reason) return { decision: 'raise', code, reason, from };
  return { decision: 'join', code, reason: detected.stage === open.stage ? 'same_stage' : 'not_worse' };
}

/** A worse stage is worse whatever its severity: the alert may have come with a higher one than policy gives. */
function worsening(detected: Badness, than: Badness): 'worse_stage' | 'worse_severity' | null {
  if (detected.stage !== null && than.stage !== null && isWorseStage(detected.stage, than.stage)) return 'worse_stage';
  return severityRank(detected.severity) > severityRank(than.severity) ? 'worse_severity' : null;
}

/** At the stage that was confirmed, or at one that is clearly less. */
function isStageOf({ stage }: Badness, confirmed: Badness): boolean {
  return stage === confirmed.stage || (stage !== null && confirmed.stage !== null && isWorseStage(confirmed.stage, stage));
}
