import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Severity } from '../src/domain/severity.ts';
import { waitUntil } from '../test/support/wait-until.ts';
import { countedFrom } from './after-restart.ts';
import { findingOf, NURSE } from './hospital.ts';
import type { AcceptedHere, RoundRecord } from './judge.ts';
import { takenPages } from './pages.ts';
import { isOfCaller, type RoundPlan, type Victim } from './plan.ts';
import { raiseInOwnProcess, victimBeside } from './raise-in-own-process.ts';
import type { ServiceUnderTest } from './service.ts';
import { unfinished } from './unfinished.ts';

/** A crash that was armed happens within this time on a busy machine, or its place was not passed. */
const CRASH_WITHIN_MS = 60_000;

/** All that a round has to bring about is there within this time of its last crash. */
const QUIET_WITHIN_MS = 60_000;

/** What a limit holds back leaves in the next minute, or by another route in the one after. */
const BURST_QUIET_WITHIN_MS = 180_000;

/** Somebody whose press or reply goes nowhere tries again after this long. */
const TRY_AGAIN_MS = 300;

/** One round under way. */
class Round {
  readonly record: RoundRecord;
  readonly #service: ServiceUnderTest;
  readonly #plan: RoundPlan;
  readonly #handedIn: Promise<void>[] = [];
  /** When the nurse had taken which alert; one of them may be taken before its caller has heard its code. */
  readonly #takenAt = new Map<string, number>();
  #hasCrashed = false;

  constructor(service: ServiceUnderTest, plan: RoundPlan) {
    this.#service = service;
    this.#plan = plan;
    this.record = { round: plan.round, alerts: [], kills: [], problems: [] };
  }

