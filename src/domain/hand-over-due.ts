import type { AlertView } from './alert.ts';
import type { Hospital } from './hospital.ts';

/** What is to be asked of an alert whose owner's shift ends. */
export interface HandOverDue {
  owner: string;
  until: Date;
  /** Null when nobody follows on the rota. */
  to: string | null;
}

/**
 * Whether an alert has to be offered to the next shift now. What counts is the duty on which its owner took it: somebody who took
 * it off duty, or who stands on no rota, chose so. Once for each owner. `leadMs` is policy's: how long before the shift's end.
 */
export function handOverDue(alert: AlertView, hospital: Pick<Hospital, 'dutyOf'>, leadMs: number, now: Date): HandOverDue | null {
  const { acknowledgedBy: owner, status, unit, timeline } = alert;
  if (status !== 'acknowledged' || owner === null) return null;
  const taken = timeline.findLastIndex(({ kind, responder }) => kind === 'acknowledged' && responder === owner);
  const since = timeline[taken]?.at;
  if (since === undefined || timeline.slice(taken).some(({ kind }) => kind === 'shift_ending')) return null;
  const duty = hospital.dutyOf(owner, unit, new Date(since));
  if (!duty || duty.until.getTime() - leadMs > now.getTime()) return null;
  return { owner, until: duty.until, to: duty.next };
}

/** Whether somebody who was on duty `since` then is on none now. Who stood on no rota has not gone off duty. */
export function hasGoneOffDuty(responder: string, unit: string | null, hospital: Pick<Hospital, 'dutyOf'>, since: Date, now: Date): boolean {
  return hospital.dutyOf(responder, unit, since) !== null && hospital.dutyOf(responder, unit, now) === null;
}
