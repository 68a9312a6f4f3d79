import { Expectations, type Overdue } from '../domain/escalation/missed.ts';
import { watchdogLine, watchdogPage, type Missed } from '../domain/escalation/watchdog-page.ts';
import { routesFor } from '../domain/escalation/sending.ts';
import { platformOf, type PlatformName } from '../domain/platform-name.ts';
import type { AlertSnapshot } from '../activities/activity-inputs.ts';
import type { ActivityDependencies } from '../activities/dependencies.ts';
import { sendNotification } from '../activities/send-notification.ts';
import type { Part } from '../launch/lifecycle.ts';
import { hostTick } from '../ledger/host-process.ts';
import type { AcceptedAlert, UntakenAlert } from '../ledger/ledger.ts';
import { TemporalUnreachableError } from '../client.ts';
import { Lanes } from './lanes.ts';
import type { ServiceContext } from './service-context.ts';

/** How often it looks, milliseconds. */
const EVERY_MS = 2_000;

/** One process looks for all; when it dies another one notices at once, when it hangs after this long, milliseconds. */
const LEASE_MS = 15_000;

/** So much is done at the same time by each platform, and so many alerts are asked for at Temporal. */
const LANES = 16;

export type Watching = Pick<ServiceContext, 'ledger' | 'client' | 'clock' | 'logger' | 'operator'>;

type WatchdogPage = ReturnType<typeof watchdogPage>;

/** By what a look can make up for what it finds. */
interface Look {
  platforms: readonly PlatformName[];
  /** Whether it was found away by this look. */
  temporal: { isAway: boolean };
}

/**
 * Looks after critical alerts beside Temporal, in the roles that own platforms. One that no page was tried for in its time since it was
 * raised as critical, because Temporal or the worker is down, goes to its fail-safe recipient directly, and again as often as policy has that person reminded. One
 * whose deadline passed without anything coming of it, because the host's clock was set back, is escalated; directly, where Temporal is
 * down. All goes through the ledger's claims: an acknowledgment that has come in stops it, and the same page never goes twice.
 * When Temporal is back the alert begins with its first step: those people haven't heard of it.
 */
export class Watchdog {
  readonly #watching: Watching;
  readonly #deps: ActivityDependencies;
  readonly #expectations = new Expectations();
  /** Asked for already; what came of it is in the ledger. */
  readonly #done = new Set<string>();
  /** Being asked for: by an earlier look, where a provider takes long. */
  readonly #underWay = new Set<string>();
  /** A platform that hangs holds up what goes by itself alone. */
  readonly #lanes = { temporal: new Lanes(LANES), slack: new Lanes(LANES), twilio: new Lanes(LANES), 'whatsapp-web': new Lanes(LANES) };

  /** `deps` with the platforms that this process serves. */
  constructor(watching: Watching, deps: ActivityDependencies) {
    this.#watching = watching;
    this.#deps = deps;
  }

  /** One look at everything, and all that it leads to. `tick`: milliseconds of a clock that nobody sets. */
  async look(tick = hostTick()): Promise<void> {
    await (await this.begin(tick)).made;
  }

  /** As `look`; what it leads to goes on after it has answered, and `made` is when that is over. The next look needn't wait for it. */
  async begin(tick = hostTick()): Promise<{ made: Promise<unknown> }> {
    const { ledger, clock } = this.#watching;
    const now = clock.now();
    const alerts = await ledger.untakenCritical(now);
    // Always, or a process that takes over would begin to count then.
    const overdue = this.#expectations.look(alerts, now, tick);
    const held = await this.#held();
    const temporal = { isAway: false };
    // All of them at once, the oldest first: each may wait for as long as a provider's call may take.
    const made = Promise.all(held.length === 0 ? [] : overdue.map(async (missed) => {
      const alert = alerts.find(({ code }) => code === missed.code);
      if (alert) await this.#makeUpFor(alert, missed, { platforms: held, temporal }).catch((error: unknown) => this.#watching.logger.event('watchdog.failed', { code: alert.code, error }, 'warn'));
    }));
    return { made };
  }

  async #held(): Promise<PlatformName[]> {
    const { ledger, clock } = this.#watching;
    const held: PlatformName[] = [];
    for (const platform of Object.keys(this.#deps.platforms) as PlatformName[]) {
      if (await ledger.holdLease(`watchdog.${platform}`, LEASE_MS, clock.now())) held.push(platform);
    }
    return held;
  }

