import type { Hospital } from './hospital.ts';
import type { AlertPlan } from './plan.ts';

/** For how long after a page of an alert its caller's direct message to the same person says nothing new, milliseconds. */
export const TOLD_FOR_MS = 10 * 60_000;

/** An open alert that a caller has raised, as far as one person is concerned. */
export interface RaisedAlert {
  code: string;
  plan: AlertPlan;
  unit: string | null;
  acceptedAt: Date;
  /** Number of the step that runs; 0 before the first. */
  escalationLevel: number;
  /** When the newest page to this person left; null when none has. A page that failed has not. */
  leftAt: Date | null;
  /** A page to this person is under way, or waits for its turn. */
  onItsWay: boolean;
  /** A page to this person was asked for, whatever came of it. */
  asked: boolean;
}

/**
 * The first of these alerts that has told this person already, or is about to, so that a direct message of its caller would say it
 * twice; null when none has. An alert whose pages to them have failed, or that doesn't call them, tells them nothing.
 */
export function toldBy(alerts: readonly RaisedAlert[], responder: string, hospital: Pick<Hospital, 'addressee'>, now: Date): string | null {
  return alerts.find((alert) => alert.onItsWay || isRecent(alert.leftAt, now) || isAboutToCall(alert, responder, hospital, now))?.code ?? null;
}

function isRecent(at: Date | null, now: Date): boolean {
  return at !== null && now.getTime() - at.getTime() <= TOLD_FOR_MS;
}

/** It was only just accepted, and its first step calls them. */
function isAboutToCall({ plan, unit, acceptedAt, escalationLevel, asked }: RaisedAlert, responder: string, hospital: Pick<Hospital, 'addressee'>, now: Date): boolean {
  const [first] = plan.steps;
  if (first === undefined || plan.mode !== 'page' || escalationLevel > 0 || asked || !isRecent(acceptedAt, now)) return false;
  return first.recipients.some((recipient) => first.routes.some((route) => {
    const found = hospital.addressee({ recipient, route, unit, severity: plan.severity, exclude: [], at: now });
    return 'responder' in found && found.responder?.id === responder;
  }));
}
