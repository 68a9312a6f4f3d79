import type { AlertStatus } from '../domain/alert.ts';
import type { SendEffect } from '../domain/escalation/alert-event.ts';
import type { Lost } from '../domain/escalation/alert-state.ts';
import type { Recipient } from '../domain/plan.ts';
import type { Stage } from '../domain/stage.ts';
import type { Severity } from '../domain/severity.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import type { Finding, RequestAnswer, RequestKind } from '../domain/request.ts';
import type { AnswerTo } from '../workflows/messages.ts';
import type { TimelineEntry } from '../domain/alert.ts';

/** An alert as of one revision: what messages are rendered from, and what the ledger's read model is brought up to. */
export interface AlertSnapshot {
  code: string;
  revision: number;
  status: AlertStatus;
  severity: Severity;
  stage: Stage | null;
  confidence: number | null;
  unit: string | null;
  drill: boolean;
  /** The round and the step in it that are under way. */
  round: number;
  step: number;
  owner: { responder: string; since: string } | null;
  /** Whoever last held it and didn't end that themselves. Absent in histories of before anybody asked. */
  lostBy?: Lost[];
  /** Of a resolved alert: who did. Absent in histories of before it was kept. */
  resolvedBy?: string;
  /** Of a resolved alert, where it was said. */
  found?: Finding;
  /** Responders who are asked to take over from the owner. */
  offeredTo: string[];
  /** ISO 8601. */
  nextDeadline: string | null;
  /** Timeline lines that the ledger may not have yet. */
  timeline: { seq: number; entry: TimelineEntry }[];
}

export interface SendInput {
  alert: AlertSnapshot;
  send: Omit<SendEffect, 'type'>;
}

export interface AnnounceInput {
  alert: AlertSnapshot;
  platform: PlatformName;
  /** Whose pages leave for this state of the alert; absent in histories of before anybody asked. */
  calling?: Recipient[];
  /** Who made the change: told by an answer, not by a notice. */
  actor: string | null;
}

export interface AnswerInput {
  alert: AlertSnapshot;
  requestId: string;
  kind: RequestKind;
  answer: RequestAnswer;
  answerTo: AnswerTo;
}

export interface RecordInput {
  alert: AlertSnapshot;
}
