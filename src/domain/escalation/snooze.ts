import type { AlertRequest, RequestAnswer } from '../request.ts';
import { attendOverdue, ownerOf, remindHolders } from './attending.ts';
import { announce, setDeadline, tell, type Change } from './change.ts';

/** The owner puts their reminders off, by no more than policy allows. */
export function snooze(change: Change, { by, forMs }: AlertRequest): RequestAnswer['outcome'] {
  const { state } = change;
  if (!forMs) return 'incomplete';
  if (state.phase !== 'attending' || !state.owner) return 'needs_owner';
  if (state.owner.responder !== by.id) return 'not_owner';
  const pause = change.rules.snoozePutsOffOnly() ? pauseOf(change, forMs) : pauseOfBefore(change, forMs);
  if (pause.snoozedMs > state.plan.maxSnoozeMs || forMs > state.plan.maxSnoozeMs) return 'snooze_too_long';
  state.snoozedMs = pause.snoozedMs;
  state.deadlines = state.deadlines.filter(({ kind }) => kind === 'shift_end');
  setDeadline(change, 'snooze', pause.endMs);
  tell(change, 'snoozed', { responder: by.id });
  announce(change);
  return 'snoozed';
}

interface Pause {
  /** Milliseconds since the epoch. */
  endMs: number;
  /** All pauses of this owner together, this one included. */
  snoozedMs: number;
}

/**
 * It ends when it was asked to, or when what stands would have come, whichever is later: a pause brings no reminder forward. What counts
 * is by how much all of them together put reminders off, or pausing again and again would put them off for ever.
 */
function pauseOf({ state, nowMs }: Change, forMs: number): Pause {
  const standing = state.deadlines.filter(({ kind }) => kind === 'attend' || kind === 'snooze').map(({ atMs }) => atMs);
  const standingMs = Math.max(nowMs, ...standing);
  const endMs = Math.max(nowMs + forMs, standingMs);
  return { endMs, snoozedMs: (state.snoozedMs ?? 0) + endMs - standingMs };
}

/** As alerts of before had it: it ended when it was asked to, and what was left of one that ran didn't count. */
function pauseOfBefore({ state, nowMs }: Change, forMs: number): Pause {
  const running = state.deadlines.find(({ kind }) => kind === 'snooze');
  const usedMs = Math.max(0, (state.snoozedMs ?? 0) - Math.max(0, (running?.atMs ?? nowMs) - nowMs));
  return { endMs: nowMs + forMs, snoozedMs: usedMs + forMs };
}

/** What the pause put off comes now: a reminder that counts as one of the owner's, or the next step where they have had them all. */
export function endSnooze(change: Change): void {
  tell(change, 'snooze_ended', ownerOf(change));
  if (change.rules.snoozePutsOffOnly()) return attendOverdue(change);
  setDeadline(change, 'attend', change.nowMs + change.state.plan.attend.remindEveryMs);
  remindHolders(change);
}