  async run(): Promise<void> {
    if (isOfCaller(this.#plan.place)) await this.#killCaller();
    else if (this.#plan.hang !== null) await this.#killInCall(this.#plan.hang);
    else if (this.#plan.afterMs !== null) await this.#killAfter(this.#plan.afterMs);
    else if (this.#plan.reply !== null) await this.#killInReply(this.#plan.reply.by);
    else {
      this.#service.arm(this.#plan.crashes);
      this.#handIn(this.#plan.alerts);
      await this.#crashAsArmed();
    }
    await Promise.all(this.#handedIn);
    await this.#quiet();
    await this.#close();
  }

  /** The process that hands the alert in dies, so its caller hands it in again under the same key. */
  async #killCaller(): Promise<void> {
    const { alerts: [first = 'critical', ...others], crashes, round, kill } = this.#plan;
    const finding = { ...findingOf(first), idempotencyKey: randomUUID() };
    const serverPid = this.#service.pidOf('temporal');
    this.#service.arm(crashes);
    this.#handIn(others);
    const caller = await raiseInOwnProcess(this.#service, finding, String(round));
    await this.#crash(victimBeside(caller, kill), serverPid);
    const { code } = await this.#service.client.raise(finding);
    if (caller.heard !== null && caller.heard !== code) this.record.problems.push(`one finding became two alerts, ${caller.heard} and ${code}`);
    this.#accepted(code, first);
  }

  async #killInCall({ platform, nth, when }: NonNullable<RoundPlan['hang']>): Promise<void> {
    const { alerts, kill } = this.#plan;
    const operation = platform === 'slack' ? 'chat.postMessage' : 'messages.create';
    const since = (await this.#service.people.journal()).length;
    await this.#service.people.fault({ platform, operation, nth, fault: { kind: 'hang', ms: QUIET_WITHIN_MS, when } });
    this.#handIn(alerts);
    await waitUntil('the provider has the call', async () => (await this.#service.people.journal(since)).some(({ fault }) => fault === 'hang'), CRASH_WITHIN_MS);
    const serverPid = this.#service.pidOf('temporal');
    this.#service.kill(kill, platform);
    await this.#backFrom(kill, serverPid);
  }

  async #killAfter(afterMs: number): Promise<void> {
    const { alerts, kill, reply, round } = this.#plan;
    this.#handIn(alerts);
    if (reply?.afterMs !== null && reply?.afterMs !== undefined) this.#meanwhile(this.#takeOnce(reply.by, reply.afterMs));
    await sleep(afterMs);
    const serverPid = this.#service.pidOf('temporal');
    this.#service.kill(kill, round % 2 === 0 ? 'worker' : 'slack');
    await this.#backFrom(kill, serverPid);
  }

  /** The acknowledgment is on disk when the process dies, so nobody gives it again after that; one that went nowhere is given again. */
  async #killInReply(by: 'slack' | 'twilio'): Promise<void> {
    this.#handIn(this.#plan.alerts);
    await Promise.all(this.#handedIn);
    await this.#quiet();
    this.#service.arm(this.#plan.crashes);
    const first = this.#toBeTaken();
    if (first === undefined) throw new Error('no alert was accepted');
    const codes = await this.#service.people.takenWith(first.code, by);
    this.#meanwhile(this.#take(codes, by));
    await this.#crashAsArmed(codes);
  }

  async #crashAsArmed(taken: readonly string[] = []): Promise<void> {
    for (const { kill } of this.#plan.crashes) {
      const serverPid = this.#service.pidOf('temporal');
      await this.#crash(kill, serverPid);
      this.#acknowledged(taken, this.record.kills.at(-1)?.at ?? Date.now());
    }
  }

  async #crash(victim: Victim | null, serverPid: number | undefined): Promise<void> {
    const happened = await this.#service.crashed(CRASH_WITHIN_MS);
    this.#hasCrashed = true;
    if (!happened) throw new Error('the place where the crash was to be was not passed');
    await this.#backFrom(victim, serverPid);
  }

  /** What is handed in meanwhile has to be sent as soon as something is back: it is the measure of the restart. */
  async #backFrom(victim: Victim | null, serverPid: number | undefined): Promise<void> {
    const killedAt = Date.now();
    this.#handIn(['critical']);
    if (victim === null) return;
    const back = await this.#service.bringBack(victim, serverPid);
    this.record.kills.push({ at: killedAt, ofSender: victim !== 'temporal', backAt: countedFrom(killedAt, back) });
  }

  #handIn(severities: readonly Severity[]): void {
    for (const severity of severities) this.#meanwhile(this.#service.client.raise(findingOf(severity)).then(({ code }) => this.#accepted(code, severity)));
  }

  /** It goes on beside the round, which waits for it at its end and hears then of what failed. */
  #meanwhile(work: Promise<void>): void {
    work.catch(() => undefined);
    this.#handedIn.push(work);
  }

  #accepted(code: string, severity: Severity): void {
    this.record.alerts.push({ code, severity, acknowledgedAt: this.#takenAt.get(code) ?? null, closedAt: null });
  }

  #acknowledged(codes: readonly string[], at: number): void {
    for (const code of codes) this.#takenAt.set(code, at);
    for (const alert of this.record.alerts) if (codes.includes(alert.code)) alert.acknowledgedAt = at;
  }

  /** The nurse has a critical one on every route. */
  #toBeTaken(): AcceptedHere | undefined {
    return this.record.alerts.find(({ severity }) => severity === 'critical');
  }

  /** Slack may still hold the connection of a process that a round before this one killed: a press into it goes nowhere. */
  async #take(codes: readonly string[], by: 'slack' | 'twilio'): Promise<void> {
    const until = Date.now() + CRASH_WITHIN_MS;
    while (!(await this.#service.people.take(codes, by)) && !this.#hasCrashed) {
      if (Date.now() > until) throw new Error(`nobody answered the nurse, who took ${codes.join(', ')} by ${by}`);
      await sleep(TRY_AGAIN_MS);
    }
  }

  /** Takes the first alert, and tries again while nobody answers. */
  async #takeOnce(by: 'slack' | 'twilio', afterMs: number): Promise<void> {
    await sleep(afterMs);
    const isPaged = async ({ code }: AcceptedHere): Promise<boolean> =>
      takenPages(await this.#service.people.journal()).some((page) => page.code === code && page.to === NURSE[by]);
    await waitUntil('the nurse is paged', async () => {
      const alert = this.#toBeTaken();
      return alert !== undefined && isPaged(alert);
    }, QUIET_WITHIN_MS);
    const first = this.#toBeTaken();
    if (first === undefined) return;
    const codes = await this.#service.people.takenWith(first.code, by);
    await this.#take(codes, by);
    this.#acknowledged(codes, Date.now());
  }

  /** Waits until every page is at its provider, and the service knows. */
  async #quiet(): Promise<void> {
    const withinMs = this.#plan.place === 'burst' ? BURST_QUIET_WITHIN_MS : QUIET_WITHIN_MS;
    let left: string[] = [];
    await waitUntil('all is done', async () => (left = await this.#unfinished()).length === 0, withinMs).catch(() => {
      throw new Error(`not done ${withinMs / 1000} s after the last crash: ${left.join('; ')}`);
    });
  }

  async #unfinished(): Promise<string[]> {
    const { people, client } = this.#service;
    const { alerts } = this.record;
    const pages = takenPages(await people.journal());
    return unfinished(alerts, pages, new Map(await Promise.all(alerts.map(async ({ code }) => [code, await client.show(code)] as const))));
  }

  /** Every alert still hears what is asked of it, and from then on nothing of it is paged. */
  async #close(): Promise<void> {
    const { client } = this.#service;
    await Promise.all(this.record.alerts.map(async (alert) => {
      await client.ask(alert.code, { id: randomUUID(), kind: 'cancel', by: { kind: 'operator', id: 'chaos' }, via: 'api' });
      await waitUntil(`${alert.code} is closed`, async () => (await client.show(alert.code)).status === 'cancelled', CRASH_WITHIN_MS);
      alert.closedAt = Date.now();
    }));
  }
}

/** Carries out one round: hands alerts in, kills, brings back, and waits until nothing is left to be done. Never throws. */
export async function runRound(service: ServiceUnderTest, plan: RoundPlan): Promise<RoundRecord> {
  const round = new Round(service, plan);
  const { problems } = round.record;
  await round.run().catch((error: unknown) => problems.push(wordsOf(error)));
  service.disarm();
  try {
    await service.people.clearFaults();
    for (const roles of await service.revive()) problems.push(`the process of ${roles} had ended and was not meant to`);
  } catch (error) {
    problems.push(wordsOf(error));
  }
  return round.record;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
