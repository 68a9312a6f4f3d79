import type { AlertView, TimelineEntry } from '../../domain/alert.ts';
import type { Detection } from '../../domain/detection.ts';
import type { AnewReason, EpisodeDecision, KnownEpisode, RepeatDecision } from '../../domain/episode.ts';
import type { AlertPlan } from '../../domain/plan.ts';
import type { Finding } from '../../domain/request.ts';
import type { Severity } from '../../domain/severity.ts';
import type { Stage } from '../../domain/stage.ts';

/** An alert as it was accepted: written and fsynced before the caller hears of it. */
export interface AcceptedAlert {
  code: string;
  /** What was handed in; stage and confidence are null where no image was judged. */
  detection: Omit<Detection, 'stage' | 'confidence'> & { stage: Stage | null; confidence: number | null };
  /** Set for an alert that came by its severity, and for a drill. */
  alertType: string | null;
  /** Id of the program that raised it. */
  by?: string | undefined;
  plan: AlertPlan;
  drill: boolean;
  acceptedAt: Date;
  /** What came with it and goes on no platform; stored encrypted. */
  kept?: KeptWithAlert | undefined;
  /** A digest of whatever else a repeat under the same key must agree in. */
  content?: string | undefined;
}

/** Which alerts are listed; what is left out doesn't matter. */
export interface AlertFilter {
  open?: boolean;
  status?: AlertView['status'];
  severity?: Severity;
  /** The unit's id in the directory. */
  unit?: string;
  limit: number;
}

/** A caller's own words about an alert, and where its image is: kept, never opened and never sent. */
export interface KeptWithAlert {
  message?: string;
  imagePath?: string;
}

/** What became of a repeat's own words. `kept_before`: they are those of then, or of another repeat; `too_many`: no more are kept with that alert. */
export type KeptWords = 'kept' | 'kept_before' | 'too_many';

/** What a program wrote with an alert, or with a detection that went to it, and when. */
export interface WordsWithAlert {
  at: Date;
  /** Id of the program; null where none said so. */
  by: string | null;
  /** Null where it came with an image alone, or retention removed it. */
  text: string | null;
  imagePath: string | null;
}

/** What was taken in under a key. `isRecorded`: that is all that came of it. */
export interface TakenUnder {
  code: string;
  at: Date;
  isRecorded: boolean;
}

/** How a detection of a wound that is known is judged. Pure, and may be asked more than once. */
export interface EpisodeJudge {
  decide(known: KnownEpisode): EpisodeDecision;
  /** What policy makes of it in an alert that is as severe as this already. */
  planFrom(severity: Severity): AlertPlan;
  /** Who hands it in. */
  agent: string;
}

/** What became of a detection whose wound had an alert already. */
export interface Repeated {
  decision: RepeatDecision['decision'];
  reason: string;
}

/** An alert is to get worse, and its workflow hasn't heard of it yet. `id` is the request's too. */
export interface PendingRaise {
  id: string;
  code: string;
  detection: Detection;
  agent: string;
  /** As of an accepted alert: it becomes one when its alert is over. */
  by?: AcceptedAlert['by'];
  content?: AcceptedAlert['content'];
  kept?: AcceptedAlert['kept'];
  plan: AlertPlan;
  reason: string;
  receivedAt: Date;
}

/** What came of a raise. `anew`: its alert was over, so the detection made one of its own. */
export type RaiseOutcome = 'raised' | 'not_raised' | 'anew';

/** A detection that went to an alert which was there already. */
export interface EpisodeDetection extends Repeated {
  at: Date;
  agent: string;
  detection: Detection;
  outcome: 'pending' | RaiseOutcome | null;
}

/**
 * - `created`: a new row; `anew` when its wound was known, and why it is an alert of its own all the same.
 * - `repeated`: its wound has an alert already, and here is that one's code; `raise` when that is to get worse.
 * - `duplicate`: the same key and content: here is the code of then, what became of it where it was a repeat, and of what this one says in other words; `isPending`: its alert hasn't heard of it yet.
 * - `conflict`: the same key, other content.
 * - `code_taken`: another alert has this code, so nothing was written.
 */
export type AcceptResult =
  | { result: 'created'; code: string; anew?: AnewReason }
  | ({ result: 'repeated'; code: string; raise: PendingRaise | null } & Repeated)
  | { result: 'duplicate'; code: string; words?: KeptWords; repeated?: Repeated & { isPending: boolean } }
  | { result: 'conflict' | 'code_taken'; code: string };

