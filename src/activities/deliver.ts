import { ApplicationFailure } from '@temporalio/common';
import type { SendResult } from '../domain/escalation/alert-event.ts';
import type { Failure } from '../domain/failure.ts';
import type { DigestAlert, RenderedMessage } from '../domain/message.ts';
import { NO_ALERT, type Claim, type SentMessage, type WantedNotification } from '../ledger/ledger.ts';
import { PlatformError } from '../platforms/platform-error.ts';
import { BEGIN_WITHIN_MS } from '../platforms/platform.ts';
import type { Outbound, Platform } from '../platforms/platform.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { tellOperator } from './tell-operator.ts';
import { writeDownUnrecorded } from './write-down-unrecorded.ts';
import { backOffMs, PATIENCE_MS, retryDelayMs, TROUBLE_PATIENCE_MS } from './patience.ts';

/** How long an acknowledgment that has come in may take to be processed before the claim is asked for again, milliseconds. */
const ARRIVING_WAIT_MS = 1_000;

/** A call that another try of this send has under way ends long before its deadline, as a rule: asked about again this often, milliseconds. */
const IN_FLIGHT_WAIT_MS = 1_000;

/** The process stood still between the claim and the call: by now another one may have sent the message again. */
const STOOD_STILL: Failure = { kind: 'retry_after', code: 'stood_still' };

const HELD = ['waiting: acknowledgment_arriving', 'waiting: in_flight'];

/** What the ledger says of a message when its turn to leave has come. */
export interface Leaving {
  /** It is sent again, because the first one's outcome was unknown. */
  repeat: boolean;
  /** Until when its reader has, ISO 8601; null where it names none. */
  deadline: string | null;
}

export interface Delivery {
  wanted: WantedNotification;
  /** The message, as it leaves. */
  render(how: Leaving): RenderedMessage;
  /** The message that carries several alerts to the same destination; for what may join such a one. */
  renderDigest?(digest: DigestAlert[], repeat: boolean): RenderedMessage;
  windowUntil?: string;
  thread?: Outbound['thread'];
  /** Waits as long as it takes, instead of giving way to the next route. */
  patient: boolean;
  /** When the send was first asked for. */
  askedAt: Date;
}

/**
 * Sends one notification by the ledger's protocol: claim, call, mark. Returns what came of it; throws only to be retried
 * later, holding no slot meanwhile.
 */
export async function deliver(deps: ActivityDependencies, platform: Platform, delivery: Delivery): Promise<SendResult> {
  await writeDownUnrecorded(deps, delivery.wanted.id);
  deps.passing?.('claim.before');
  const claim = await deps.ledger.claim(delivery.wanted, deps.now());
  if (!isAsking(claim)) deps.unrecorded?.forget(delivery.wanted.id);
  switch (claim.grant) {
    case 'done':
      return { ...(claim.state === 'failed_permanent' ? toResult(delivery, 'failed', 'failed_before') : toResult(delivery, 'sent', null)), responder: claim.responder };
    case 'withdrawn':
      if (claim.why === 'acknowledgment_arriving') throw retryIn(ARRIVING_WAIT_MS, claim.why);
      return toResult(delivery, 'withdrawn', claim.why);
    case 'defer':
      return toResult(delivery, 'deferred', 'platform_failing');
    case 'wait':
      return waitOrGiveWay(deps, delivery, claim);
    case 'settle':
      return (await settle(deps, platform, delivery, claim)) ?? deliver(deps, platform, delivery);
    case 'send':
      return call(deps, platform, delivery, claim);
  }
}

/** The ledger doesn't know yet what became of an attempt that it has; any other answer says that it does, or that none was made. */
function isAsking(claim: Claim): boolean {
  return claim.grant === 'settle' || (claim.grant === 'wait' && claim.why === 'in_flight');
}

