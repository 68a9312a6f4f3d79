import { z } from 'zod';
import { ALERT_STATUSES, isOver, TIMELINE_KINDS, type AlertView } from '../domain/alert.ts';
import { platformNameSchema, routeSchema, severitySchema, stageSchema } from '../domain/schemas.ts';
import { undoableUntil } from '../domain/escalation/undoable.ts';
import type { GatewayContext } from './gateway-context.ts';

const timelineEntrySchema = z.object({
  at: z.string(),
  kind: z.enum(TIMELINE_KINDS),
  platform: platformNameSchema.optional(),
  route: routeSchema.optional(),
  channel: z.string().optional(),
  responder: z.string().optional().describe("a responder's id"),
  step: z.number().optional(),
  reason: z.string().optional().describe('why, by name'),
  until: z.string().optional(),
});

/** An alert as every door shows it. */
export const alertSchema = z.object({
  code: z.string().describe('what people call the alert by'),
  status: z.enum(ALERT_STATUSES),
  severity: severitySchema,
  stage: stageSchema.nullable(),
  escalationLevel: z.number().describe('the step that runs; 0 before the first'),
  acknowledgedBy: z.string().nullable().describe('id of the responder who has it'),
  nextDeadline: z.string().nullable().describe('when something happens by itself; of a resolved alert, until when that can be undone'),
  duplicate: z.boolean().describe('it was there before this call'),
  timeline: z.array(timelineEntrySchema),
  unit: z.string().nullable(),
  acceptedAt: z.string(),
  drill: z.boolean(),
  waiting: z.array(z.object({ route: routeSchema, until: z.string() })).optional(),
  revision: z.number().describe('grows with each change; give it to get_alert as since_revision'),
  resourceUri: z.string(),
  next: z.object({ tool: z.string(), arguments: z.record(z.string(), z.unknown()) }).nullable().describe('what to call to hear of the next change; null when nothing more will come'),
});

export type AlertResult = z.infer<typeof alertSchema>;

/** Longest time that a call waits for a change, seconds. */
export const MAX_WAIT_S = 25;

/** Of an alert that was taken in and to which nothing has happened yet. */
export const NEW_REVISION = -1;

/** The revision is read first: what is shown is never older than it says. @throws AlertNotFoundError */
export async function readAlert({ client, ledger, now }: Pick<GatewayContext, 'client' | 'ledger' | 'now'>, code: string, duplicate = false): Promise<AlertResult> {
  const revision = (await ledger.revisionOf(code)) ?? NEW_REVISION;
  return toAlertResult({ ...(await client.show(code)), duplicate }, revision, now());
}

export function toAlertResult(view: AlertView, revision: number, now: Date): AlertResult {
  const { code } = view;
  const shown = withUndo(view, now);
  // What can be undone goes on: whoever waits for the end of it isn't told of one that was none.
  const next = isOver(view) && shown.nextDeadline === null ? null : { tool: 'get_alert', arguments: { code, since_revision: revision, wait_seconds: MAX_WAIT_S } };
  return { ...shown, revision, resourceUri: alertUri(code), next };
}

/** A resolved alert waits for one thing more: that its resolve can't be undone any longer. */
export function withUndo(view: AlertView, now: Date): AlertView {
  return { ...view, nextDeadline: view.nextDeadline ?? undoableUntil(view, now) };
}

export function alertUri(code: string): string {
  return `alert://${code}`;
}
