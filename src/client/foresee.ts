import type { Detection } from '../domain/detection.ts';
import type { AlertPlan } from '../domain/plan.ts';
import { EPISODE_OUTCOMES, type EpisodeDecision } from '../domain/episode.ts';
import type { EpisodeJudge, Ledger } from '../ledger/ledger.ts';

/** What would become of a detection now. `plan`: what policy makes of it; nobody is told by it where it joins or is recorded. */
export interface Foreseen {
  plan: AlertPlan;
  /** Set where its wound has an alert already that it would go to. */
  episode?: { outcome: 'joined' | 'raised' | 'recorded'; code: string; reason: string };
}

/** Judges a detection as taking it in would, and writes nothing. */
export async function foresee(ledger: Pick<Ledger, 'episodeOf'>, detection: Detection, plan: AlertPlan, judge: EpisodeJudge): Promise<Foreseen> {
  const known = await ledger.episodeOf(detection);
  const decided: EpisodeDecision = known === null ? { decision: 'new', reason: null } : judge.decide(known);
  if (decided.decision === 'new') return { plan: decided.reason === null ? plan : { ...plan, reasons: [...plan.reasons, decided.reason] } };
  const { decision, code, reason } = decided;
  return { plan: decided.decision === 'raise' ? judge.planFrom(decided.from) : plan, episode: { outcome: EPISODE_OUTCOMES[decision], code, reason } };
}
