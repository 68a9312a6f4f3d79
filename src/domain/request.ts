import type { AlertPlan } from './plan.ts';
import type { PlatformName } from './platform-name.ts';
import { STAGES, type Stage } from './stage.ts';

export const REQUEST_KINDS = [
  'acknowledge', 'decline', 'resolve', 'escalate', 'reassign', 'cancel', 'snooze', 'raise', 'open', 'giveBack', 'handOver',
] as const;

export type RequestKind = (typeof REQUEST_KINDS)[number];

/** What a resolved alert turned out to be; it goes back to the agent that raised it. */
export const FINDINGS = ['confirmed', 'other_stage', 'not_an_injury', 'wrong_patient'] as const;

export type Finding = (typeof FINDINGS)[number];

/** Who may ask for something. */
export interface Actor {
  kind: 'responder' | 'operator' | 'agent';
  /** A responder's id, or an operator's or agent's name. */
  id: string;
}

/**
 * What each kind of actor may ask for. Whatever says that a clinician has the alert, can't take it, has seen the patient or has
 * read the finding is for a responder alone: an operator or an agent saying so would end the calls with nobody at the bedside.
 */
const MAY_ASK: Record<Actor['kind'], readonly RequestKind[]> = {
  responder: REQUEST_KINDS,
  operator: ['escalate', 'reassign', 'cancel', 'raise', 'giveBack', 'handOver'],
  agent: ['cancel', 'raise'],
};

/** Whether such an actor may ask for this at all; what else stands in the way is for the alert to say. */
export function mayAsk(actor: Actor['kind'], kind: RequestKind): boolean {
  return MAY_ASK[actor].includes(kind);
}

/** What somebody asks of an alert. `giveBack` undoes: the owner gives the alert back, or a resolve is undone within 10 minutes. */
export interface AlertRequest {
  /** Idempotency key: the provider's event id, or the caller's. The same id has one effect. At most 250 characters. */
  id: string;
  kind: RequestKind;
  by: Actor;
  /** Where the request came in. */
  via: PlatformName | 'cli' | 'api';
  /** reassign, handOver: the responder who is to take it. A hand-over may have none: nobody follows on the rota. */
  to?: string;
  /** handOver: when the owner's shift ends, ISO 8601. */
  until?: string;
  /** snooze: for how long. */
  forMs?: number;
  /** resolve: what was found. */
  found?: Finding;
  /** raise: what was found since, how sure the AI is of it, and what policy makes of it. */
  stage?: Stage;
  confidence?: number;
  plan?: AlertPlan;
  /** The step (1-based) whose message was answered, when known. */
  step?: number;
}

/** Longest id of a request, characters: Temporal keeps it in the history. */
const MAX_ID_CHARS = 250;

/**
 * The field of a request that is missing or wrong, by name; null when it can be carried out. A workflow asks this before
 * it takes a request, whoever sent it, so that nothing malformed enters a history.
 */
export function findBadField(kind: RequestKind, request: Partial<AlertRequest> | null | undefined): string | null {
  if (!isText(request?.id) || request.id.length > MAX_ID_CHARS) return 'id';
  if (request.kind !== kind) return 'kind';
  if (!isText(request.by?.id) || !['responder', 'operator', 'agent'].includes(request.by.kind)) return 'by';
  if (!isText(request.via)) return 'via';
  if (request.to !== undefined && !isText(request.to)) return 'to';
  if (request.forMs !== undefined && !(Number.isInteger(request.forMs) && request.forMs > 0)) return 'forMs';
  if (request.until !== undefined && !(isText(request.until) && Number.isFinite(Date.parse(request.until)))) return 'until';
  if (request.found !== undefined && !FINDINGS.includes(request.found)) return 'found';
  if (request.stage !== undefined && !STAGES.includes(request.stage)) return 'stage';
  if (request.confidence !== undefined && !(request.confidence >= 0 && request.confidence <= 1)) return 'confidence';
  return null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0;
}

/**
 * What comes of it that somebody can't take an alert, or asks for help. `step`: people are called. `last_person`: the fail-safe recipient is;
 * `last_person_later`: at the next deadline, because they are called by day only. `called_already`: those of the step that runs.
 * `nobody_further`: the chain is at its end, so that nobody but those who know of it is called. `on_list`: it waits to be opened.
 */
export type WhatFollows = 'step' | 'last_person' | 'last_person_later' | 'called_already' | 'nobody_further' | 'on_list' | 'drill_over';

/** What came of a request. `ok` false means nothing changed; `reason` says why, by name. */
export interface RequestAnswer {
  ok: boolean;
  outcome:
    | 'taken' | 'taken_waiting_for_others' | 'already_yours' | 'already_taken' | 'declined' | 'resolved' | 'already_resolved'
    | 'given_back' | 'resolve_undone' | 'escalated' | 'reassigned' | 'handed_over' | 'snoozed' | 'raised' | 'not_raised' | 'cancelled'
    | 'retraction_shown' | 'informed' | 'already_paging' | 'closed' | 'not_owner' | 'nothing_to_undo' | 'snooze_too_long'
    | 'needs_owner' | 'not_allowed' | 'incomplete' | 'recorded';
  /** Who holds the alert after the request, and since when (ISO 8601). */
  owner: { responder: string; since: string } | null;
  status: string;
  /** When the next thing happens, ISO 8601. */
  nextDeadline: string | null;
  /** Of a decline, an alert given back and one moved up. Absent in answers of earlier versions. */
  follows?: WhatFollows;
  /** Of an alert that an operator gave back: the responder who had it. */
  takenFrom?: string;
  /** Of a resolved alert: the responder who did, where that is known. Whoever had it is still its owner. */
  resolvedBy?: string;
}