  async #makeUpFor(alert: UntakenAlert, missed: Overdue, { platforms, temporal }: Look): Promise<void> {
    if (missed.reason === 'deadline_missed' && (await this.#escalate(alert, temporal))) return;
    const found = await this.#watching.ledger.accepted(alert.code);
    if (!found || found.plan.mode === 'record') return;
    const accepted = alert.raise ? { ...found, detection: alert.raise.detection, plan: alert.raise.plan } : found;
    const { recipients, routes, remindEveryMs } = accepted.plan.failSafe;
    const what: Missed = { code: alert.code, step: accepted.plan.steps.length + 1, since: missed.since, turn: Math.floor(missed.lateMs / remindEveryMs) };
    const sends = recipients.flatMap((recipient) => routesFor(recipient, routes)
      .filter((route) => platforms.includes(platformOf(route)))
      .map((route) => watchdogPage(what, recipient, route)))
      .filter((send) => !this.#hasAnswered(alert, accepted, send));
    const snapshot = snapshotOf(alert, accepted, missed, what, this.#watching.clock.now());
    await Promise.all(sends.map((send) => this.#once(send.id, () => this.#lanes[platformOf(send.route)].run(() => this.#page(snapshot, send)))));
  }

  /** Whoever has said yes to an alert that needs more than one isn't told that nobody has it. */
  #hasAnswered({ acknowledgedBy }: UntakenAlert, { detection, plan }: AcceptedAlert, { recipient, route }: WatchdogPage): boolean {
    if (acknowledgedBy === null) return false;
    const at = this.#watching.clock.now();
    const found = this.#deps.hospital().addressee({ recipient, route, unit: detection.unit ?? null, severity: plan.severity, exclude: [], at });
    return 'destination' in found && found.responder?.id === acknowledgedBy;
  }

  async #once(id: string, work: () => Promise<unknown>): Promise<void> {
    if (this.#done.has(id) || this.#underWay.has(id)) return;
    this.#underWay.add(id);
    await work().finally(() => this.#underWay.delete(id));
  }

  /** False when nobody there can escalate it now. One that has moved on by itself needs no more, nor does one that an earlier look still asks for. */
  async #escalate({ code, nextDeadline }: UntakenAlert, temporal: Look['temporal']): Promise<boolean> {
    const { client, logger } = this.#watching;
    const id = `watchdog:${code}:${nextDeadline}`;
    if (nextDeadline === null) return false;
    let isSeenTo = true;
    await this.#once(id, () => this.#lanes.temporal.run(async () => {
      try {
        // Each would wait as long for nothing.
        if (temporal.isAway) throw new TemporalUnreachableError();
        if (await client.escalateIfStillDue(code, nextDeadline, id)) logger.event('watchdog.escalated', { code }, 'warn');
        this.#done.add(id);
      } catch (error) {
        if (error instanceof TemporalUnreachableError) temporal.isAway = true;
        isSeenTo = false;
      }
    }));
    return isSeenTo;
  }

  async #page(alert: AlertSnapshot, send: WatchdogPage): Promise<void> {
    const { clock, logger, operator } = this.#watching;
    try {
      const { outcome } = await sendNotification(this.#deps, { alert, send }, clock.now());
      if (outcome === 'in_doubt') return;
      this.#done.add(send.id);
      logger.event('watchdog.paged', { code: alert.code, platform: platformOf(send.route), status: outcome }, 'warn');
      operator.tell({ key: 'watchdog', platform: platformOf(send.route), route: null, code: 'watchdog_paged', kind: 'notice', reported: false });
    } catch (error) {
      // It waits for its limit, for a reply that is coming in, or for the ledger: the next look asks again.
      logger.event('watchdog.waits', { code: alert.code, platform: platformOf(send.route), error }, 'debug');
    }
  }
}

/** As the ledger has it: writing it there again changes nothing but adds the line that tells why the fail-safe recipient is called. */
function snapshotOf(alert: UntakenAlert, { detection, plan, drill }: AcceptedAlert, { reason }: Overdue, what: Missed, now: Date): AlertSnapshot {
  const { code, revision, status, escalationLevel, nextDeadline } = alert;
  return {
    code, revision, status, severity: plan.severity, stage: detection.stage, confidence: detection.confidence, unit: detection.unit ?? null, drill,
    round: 0, step: escalationLevel, owner: null, offeredTo: [], nextDeadline,
    timeline: [{ seq: watchdogLine(what), entry: { at: now.toISOString(), kind: 'fail_safe_called', step: what.step, reason } }],
  };
}

/** Looks from time to time until it is stopped. A look that fails is left for the next one. */
export function startWatchdog(watchdog: Watchdog, { logger }: Pick<Watching, 'logger'>): Part {
  let looking = Promise.resolve();
  let isLooking = false;
  const underWay = new Set<Promise<unknown>>();
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    looking = watchdog.begin().then(({ made }) => {
      underWay.add(made);
      void made.finally(() => underWay.delete(made));
    }).catch((error: unknown) => logger.event('watchdog.failed', { error }, 'warn')).finally(() => {
      isLooking = false;
    });
  }, EVERY_MS);
  return {
    finishesWork: true,
    stop: async () => {
      clearInterval(timer);
      await looking;
      await Promise.all(underWay);
    },
  };
}
