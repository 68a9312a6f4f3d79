import { z } from 'zod';
import type { AlertPlan } from './plan.ts';
import { stageSchema } from './stage.ts';

export const REQUEST_KINDS = [
  'acknowledge', 'decline', 'resolve', 'escalate', 'reassign', 'cancel', 'snooze', 'raise', 'open', 'giveBack',
] as const;

export type RequestKind = (typeof REQUEST_KINDS)[number];

/** What a resolved alert turned out to be; it goes back to the agent that raised it. */
export const FINDINGS = ['confirmed', 'other_stage', 'not_an_injury', 'wrong_patient'] as const;

/** `giveBack` undoes: the owner gives the alert back, or a resolve is undone within 10 minutes. */
export const requestSchema = z.strictObject({
  /** Idempotency key: the provider's event id, or the caller's. The same id has one effect. */
  id: z.string().min(1).max(200),
  kind: z.enum(REQUEST_KINDS),
  /** Who asks: a responder's id, or an agent or operator by name. */
  by: z.strictObject({ kind: z.enum(['responder', 'operator', 'agent']), id: z.string().min(1).max(64) }),
  /** Where the request came in. */
  via: z.enum(['slack', 'twilio', 'whatsapp-web', 'cli', 'api']),
  /** reassign: the responder who is to take it. */
  to: z.string().min(1).max(64).optional(),
  /** snooze: for how long. */
  forMs: z.number().int().positive().optional(),
  /** resolve: what was found. */
  found: z.enum(FINDINGS).optional(),
  /** raise: what was found since, and what policy makes of it. */
  stage: stageSchema.optional(),
  plan: z.custom<AlertPlan>().optional(),
  /** The step (1-based) whose message was answered, when known: a late answer to an old step still counts once. */
  step: z.number().int().positive().optional(),
});

export type AlertRequest = z.infer<typeof requestSchema>;

/** What came of a request. `ok` false means nothing changed; `reason` says why, by name. */
export interface RequestAnswer {
  ok: boolean;
  outcome:
    | 'taken' | 'taken_waiting_for_others' | 'already_yours' | 'already_taken' | 'declined' | 'resolved' | 'already_resolved'
    | 'given_back' | 'resolve_undone' | 'escalated' | 'reassigned' | 'snoozed' | 'raised' | 'not_raised' | 'cancelled'
    | 'retraction_shown' | 'informed' | 'already_paging' | 'closed' | 'not_owner' | 'nothing_to_undo' | 'snooze_too_long'
    | 'needs_owner' | 'not_allowed' | 'incomplete' | 'recorded';
  /** Who holds the alert after the request, and since when (ISO 8601). */
  owner: { responder: string; since: string } | null;
  status: string;
  /** When the next thing happens, ISO 8601. */
  nextDeadline: string | null;
}
