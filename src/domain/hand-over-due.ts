import type { AlertView, TimelineEntry } from './alert.ts';
import type { Hospital } from './hospital.ts';

/** What is to be asked of an alert whose owner's shift ends. */
export interface HandOverDue {
  owner: string;
  until: Date;
  /** Null when nobody follows on the rota. */
  to: string | null;
  /** Since when they have had it to themselves, ISO 8601: they took it, or their resolve was undone. Either ended whatever had been asked before. */
  heldSince: string;
}

/**
 * Whether an alert has to be offered to the next shift now. What counts is the duty on which its owner took it: somebody who took
 * it off duty, or who stands on no rota, chose so. Once for each time that they took it, and once more after each resolve of
 * theirs that was undone: that gave the alert back to them alone. `leadMs` is policy's: how long before the shift's end.
 */
export function handOverDue(alert: AlertView, hospital: Pick<Hospital, 'dutyOf'>, leadMs: number, now: Date): HandOverDue | null {
  const { acknowledgedBy: owner, status, unit, timeline } = alert;
  if (status !== 'acknowledged' || owner === null) return null;
  const lastOf = (of: TimelineEntry['kind']): number => timeline.findLastIndex(({ kind, responder }) => kind === of && responder === owner);
  const acknowledged = lastOf('acknowledged');
  // A resolve takes an alert that nobody had.
  const taken = acknowledged === -1 ? lastOf('resolved') : acknowledged;
  const since = timeline[taken]?.at;
  if (since === undefined) return null;
  const undone = timeline.findLastIndex(({ kind }, index) => kind === 'resolve_undone' && index > taken);
  if (timeline.slice(Math.max(taken, undone)).some(({ kind }) => kind === 'shift_ending')) return null;
  const duty = hospital.dutyOf(owner, unit, new Date(since));
  if (!duty || duty.until.getTime() - leadMs > now.getTime()) return null;
  return { owner, until: duty.until, to: duty.next, heldSince: timeline[undone]?.at ?? since };
}

/** Whether somebody who was on duty `since` then is on none now. Who stood on no rota has not gone off duty. */
export function hasGoneOffDuty(responder: string, unit: string | null, hospital: Pick<Hospital, 'dutyOf'>, since: Date, now: Date): boolean {
  return hospital.dutyOf(responder, unit, since) !== null && hospital.dutyOf(responder, unit, now) === null;
}
