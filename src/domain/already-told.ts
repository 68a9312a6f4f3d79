import type { Hospital } from './hospital.ts';
import type { AlertPlan, PlanStep } from './plan.ts';
import { platformOf, type Route } from './platform-name.ts';

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
  /** Somebody has said that they have it. */
  isTaken: boolean;
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
  return first.routes.some((route) => isCalled(first.recipients, route, { plan, unit }, responder, hospital, now));
}

/**
 * The first of these alerts that nobody has taken and that calls this person by this route in a step to come; null when there is none. Not one whose
 * present step doesn't go by the same platform: what becomes of the alert would not be told there. The fail-safe recipient is called when nobody
 * has answered, whatever was said before.
 */
export function toBeCalledBy(alerts: readonly RaisedAlert[], { responder, route }: { responder: string; route: Route }, hospital: Pick<Hospital, 'addressee'>, now: Date): string | null {
  return alerts.find((alert) => {
    const { plan, escalationLevel, isTaken } = alert;
    const present = Math.max(1, escalationLevel);
    return !isTaken && plan.mode === 'page' && goesBy(plan.steps[present - 1], route)
      && plan.steps.slice(present).some(({ recipients, routes }) => routes.includes(route) && isCalled(recipients, route, alert, responder, hospital, now));
  })?.code ?? null;
}

function goesBy(step: PlanStep | undefined, route: Route): boolean {
  const used = step?.redundancy === 'all' ? step.routes : (step?.routes.slice(0, 1) ?? []);
  return used.some((each) => platformOf(each) === platformOf(route));
}

function isCalled(recipients: PlanStep['recipients'], route: Route, { plan, unit }: Pick<RaisedAlert, 'plan' | 'unit'>, responder: string, hospital: Pick<Hospital, 'addressee'>, at: Date): boolean {
  return recipients.some((recipient) => {
    const found = hospital.addressee({ recipient, route, unit, severity: plan.severity, exclude: [], at });
    return 'responder' in found && found.responder?.id === responder;
  });
}
