import type { MessageFacts } from '../domain/message.ts';
import type { AlertSnapshot } from './activity-inputs.ts';
import type { Hospital } from '../domain/hospital.ts';

/** Confidence from which a stage counts as moderately and as highly certain. */
const MODERATE_CONFIDENCE = 0.6;
const HIGH_CONFIDENCE = 0.85;

/** Everything a message about an alert may be made of, as of one revision. */
export function messageFacts(alert: AlertSnapshot, hospital: Hospital, details: { deadline: string | null; step: number; repeat: boolean }): MessageFacts {
  const { code, severity, stage, confidence, drill, status, owner, resolvedBy, unit } = alert;
  const named = resolvedBy ?? owner?.responder;
  const holder = owner && named !== undefined ? { name: hospital.responder(named)?.name ?? named, since: owner.since } : null;
  return {
    code, severity, stage, drill, status,
    confidenceBand: confidenceBand(confidence),
    needsReview: confidence !== null && confidence < MODERATE_CONFIDENCE,
    owner: holder,
    link: hospital.linkTo(code),
    desk: hospital.deskOf(unit),
    ...details,
  };
}

function confidenceBand(confidence: number | null): MessageFacts['confidenceBand'] {
  if (confidence === null) return null;
  if (confidence < MODERATE_CONFIDENCE) return 'low';
  return confidence < HIGH_CONFIDENCE ? 'moderate' : 'high';
}
