import { CLOSED_STATUSES, type AlertStatus } from '../alert.ts';
import { kindOfNotification } from './sending.ts';
import { WATCHDOG_ROUND } from './watchdog-page.ts';

/** Where an alert stands when a page's turn to leave has come. */
export interface Standing {
  round: number;
  step: number;
  owner: string | null;
  /** Until when whoever is asked now has, ISO 8601; null when nothing is waited for. */
  deadline: string | null;
}

/**
 * Whether a page that waited is still to leave. `unless_reached`: its step is over, so it goes only if no other page has reached that
 * person. `unless_newer`: it says the same as the next one of its kind, so the newer of two that wait goes alone.
 */
export type StillWanted = 'yes' | 'no' | 'unless_reached' | 'unless_newer';

/** What an alert's page is for is read off its id. `responder` is who would get it now; null for a channel. */
export function stillWanted(id: string, responder: string | null, standing: Standing, now: Date): StillWanted {
  switch (kindOfNotification(id)) {
    case 'page':
      return isOfPastStep(id, standing) ? 'unless_reached' : 'yes';
    case 'reminder':
      return isOfPastStep(id, standing) || hasPassed(standing.deadline, now) ? 'no' : 'unless_newer';
    case 'attend_reminder':
      return standing.owner === null || standing.owner !== responder ? 'no' : 'unless_newer';
    case 'added':
      return standing.owner !== null && standing.owner === responder ? 'no' : 'unless_newer';
    case 'fail_safe':
      return 'unless_newer';
    default:
      return 'yes';
  }
}

/** Whether an alert that stands so calls nobody any more; `afterAcknowledgment`: it goes out although somebody holds the alert. */
export function endsPages(status: AlertStatus, afterAcknowledgment: boolean): boolean {
  return CLOSED_STATUSES.includes(status) || (status === 'acknowledged' && !afterAcknowledgment);
}

/** The deadline that a message may name as it leaves: one that has passed is none. */
export function deadlineAhead(deadline: string | null, now: Date): string | null {
  return hasPassed(deadline, now) ? null : deadline;
}

function hasPassed(deadline: string | null, now: Date): boolean {
  return deadline !== null && Date.parse(deadline) <= now.getTime();
}

/** The alert has gone on since. One that goes out beside the workflow is of no step. */
function isOfPastStep(id: string, { round, step }: Standing): boolean {
  const [, itsRound, itsStep] = id.split('.').map(Number);
  if (itsRound === undefined || itsStep === undefined || itsRound === WATCHDOG_ROUND) return false;
  return itsRound < round || (itsRound === round && itsStep < step);
}
