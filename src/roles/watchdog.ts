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
import type { ServiceContext } from './service-context.ts';

/** How often it looks, milliseconds. */
const EVERY_MS = 2_000;

/** One process looks for all; when it dies another one notices at once, when it hangs after this long, milliseconds. */
const LEASE_MS = 15_000;

export type Watching = Pick<ServiceContext, 'ledger' | 'client' | 'clock' | 'logger' | 'operator'>;

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

  /** `deps` with the platforms that this process serves. */
  constructor(watching: Watching, deps: ActivityDependencies) {
    this.#watching = watching;
    this.#deps = deps;
  }

  /** One look at everything. `tick`: milliseconds of a clock that nobody sets. */
  async look(tick = hostTick()): Promise<void> {
    const { ledger, clock } = this.#watching;
    const now = clock.now();
    const alerts = await ledger.untakenCritical(now);
    // Always, or a process that takes over would begin to count then.
    const overdue = this.#expectations.look(alerts, now, tick);
    const held = await this.#held();
    if (held.length === 0) return;
    for (const missed of overdue) {
      const alert = alerts.find(({ code }) => code === missed.code);
      if (alert) await this.#makeUpFor(alert, missed, held);
    }
  }

  async #held(): Promise<PlatformName[]> {
    const { ledger, clock } = this.#watching;
    const held: PlatformName[] = [];
    for (const platform of Object.keys(this.#deps.platforms) as PlatformName[]) {
      if (await ledger.holdLease(`watchdog.${platform}`, LEASE_MS, clock.now())) held.push(platform);
    }
    return held;
  }

  async #makeUpFor(alert: UntakenAlert, missed: Overdue, platforms: readonly PlatformName[]): Promise<void> {
    if (missed.reason === 'deadline_missed' && (await this.#escalate(alert))) return;
    const found = await this.#watching.ledger.accepted(alert.code);
    if (!found || found.plan.mode === 'record') return;
    const accepted = alert.raise ? { ...found, detection: alert.raise.detection, plan: alert.raise.plan } : found;
    const { recipients, routes, remindEveryMs } = accepted.plan.failSafe;
    const what: Missed = { code: alert.code, step: accepted.plan.steps.length + 1, since: missed.since, turn: Math.floor(missed.lateMs / remindEveryMs) };
    const sends = recipients.flatMap((recipient) => routesFor(recipient, routes)
      .filter((route) => platforms.includes(platformOf(route)))
      .map((route) => watchdogPage(what, recipient, route)));
    await Promise.all(sends.map((send) => this.#page(snapshotOf(alert, accepted, missed, what, this.#watching.clock.now()), send)));
  }

  /** False when nobody there can escalate it now. One that has moved on by itself needs no more. */
  async #escalate({ code, nextDeadline }: UntakenAlert): Promise<boolean> {
    const { client, logger } = this.#watching;
    const id = `watchdog:${code}:${nextDeadline}`;
    if (nextDeadline === null || this.#done.has(id)) return this.#done.has(id);
    try {
      if (await client.escalateIfStillDue(code, nextDeadline, id)) logger.event('watchdog.escalated', { code }, 'warn');
      this.#done.add(id);
      return true;
    } catch {
      return false;
    }
  }

  async #page(alert: AlertSnapshot, send: ReturnType<typeof watchdogPage>): Promise<void> {
    const { clock, logger, operator } = this.#watching;
    if (this.#done.has(send.id)) return;
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
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    looking = watchdog.look().catch((error: unknown) => logger.event('watchdog.failed', { error }, 'warn')).finally(() => {
      isLooking = false;
    });
  }, EVERY_MS);
  return {
    finishesWork: true,
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
