import type { Passing } from '../domain/crash-point.ts';
import type { Detection } from '../domain/detection.ts';
import { EPISODE_OUTCOMES, type AnewReason } from '../domain/episode.ts';
import type { AlertView } from '../domain/alert.ts';
import type { AlertPlan } from '../domain/plan.ts';
import { severityRank } from '../domain/severity.ts';
import { isUnwritable, type AcceptedAlert, type AcceptResult, type EpisodeJudge, type KeptWords, type Ledger, type PendingRaise } from '../ledger/ledger.ts';
import { askToRaise } from './ask-to-raise.ts';
import { IdempotencyConflictError, NotRecordedError } from './client-errors.ts';
import { eachByItself } from './each-by-itself.ts';
import { GiveWay, LONGEST_GIVE_WAY_MS } from './give-way.ts';
import { inTime } from './in-time.ts';
import { StartLine } from './start-line.ts';
import type { WorkflowAccess } from './workflow-access.ts';

/** An alert as it was taken in. */
export interface Raised {
  code: string;
  /** It was there before: the same key with the same content, or the same wound. This is that alert. */
  duplicate: boolean;
  /** False when Temporal could not be reached: the alert is accepted, and starts, or gets worse, when it can be. */
  started: boolean;
  /** What the detection was to the alert that its wound had already, and why, by name; absent where it made one of its own. */
  episode?: { outcome: 'joined' | 'raised' | 'recorded'; reason: string };
  /** Of a repeat of an equal finding: what became of its own words. */
  words?: KeptWords;
  /** As it stands on the disk, before anything has happened to it; absent where it was there before. */
  view?: AlertView;
}

export type NewAlert = Omit<AcceptedAlert, 'code' | 'acceptedAt'>;

export interface Accepting {
  /** How long the answer may wait for the workflow to have started, milliseconds. */
  answerWithinMs?: number | undefined;
  /** Decides by what is known of the wound; left out, every finding is an alert of its own. */
  judge?: EpisodeJudge;
}

/** What taking in needs. */
export interface TakeInOptions {
  ledger: Ledger;
  workflows: WorkflowAccess;
  findingOf(detection: Detection): NewAlert;
  judge(detection: Detection, plan: AlertPlan, agent: string): EpisodeJudge;
  newCode(): string;
  now(): Date;
  /** Pages the people of a critical alert that can't be recorded, and answers who was reached. */
  pageUnrecorded?: ((alert: AcceptedAlert) => Promise<string[]>) | undefined;
  passing?: Passing | undefined;
}

/** Accepts alerts: each is on disk before its caller hears of it, and starts at once unless Temporal is down. */
export class TakeIn {
  readonly #options: TakeInOptions;
  readonly #line = new StartLine();
  readonly #giveWay: GiveWay;
  /** By finding: the same one handed in again isn't sent again. */
  readonly #sentUnrecorded = new Map<string, Promise<{ code: string; reached: readonly string[] }>>();

  constructor(options: TakeInOptions, giveWay = new GiveWay()) {
    this.#options = options;
    this.#giveWay = giveWay;
  }

  async accept(alert: NewAlert, how: Accepting = {}): Promise<Raised> {
    const accepted = this.#withCode(alert);
    this.#options.passing?.('accept.before');
    this.#giveWay.noteAccepted();
    const result = await this.#options.ledger.accept(accepted, how.judge).catch((error: unknown) => this.#sendAllTheSame(accepted, error));
    this.#options.passing?.('accept.committed');
    return result.result === 'code_taken' ? this.accept(alert, how) : this.#goOn(accepted, result, how.answerWithinMs);
  }

