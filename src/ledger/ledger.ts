import type { ApiKey } from '../domain/api-key.ts';
import type { Purpose } from '../domain/message.ts';
import type { OperatorProblem, WellProof } from '../domain/operator-problem.ts';
import type { Destination } from '../domain/people.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import type { ServiceMode } from '../domain/service-mode.ts';
import type { AlertsPort } from './ports/alerts-port.ts';
import type { DirectPort } from './ports/direct-port.ts';
import type { IncomingPort, InboxEvent } from './ports/incoming-port.ts';
import type { SendingPort } from './ports/sending-port.ts';

export { isLedgerError, isUnwritable } from './ledger-error.ts';
export type * from './ports/alerts-port.ts';
export * from './ports/direct-port.ts';
export type * from './ports/incoming-port.ts';
export type * from './ports/sending-port.ts';

/** A problem that stands: since when, and when it last showed. */
export interface KnownProblem extends OperatorProblem {
  since: Date;
  seenAt: Date;
}

/** One message of an alert's history. `text` is null once retention removed it. */
export interface HistoryEntry {
  at: Date;
  direction: 'out' | 'in';
  platform: PlatformName;
  /** Out: the purpose. In: the kind of event. */
  kind: Purpose | InboxEvent['kind'];
  /** Out: where it went. In: null, the event's body says it. */
  destination: Destination | null;
  /** Out: the text as rendered. In: the event's body, JSON. */
  text: string | null;
  /** Out: the delivery state. In: what came of it, null until it is processed. */
  outcome: string | null;
}

/**
 * The durable record around Temporal. Every method is one write transaction or one read; all times are arguments.
 * Implementation: StoreLedger, on whatever store is beneath.
 */
export interface Ledger extends AlertsPort, DirectPort, SendingPort, IncomingPort {
  // message history
  /** All that went out and came in about an alert, oldest first. */
  history(code: string): Promise<HistoryEntry[]>;
  /** Removes the texts of messages older than that, and returns how many; that they were sent, and when, stays. */
  purgeHistory(olderThan: Date): Promise<number>;

  // who may come in
  addApiKey(key: ApiKey): Promise<void>;
  apiKey(id: string): Promise<ApiKey | null>;
  /** Oldest first, those that ended too. */
  apiKeys(): Promise<ApiKey[]>;
  /** False when there is no such key. */
  endApiKey(id: string, end: { revokedAt: Date } | { expiresAt: Date }): Promise<boolean>;
  /** Written at most once a minute. */
  noteKeyUse(key: Pick<ApiKey, 'id' | 'lastUsedAt'>, at: Date): Promise<void>;

  // what an operator must see to
  /** True for the first to note it, over all processes, until it is over; who is the first tells it. */
  noteProblem(problem: OperatorProblem, now: Date): Promise<boolean>;
  /** Those that stand, the oldest first. */
  problems(now: Date): Promise<KnownProblem[]>;
  /** Takes away what is proven to be over, and answers that. */
  clearProblems(proof: WellProof): Promise<KnownProblem[]>;

  /** Makes the ledger this mode's where it is nobody's yet, and answers whose it is. */
  belongTo(mode: ServiceMode): Promise<ServiceMode>;
  /** True when a write goes through; for health and the heartbeat. */
  writable(): Promise<boolean>;
  close(): Promise<void>;
}
