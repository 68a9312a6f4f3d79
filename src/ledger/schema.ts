import type { ColumnType } from 'kysely';
import type { DeliveryState } from '../domain/delivery-state.ts';
import type { AlertStatus } from '../domain/alert.ts';
import type { DirectStatus } from '../domain/direct-message.ts';
import type { DirectRoute } from '../domain/direct-recipient.ts';
import type { RepeatDecision } from '../domain/episode.ts';
import type { FailureKind } from '../domain/failure.ts';
import type { Purpose } from '../domain/message.ts';
import type { OperatorProblem } from '../domain/operator-problem.ts';
import type { Destination } from '../domain/people.ts';
import type { PlatformName, Route } from '../domain/platform-name.ts';
import type { Finding } from '../domain/request.ts';
import type { ServiceMode } from '../domain/service-mode.ts';
import type { Severity } from '../domain/severity.ts';
import type { RaiseOutcome } from './ledger.ts';

/**
 * The ledger's tables. Wall times (`…_at`) are milliseconds since 1970; ticks count milliseconds of a clock that nobody can set,
 * which `clock` names (`LedgerClock`). Booleans are 0 or 1. `sealed_…` columns hold values of FieldCipher, `…_index` its blind indexes.
 */
export interface LedgerTables {
  alerts: {
    code: string;
    key_index: string | null;
    content_index: string;
    sealed_detection: string;
    /** What came with it and goes on no platform; null when nothing did. */
    sealed_kept: string | null;
    plan: string;
    stage: string | null;
    alert_type: string | null;
    drill: number;
    accepted_at: number;
    started_at: number | null;
    revision: number;
    status: AlertStatus;
    open: number;
    severity: Severity;
    severity_rank: number;
    /** The round that `escalation_level` is in; 0 before the first. */
    round: number;
    escalation_level: number;
    acknowledged_by: string | null;
    next_deadline: string | null;
    /** Patient reference and body site; null where either is missing, and for alerts of before episodes. */
    episode_index: string | null;
    /** What whoever resolved it found, and when it was resolved; null for alerts that were over before episodes. */
    found: Finding | null;
    resolved_at: number | null;
    /** Id of the program that raised it; null where none said so. */
    raised_by: string | null;
  };
  /** What a program wants somebody to have; `sealed_…` are null once retention removed them. */
  direct_messages: {
    code: string;
    key_index: string | null;
    content_index: string;
    sent_by: string;
    route: DirectRoute;
    /** One of the two is null. */
    responder: string | null;
    channel: string | null;
    status: DirectStatus;
    /** The alert that it is about, or that told the person already. */
    alert: string | null;
    sealed_text: string | null;
    sealed_media: string | null;
    accepted_at: number;
    started_at: number | null;
    /** Why it was given up before any call of a platform. */
    unsent_reason: string | null;
  };
  timeline: { code: string; seq: number; entry: string };
  /** Detections of a wound that had an alert already, each with the one it went to. */
  episode_detections: {
    id: string;
    code: string;
    key_index: string | null;
    content_index: string;
    /** What was handed in, and by whom. */
    sealed_detection: string;
    /** What came with it and goes on no platform; null when nothing did, or retention removed it. */
    sealed_kept: string | null;
    stage: string | null;
    severity: Severity;
    decision: RepeatDecision['decision'];
    reason: string;
    /** Of a raise: what the alert is to go on by. */
    plan: string | null;
    received_at: number;
    /** Of a raise: `pending` until its alert has heard of it, then what came of that; null for any other. */
    outcome: 'pending' | RaiseOutcome | null;
  };
  /** What repeats of a detection said in other words, each with the alert that it went to; `detection_id`: the repeated one's, null for what made the alert. */
  further_words: {
    id: string;
    code: string;
    detection_id: string | null;
    said_by: string | null;
    /** Null once retention removed it. */
    sealed_text: string | null;
    received_at: number;
  };
  notifications: {
    id: string;
    code: string;
    purpose: Purpose;
    severity: Severity;
    platform: PlatformName;
    route: Route;
    destination_kind: 'person' | 'channel';
    address_index: string;
    sealed_address: string;
    responder: string | null;
    step: number;
    wanted_at: number;
    state: DeliveryState;
    /** The newest attempt that matters for this notification. */
    attempt_id: string | null;
    /** An attempt of unknown outcome was given up: what goes out next is a repeat. */
    repeat_due: number;
    retry_clock: string | null;
    retry_from_tick: number | null;
    retry_after_ms: number | null;
    /** It may leave in a digest, with others to its destination. */
    may_join: number;
    /** When it was first asked for and when last; null where that was before digests. */
    asked_clock: string | null;
    entered_tick: number | null;
    asked_tick: number | null;
    /** How often it was given another try after its provider had taken it and then told of a failure. */
    second_tries: number;
  };
  attempts: {
    id: string;
    platform: PlatformName;
    sender: string;
    state: DeliveryState;
    owner: string;
    repeat: number;
    given_up: number;
    /** It counts against the sender's limit: it made a message, or may have. */
    holds_slot: number;
    started_at: number;
    clock: string;
    started_tick: number;
    call_timeout_ms: number;
    /** Null while the call runs. */
    ended_tick: number | null;
    sent_at: number | null;
    provider_id: string | null;
    /** Outside Slack it is the address itself. */
    sealed_conversation: string | null;
    sealed_text: string | null;
    failure_kind: FailureKind | null;
    failure_code: string | null;
    overdue_told: number;
    /** A provider reported that a page failed, and its alert hasn't heard of it yet. */
    failure_untold: number;
    /** It carries several alerts. */
    digest: number;
    /** What a message says since it was last edited, as a short word for it; null while it says what it was sent with. */
    says: string | null;
    /** Until when its reader has, as it said when it left, ISO 8601; null for a digest and for what names none. */
    deadline: string | null;
    edited_clock: string | null;
    edited_tick: number | null;
  };
  /** `place`: where a digest names it, from 0. `tried_again`: the attempt failed, and the notification got another try. */
  attempt_notifications: {
    attempt_id: string;
    notification_id: string;
    place: number;
    tried_again: ColumnType<number, number | undefined>;
    /** Whom it went to, where the notification is for somebody else by now; null where it is still the same destination. */
    earlier_address_index: ColumnType<string | null, string | null | undefined>;
    earlier_sealed_address: ColumnType<string | null, string | null | undefined>;
    earlier_destination_kind: ColumnType<Destination['kind'] | null, Destination['kind'] | null | undefined>;
    earlier_responder: ColumnType<string | null, string | null | undefined>;
  };
  /** Notifications whose callers were told to wait for a slot and are expected back. */
  waiting: {
    notification_id: string;
    code: string;
    sender: string;
    purpose: Purpose;
    after_acknowledgment: number;
    rank: number;
    wanted_at: number;
    clock: string;
    back_tick: number;
    expires_tick: number;
    /** Those of one bundle leave in one message, and wait for one slot; null for what leaves by itself. */
    bundle: string | null;
  };
  edits: { id: string; sender: string; clock: string; tick: number };
  boots: {
    boot_id: string;
    host_run: string;
    pid: number;
    pid_space: string;
    pid_started: string;
    opened_at: number;
    closed_at: number | null;
    /** When it last said that it lives, in ticks of a shared store's own clock; null on a store of one host. */
    seen_tick: number | null;
  };
  inbox: {
    platform: PlatformName;
    event_id: string;
    kind: 'reply' | 'press' | 'receipt' | 'opt_out';
    code: string | null;
    may_acknowledge: number;
    sealed_body: string | null;
    received_at: number;
    processed_at: number | null;
    effect: string | null;
    /** The alert's revision when the event was processed, and when that was: until the record moves on, pages hold. */
    processed_revision: number | null;
    processed_clock: string | null;
    processed_tick: number | null;
  };
  /** Further alerts that one event is about: a reply may take several. */
  inbox_alerts: { platform: PlatformName; event_id: string; code: string; processed_revision: number | null };
  contacts: { address_index: string; platform: PlatformName; last_inbound_at: number | null; opted_out: number; opted_out_at: number | null };
  questions: { address_index: string; sealed_question: string; expires_at: number };
  key_checks: { key_id: string; sealed: string; index_of: string };
  /** Work that one process does for all at a time. */
  leases: { name: string; holder: string; clock: string; until_tick: number };
  /** Senders that have failed. One that never has isn't here. */
  sender_health: {
    sender: string;
    /** In a row, with no message taken since. */
    failures: number;
    /** Where the first of them was to go, and whether others went elsewhere. */
    first_address: string | null;
    several_addresses: number;
    /** The last one that counted. */
    failure_kind: FailureKind | null;
    failure_code: string | null;
    failed_at: number | null;
    /** Null while it is well enough to be used as usual. */
    failing_since: number | null;
    clock: string;
    /** When it last recovered. */
    well_tick: number | null;
    /** Tries since it has been failing; when the next one is due, null for now; and the one under way. */
    probes: number;
    probe_tick: number | null;
    probe_attempt: string | null;
    /** When the newest message began that was taken and then reported as failed; null where only calls have failed. */
    reported_tick: number | null;
    /** When the first message after that was taken of which nothing bad has been told. */
    taken_tick: number | null;
  };
  /** Of a key's secret only the hash; `scopes` is JSON. */
  api_keys: {
    id: string;
    name: string;
    secret_hash: string;
    scopes: string;
    responder: string | null;
    created_at: number;
    expires_at: number | null;
    revoked_at: number | null;
    last_used_at: number | null;
  };
  /** One row; none until a service has started on this ledger. */
  service_mode: { id: number; mode: ServiceMode };
  probes: { id: number; at: number };
  /** What came from providers without effect; `reason` is empty where there is none. */
  callback_counts: { platform: PlatformName; kind: 'refused' | 'repeated'; reason: string; count: number; since_at: number };
  problems: ProblemRow;
}

/** What an operator must see to; `seen_at`: when it last showed. */
export type ProblemRow = Omit<OperatorProblem, 'reported'> & { reported: number; since_at: number; seen_at: number };