  /** Starts what a crash or an outage left on the disk, but for what is on its way already, or that as well; answers how many could be started. */
  async startUnstarted(limit: number, onTheirWayToo = false): Promise<number> {
    const { ledger, workflows, now } = this.#options;
    return eachByItself(await ledger.unstarted(limit), async (alert) => {
      if ((this.#line.has(alert.code) && !onTheirWayToo) || this.#isLeftToFlood(alert)) return 'left';
      if (!(await workflows.startAlert(alert))) return 'away';
      await ledger.markStarted(alert.code, now());
      return 'done';
    });
  }

  /** Until its alert has answered, the ledger keeps it. An alert that is over is raised no more: the wound gets another one, and `moved` hears of it first. */
  async handOn(raise: PendingRaise, moved?: (to: Raised) => void): Promise<Raised> {
    const { id, code, reason } = raise;
    const { ledger, workflows, now } = this.#options;
    const outcome = await askToRaise({ ledger, update: (of, request) => workflows.update(of, request), startUnlessStarted: (of) => this.startUnlessStarted(of) }, raise);
    if (outcome === 'closed') return this.#acceptAnew(raise, moved);
    if (outcome !== null) await ledger.markRaised(id, outcome, now());
    const episode = outcome === 'not_raised' ? { outcome: 'joined' as const, reason: 'not_worse' } : { outcome: 'raised' as const, reason };
    return { code, duplicate: true, started: outcome !== null, episode };
  }

  /** Somebody may have been paged beside the workflow, and answer before it has begun. True when it began only now. */
  async startUnlessStarted(code: string): Promise<boolean> {
    const { ledger, now } = this.#options;
    if (await ledger.isStarted(code)) return false;
    const begun = await this.#startAccepted(code);
    // It counts as started from here on: one that can't be found all the same is over.
    if (begun) await ledger.markStarted(code, now());
    return begun;
  }

  async #goOn(accepted: AcceptedAlert, taken: AcceptResult, answerWithinMs?: number): Promise<Raised> {
    const { ledger } = this.#options;
    const { result, code } = taken;
    if (result === 'conflict') throw new IdempotencyConflictError(code);
    if (result === 'created') {
      const alert = taken.anew ? toldAnew(accepted, taken.anew) : accepted;
      // Where others are being started, their callers' answers don't wait for their turns.
      const withinMs = answerWithinMs !== undefined && !this.#line.isIdle ? 0 : answerWithinMs;
      return { code, duplicate: false, started: await inTime(this.#start(alert), false, withinMs), view: viewOf(alert) };
    }
    if (result === 'repeated' && taken.raise) {
      const { raise } = taken;
      let late: Raised = { code, duplicate: true, started: false, episode: { outcome: 'raised', reason: raise.reason } };
      return inTime(this.handOn(raise, (moved) => (late = moved)), () => late, answerWithinMs);
    }
    const repeated = result === 'repeated' ? taken : result === 'duplicate' ? taken.repeated : undefined;
    const isPending = result === 'duplicate' && taken.repeated?.isPending;
    const started = !isPending && ((await ledger.isStarted(code)) || (await inTime(this.#startAccepted(code), false, answerWithinMs)));
    const words = result === 'duplicate' && taken.words !== undefined ? { words: taken.words } : {};
    return { code, duplicate: true, started, ...words, ...(repeated ? { episode: { outcome: EPISODE_OUTCOMES[repeated.decision], reason: repeated.reason } } : {}) };
  }

  async #acceptAnew(raise: PendingRaise, moved?: (to: Raised) => void): Promise<Raised> {
    const { detection, agent, by, content, kept } = raise;
    const { ledger, findingOf, judge } = this.#options;
    const accepted = this.#withCode({ ...findingOf(detection), by, content, kept });
    const result = await ledger.acceptAnew(raise, accepted, judge(detection, accepted.plan, agent));
    if (result.result === 'code_taken') return this.#acceptAnew(raise, moved);
    const repeated = result.result === 'repeated' ? { episode: { outcome: EPISODE_OUTCOMES[result.decision], reason: result.reason } } : {};
    moved?.({ code: result.code, duplicate: result.result !== 'created', started: false, ...repeated });
    return this.#goOn(accepted, result);
  }

  #withCode(alert: NewAlert): AcceptedAlert {
    return { ...alert, code: this.#options.newCode(), acceptedAt: this.#options.now() };
  }

  /** What was accepted while Temporal could not be reached, and comes again before the sweeper's next look. */
  async #startAccepted(code: string): Promise<boolean> {
    const accepted = await this.#options.ledger.accepted(code);
    return accepted !== null && this.#start(accepted);
  }

  async #start(alert: AcceptedAlert): Promise<boolean> {
    return this.#line.start(alert.code, severityRank(alert.plan.severity), () => this.#startInTurn(alert));
  }

  async #startInTurn(alert: AcceptedAlert): Promise<boolean> {
    const urgency = severityRank(alert.plan.severity);
    // All lanes may be taken by what gives way: a critical one must not wait behind it.
    if (this.#givesWay(alert)) await this.#giveWay.toFlood(() => this.#line.isPressed(urgency));
    return this.#options.workflows.startAlert(alert);
  }

  #givesWay({ plan }: AcceptedAlert): boolean {
    return this.#giveWay.isFlood && severityRank(plan.severity) <= severityRank('medium');
  }

  /** For the next look: an earlier one has left it long enough. What seems to come from later on was accepted before the clock was set back. */
  #isLeftToFlood(alert: AcceptedAlert): boolean {
    const age = Math.abs(this.#options.now().getTime() - alert.acceptedAt.getTime());
    return this.#givesWay(alert) && age < LONGEST_GIVE_WAY_MS;
  }

  /** @throws NotRecordedError for a critical alert, which was sent; the ledger's error for any other, which was refused. */
  async #sendAllTheSame(alert: AcceptedAlert, error: unknown): Promise<never> {
    const { pageUnrecorded } = this.#options;
    const { plan, drill, detection } = alert;
    if (!pageUnrecorded || !isUnwritable(error) || plan.severity !== 'critical' || plan.mode === 'record' || drill) throw error;
    const finding = detection.idempotencyKey ?? JSON.stringify([detection, alert.alertType]);
    const paging = this.#sentUnrecorded.get(finding) ?? pageUnrecorded(alert).then((reached) => ({ code: alert.code, reached }));
    this.#sentUnrecorded.set(finding, paging);
    const { code, reached } = await paging.catch((failure: unknown) => {
      this.#sentUnrecorded.delete(finding);
      throw failure;
    });
    // Who couldn't be reached now may be reached by the next try.
    if (reached.length === 0) this.#sentUnrecorded.delete(finding);
    throw new NotRecordedError(code, reached, { cause: error });
  }
}

/** As the ledger has it. */
function toldAnew(alert: AcceptedAlert, anew: AnewReason): AcceptedAlert {
  return { ...alert, plan: { ...alert.plan, reasons: [...alert.plan.reasons, anew] } };
}

function viewOf({ code, plan, detection, acceptedAt, drill }: AcceptedAlert): AlertView {
  return {
    code, status: 'triggered', severity: plan.severity, stage: detection.stage, escalationLevel: 0, acknowledgedBy: null, nextDeadline: null, duplicate: false,
    timeline: [], unit: detection.unit ?? null, acceptedAt: acceptedAt.toISOString(), drill,
  };
}
