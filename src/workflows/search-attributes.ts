import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributePair, type SearchAttributeUpdatePair } from '@temporalio/common';
import { createAlertState, toldDeadline, type AlertState, type NewAlert, type Page } from '../domain/escalation/alert-state.ts';
import { transition } from '../domain/escalation/transition.ts';
import { platformOf, type PlatformName, type Route } from '../domain/platform-name.ts';

/** What an operator can list alerts by in the Temporal UI. Plain for all to read: none of it tells of a patient. */
export const SEARCH_ATTRIBUTES = {
  alertStatus: defineSearchAttributeKey('AlertStatus', SearchAttributeType.KEYWORD),
  severity: defineSearchAttributeKey('Severity', SearchAttributeType.KEYWORD),
  stage: defineSearchAttributeKey('Stage', SearchAttributeType.KEYWORD),
  escalationLevel: defineSearchAttributeKey('EscalationLevel', SearchAttributeType.INT),
  ackDeadline: defineSearchAttributeKey('AckDeadline', SearchAttributeType.DATETIME),
  platform: defineSearchAttributeKey('Platform', SearchAttributeType.KEYWORD),
} as const;

/** An alert's search attributes as one value, so that a change of any of them is one upsert. */
export interface AlertAttributes {
  status: string;
  severity: string;
  stage: string;
  level: number;
  deadline: string | null;
  platform: PlatformName;
}

export function attributesOf(state: AlertState): AlertAttributes {
  return {
    status: state.status,
    severity: state.severity,
    stage: String(state.stage ?? 'none'),
    level: state.step,
    deadline: toldDeadline(state),
    platform: platformOf(routeOfStep(state) ?? state.plan.steps[0]?.routes[0] ?? 'slack'),
  };
}

/** The first way of the step that runs which has not failed: the same whichever of its pages arrives first. */
function routeOfStep({ pages, round, step }: AlertState): Route | undefined {
  return pages.find((page) => page.round === round && page.step === step && !NO_WAY.includes(page.state))?.route;
}

const NO_WAY: readonly Page['state'][] = ['failed', 'skipped', 'deferred'];

/** What they are once the workflow has begun: given at the start, where they are free. */
export function attributesAtStart(alert: NewAlert, nowMs: number): AlertAttributes {
  return attributesOf(transition(createAlertState(alert), { type: 'started' }, nowMs).state);
}

/** At the start: what has no value is left out. */
export function toPairs(attributes: AlertAttributes): SearchAttributePair[] {
  return [
    { key: SEARCH_ATTRIBUTES.alertStatus, value: attributes.status },
    { key: SEARCH_ATTRIBUTES.severity, value: attributes.severity },
    { key: SEARCH_ATTRIBUTES.stage, value: attributes.stage },
    { key: SEARCH_ATTRIBUTES.escalationLevel, value: attributes.level },
    { key: SEARCH_ATTRIBUTES.platform, value: attributes.platform },
    ...(attributes.deadline === null ? [] : [{ key: SEARCH_ATTRIBUTES.ackDeadline, value: new Date(attributes.deadline) }]),
  ];
}

/** Later: a deadline that is over is taken away, so that nobody looks for a closed alert's. */
export function toUpdates(attributes: AlertAttributes): SearchAttributeUpdatePair[] {
  const gone = attributes.deadline === null ? [{ key: SEARCH_ATTRIBUTES.ackDeadline, value: null }] : [];
  return [...toPairs(attributes), ...gone];
}