function waitOrGiveWay(deps: ActivityDependencies, delivery: Delivery, { until, why }: Extract<Claim, { grant: 'wait' }>): SendResult {
  const patienceMs = (why === 'retry_after' ? TROUBLE_PATIENCE_MS : PATIENCE_MS)[delivery.wanted.severity];
  const impatient = !delivery.patient && delivery.wanted.purpose === 'page';
  if (impatient && until.getTime() - delivery.askedAt.getTime() > patienceMs) return { ...toResult(delivery, 'delayed', why), until: until.toISOString() };
  const delayMs = retryDelayMs(until, deps.now());
  throw retryIn(why === 'in_flight' ? Math.min(delayMs, IN_FLIGHT_WAIT_MS) : delayMs, why);
}

/**
 * Finds out what became of an attempt of unknown outcome. What isn't there is sent again, marked as a repeat. Null once that is
 * known; a result when the provider can't say it now and the page can't wait.
 */
async function settle(deps: ActivityDependencies, platform: Platform, delivery: Delivery, claim: Extract<Claim, { grant: 'settle' }>): Promise<SendResult | null> {
  const { attemptId, startedAt, destination, digest, repeat, deadline } = claim;
  // What no alert's code tells from another message is found by its words alone.
  const byItsWords = digest !== null || delivery.wanted.code === NO_ALERT;
  const message = asItLeft(deps, delivery, attemptId, renderFor(delivery, { digest, repeat: byItsWords && repeat, deadline }));
  const found = await platform.lookUp({ attemptId, destination, message, ...(delivery.thread ? { thread: delivery.thread } : {}) }, startedAt);
  deps.passing?.('settle.found');
  if (found.found === 'unknown' && mayAnswerLater(found.failure)) {
    if (await isGivingWay(deps, delivery)) return toResult(delivery, 'delayed', found.failure.code);
    return waitOrGiveWay(deps, delivery, { grant: 'wait', until: retryTime(deps, delivery, found.failure, attemptId), why: 'retry_after' });
  }
  if (found.found === 'yes') await deps.ledger.adopt(attemptId, { ref: found.sent.ref, state: found.sent.state, text: message.text }, deps.now());
  else await deps.ledger.giveUp(attemptId, deps.now());
  deps.passing?.('settle.committed');
  return null;
}

/** What went out unrecorded said so, and is looked for by the words that it had. */
function asItLeft({ unrecorded }: ActivityDependencies, { wanted }: Delivery, attemptId: string, message: RenderedMessage): RenderedMessage {
  const attempt = unrecorded?.of(wanted.id)?.attempt;
  return attempt?.attemptId === attemptId ? { ...message, text: attempt.message.text } : message;
}

function renderFor(delivery: Delivery, { digest, ...how }: Leaving & { digest: DigestAlert[] | null }): RenderedMessage {
  return digest && delivery.renderDigest ? delivery.renderDigest(digest, how.repeat) : delivery.render(how);
}

function mayAnswerLater({ kind }: Failure): boolean {
  return kind === 'retry_after' || kind === 'settle_first';
}

async function call(deps: ActivityDependencies, platform: Platform, delivery: Delivery, claim: Extract<Claim, { grant: 'send' }>): Promise<SendResult> {
  const { attemptId, begunTick, digest, repeat, failedBefore, deadline } = claim;
  const message = renderFor(delivery, { digest, repeat, deadline });
  deps.passing?.('call.before');
  if (deps.tick() - begunTick > BEGIN_WITHIN_MS) return letGo(deps, attemptId);
  const since = deps.now();
  try {
    const sent = await platform.send({
      attemptId,
      notificationId: digest ? attemptId : delivery.wanted.id,
      destination: delivery.wanted.destination,
      message,
      ...(delivery.windowUntil ? { windowUntil: delivery.windowUntil } : {}),
      ...(delivery.thread ? { thread: delivery.thread } : {}),
      ...(failedBefore === null ? {} : { failedBefore }),
    });
    deps.passing?.('call.answered');
    deps.operator.isWell({ what: 'taken', route: delivery.wanted.route, since });
    const marked = { ref: sent.ref, state: sent.state, text: message.text };
    await writeOrKeep(deps, delivery, attemptId, marked, () => deps.ledger.markSent(attemptId, marked, deps.now()));
    deps.passing?.('mark.committed');
    return toResult(delivery, 'sent', null);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return noteFailure(deps, delivery, attemptId, error);
  }
}