/** The alert as of one revision, and the timeline lines that are new since the last record; written along with other work. */
export interface AlertRecord {
  code: string;
  revision: number;
  status: AlertView['status'];
  severity: Severity;
  /** Left out: as it was accepted. */
  stage?: Stage | null;
  /** Left out: the round as it was. */
  round?: number;
  escalationLevel: number;
  acknowledgedBy: string | null;
  nextDeadline: string | null;
  /** What whoever resolved it found; null or left out where nobody has said so. */
  found?: Finding | null;
  /** Each with its place in the story: the same place is written once. */
  timeline: { seq: number; entry: TimelineEntry }[];
  /** A person was reached since: an alert that is still only triggered is notified, at whatever revision. */
  reached?: boolean;
}

/** An open alert that is critical, or is to be, and that nobody has taken. */
export interface UntakenAlert {
  code: string;
  /** Since when it is critical. */
  acceptedAt: Date;
  /** By which it is to be critical, and of which nothing can have been sent. */
  raise: PendingRaise | null;
  status: AlertView['status'];
  revision: number;
  escalationLevel: number;
  /** Who has said yes where others are needed too; null for nobody. */
  acknowledgedBy: string | null;
  nextDeadline: string | null;
  /** A page was tried, or waits for its limit. */
  tried: boolean;
}

/** What was accepted and was not seen to begin. */
export interface UnstartedCounts {
  alerts: number;
  /** Direct messages. */
  messages: number;
  /** When the oldest of them was accepted; null for none. */
  oldestAt: Date | null;
}

/** Alerts as they were accepted, and as their workflows record them: what is shown and listed outlives Temporal's own memory. */
export interface AlertsPort {
  /** Without a judge it is not held against what is known of its wound. */
  accept(alert: AcceptedAlert, judge?: EpisodeJudge): Promise<AcceptResult>;
  /** What is known of a detection's wound now; null where it isn't known which wound that is. */
  episodeOf(detection: Detection): Promise<KnownEpisode | null>;
  /** Raises that their alerts haven't heard of, oldest first: a crash or an outage loses none. */
  pendingRaises(limit: number): Promise<PendingRaise[]>;
  markRaised(id: string, outcome: 'raised' | 'not_raised', at: Date): Promise<void>;
  /** A raise whose alert was over: its detection is accepted as one that came by itself. The second who asks gets the code of then. */
  acceptAnew(raise: PendingRaise, alert: AcceptedAlert, judge: EpisodeJudge): Promise<AcceptResult>;
  /** Detections that joined, raised or were recorded with this alert, oldest first. */
  episodeDetections(code: string): Promise<EpisodeDetection[]>;
  /** Accepted alerts whose workflow was neither seen to start nor has recorded anything, the most urgent first, then the oldest. */
  unstarted(limit: number): Promise<AcceptedAlert[]>;
  /** How many those are, direct messages that wait to begin beside them. */
  unstartedCounts(): Promise<UnstartedCounts>;
  markStarted(code: string, at: Date): Promise<void>;
  /** False for an unknown code too. */
  isStarted(code: string): Promise<boolean>;
  accepted(code: string): Promise<AcceptedAlert | null>;
  /** Writes the record, by which the alert has started; an older revision never overwrites a newer one. */
  record(record: AlertRecord, at: Date): Promise<void>;
  alert(code: string): Promise<AlertView | null>;
  /** The newest revision that was recorded: below 0 before the first, null for an unknown code. Cheap: for whoever waits for a change. */
  revisionOf(code: string): Promise<number | null>;
  /** The same of every open alert, by code. */
  openRevisions(): Promise<ReadonlyMap<string, number>>;
  /** The alert that was taken in under an idempotency key, or to which a detection under it went. */
  takenUnder(key: string): Promise<TakenUnder | null>;
  /** All that programs have written with an alert, oldest first. */
  wordsWith(code: string): Promise<WordsWithAlert[]>;
  /** Open ones first, then the worst, then the oldest. */
  alerts(filter: AlertFilter): Promise<AlertView[]>;
  /** Open alerts that somebody has, by code, those after `after`; for whoever looks through them all, a few at a time. */
  heldAlerts(after: string | null, limit: number): Promise<AlertView[]>;

  /** For the watchdog: open critical alerts that nobody has taken, without drills, oldest first. Its own pages don't count as tried. */
  untakenCritical(now: Date): Promise<UntakenAlert[]>;
  /** Takes or keeps a piece of work that one process does for all; false while another that still lives holds it. */
  holdLease(name: string, forMs: number, now: Date): Promise<boolean>;
}