/** No call was made, and none will be: it is claimed anew, by whoever comes first, and is no repeat. What another one made of it meanwhile stands. */
async function letGo({ ledger, now }: ActivityDependencies, attemptId: string): Promise<never> {
  await ledger.markFailed(attemptId, STOOD_STILL, now(), now());
  throw retryIn(retryDelayMs(now(), now()), STOOD_STILL.code);
}

/** The provider has it, or may: when that can't be written down now, it is kept until it can, and the page doesn't go once more meanwhile. */
async function writeOrKeep({ unrecorded, tick }: ActivityDependencies, { wanted }: Delivery, attemptId: string, sent: SentMessage | null, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    unrecorded?.keep(wanted.id, { attemptId, sender: wanted.sender, sent }, tick());
    throw error;
  }
}

async function noteFailure(deps: ActivityDependencies, delivery: Delivery, attemptId: string, { failure }: PlatformError): Promise<SendResult> {
  const now = deps.now();
  switch (failure.kind) {
    case 'retry_after': {
      const until = retryTime(deps, delivery, failure, attemptId);
      await deps.ledger.markFailed(attemptId, failure, until, now);
      return waitOrGiveWay(deps, delivery, { grant: 'wait', until, why: 'retry_after' });
    }
    case 'settle_first':
      await writeOrKeep(deps, delivery, attemptId, null, () => deps.ledger.markUncertain(attemptId, failure, now));
      return toResult(delivery, (await isGivingWay(deps, delivery)) ? 'delayed' : 'in_doubt', failure.code);
    case 'page_operator':
    case 'our_bug':
      tellOperator(deps, delivery.wanted.route, failure);
      await deps.ledger.markFailed(attemptId, failure, null, now);
      return { ...toResult(delivery, 'failed', failure.code), ...(failure.kind === 'page_operator' ? { away: true } : {}) };
    case 'fail_over':
      tellOperator(deps, delivery.wanted.route, failure, delivery.wanted.responder);
      await deps.ledger.markFailed(attemptId, failure, null, now);
      return toResult(delivery, 'failed', failure.code);
  }
}

/** Its sender is failing: what it was asked for may take as long as it takes, and the next route, unless it is taken already, doesn't wait for that. */
async function isGivingWay({ ledger, now }: ActivityDependencies, { wanted, patient }: Delivery): Promise<boolean> {
  return wanted.mayDefer === true && !patient && (await ledger.failingSenders(now())).some(({ sender }) => sender === wanted.sender);
}

function retryTime(deps: ActivityDependencies, { askedAt }: Delivery, { retryAfterMs }: Failure, attemptId: string): Date {
  const now = deps.now();
  return new Date(now.getTime() + (retryAfterMs ?? backOffMs(askedAt, now, spreadOf(attemptId))));
}

/** From 0 to 1, the same for the same attempt: attempts' ids are random. */
function spreadOf(attemptId: string): number {
  return Number.parseInt(attemptId.slice(0, 8), 16) / 0xffff_ffff;
}

function toResult({ wanted }: Delivery, outcome: SendResult['outcome'], reason: string | null): SendResult {
  return { outcome, responder: wanted.responder, reason };
}

/** Whether a send waits because somebody has answered, or because another call for it is under way. */
export function isHeldForAnswer(error: unknown): boolean {
  return error instanceof ApplicationFailure && HELD.includes(error.message);
}

/** Temporal retries the activity after this wait. */
export function retryIn(delayMs: number, why: string): ApplicationFailure {
  return ApplicationFailure.create({ message: `waiting: ${why}`, type: 'Waiting', nextRetryDelay: delayMs });
}
