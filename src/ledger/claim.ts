import { platformOf } from '../domain/platform-name.ts';
import { isAcknowledgmentArriving } from './arriving.ts';
import type { AlertRow, Asking } from './asking.ts';
import { beginAttempt } from './begin-attempt.ts';
import { bundleOf, gather, isTimeForDigests, retryTick, toDigest } from './digests.ts';
import type { Joined } from './digests.ts';
import { toWallTime } from './ledger-context.ts';
import type { LedgerContext, Writing } from './ledger-context.ts';
import type { Claim, WantedNotification } from './ledger.ts';
import { deadlineOf, markLost, markUncertainRow, pullStartBack, settleTick } from './lost-attempts.ts';
import type { AttemptRow, NotificationRow } from './lost-attempts.ts';
import { addressPlace, refOf } from './posted-rows.ts';
import { healthOf, isToBeLeftAlone } from './sender-health.ts';
import { rideAlong } from './ride-along.ts';
import { countUsed, readRoom } from './slots.ts';
import { isSuperseded } from './superseded.ts';
import { betterWaiters, comeBackAt, isFetched, isRedundant, leaveLine, rankOf, standInLine } from './waiting-line.ts';
import type { Place } from './waiting-line.ts';

/** How soon to ask again while an acknowledgment is on its way through the workflow, milliseconds. */
const ARRIVING_RETRY_MS = 1_000;

/** How much later than the one that comes back for all of them the others of a held digest ask again, milliseconds. */
const FOLLOW_MS = 4_000;

/** How soon to ask again for a page that has left in a digest: many wait for the one call, milliseconds. */
const DIGEST_RETRY_MS = 2_000;

/** How long the outcome of a digest is left to one of those it carries to look up, before another one may, milliseconds. */
const ONE_LOOKS_MS = 15_000;

/**
 * Decides, in one write transaction, whether this notification goes out now. What is known of an earlier attempt comes first: a
 * message that may be out there has to be found even when the alert is acknowledged, so that it can be told who has it.
 */
export async function claim(context: LedgerContext, wanted: WantedNotification, now: Date): Promise<Claim> {
  return context.store.write(async (trx) => {
    // Read under the lock: a tick from before it would lie behind what others wrote meanwhile, as if the clock had gone back.
    const ownTick = context.clock.ownTick(now);
    const tick = await context.clock.tick(trx, now);
    const health = wanted.mayDefer ? await healthOf(trx, wanted.sender) : undefined;
    const asking: Asking = { context, trx, wanted, now, tick, ownTick, health, alert: await alertOf(trx, wanted.code) };
    await markLost(trx, context, { sender: wanted.sender }, tick);
    const note = await enter(asking);
    const answer = (await earlierOutcome(asking, note)) ?? (await endedBy(asking, note)) ?? (await alongWithAnother(asking, note)) ?? (await giveWay(asking, note)) ?? retryWait(asking, note);
    if (!answer) return takeTurn(asking, note);
    await leaveLine(trx, [wanted.id]);
    return answer;
  }, { sender: wanted.sender });
}

async function alertOf(trx: Writing, code: string): Promise<AlertRow | undefined> {
  return trx
    .selectFrom('alerts')
    .select(['status', 'open', 'revision', 'round', 'escalation_level', 'acknowledged_by', 'next_deadline'])
    .where('code', '=', code)
    .executeTakeFirst();
}

/** The notification's row, which is made where there is none. */
export async function enter(asking: Asking): Promise<NotificationRow> {
  const { context, trx, wanted, tick } = asking;
  const there = await trx.selectFrom('notifications').selectAll().where('id', '=', wanted.id).executeTakeFirst();
  if (there) return readdress(asking, await noteAsked(asking, there));
  const { address, kind } = wanted.destination;
  const row: NotificationRow = {
    id: wanted.id,
    code: wanted.code,
    purpose: wanted.purpose,
    severity: wanted.severity,
    platform: platformOf(wanted.route),
    route: wanted.route,
    destination_kind: kind,
    address_index: context.cipher.index(wanted.destination.platform, address),
    sealed_address: context.cipher.seal(addressPlace(wanted.id), address),
    responder: wanted.responder,
    step: wanted.step,
    wanted_at: wanted.wantedAt.getTime(),
    state: 'pending',
    attempt_id: null,
    repeat_due: 0,
    retry_clock: null,
    retry_from_tick: null,
    retry_after_ms: null,
    may_join: wanted.mayJoin ? 1 : 0,
    asked_clock: context.clock.id,
    entered_tick: tick,
    asked_tick: tick,
    second_tries: 0,
  };
  await trx.insertInto('notifications').values(row).execute();
  return row;
}

/** It is still wanted: a digest takes along only what somebody goes on asking for, and only to such a one an older page gives way. */
async function noteAsked({ context, trx, tick }: Asking, note: NotificationRow): Promise<NotificationRow> {
  if (note.purpose !== 'page' || (note.state !== 'pending' && note.state !== 'failed_temporary')) return note;
  const isSameClock = note.asked_clock === context.clock.id;
  const changes = { asked_clock: context.clock.id, asked_tick: tick, entered_tick: isSameClock ? note.entered_tick : tick };
  await trx.updateTable('notifications').set(changes).where('id', '=', note.id).execute();
  return { ...note, ...changes };
}

/** While it waited, another person may have come on call: it goes to them, and for them it is no repeat. */
async function readdress({ context, trx, wanted }: Asking, note: NotificationRow): Promise<NotificationRow> {
  const { platform, address, kind } = wanted.destination;
  const index = context.cipher.index(platform, address);
  const mayChange = note.state === 'pending' || note.state === 'failed_temporary';
  if (!mayChange || (index === note.address_index && note.responder === wanted.responder)) return note;
  const isElsewhere = index !== note.address_index;
  if (isElsewhere) await keepEarlierReader(trx, note);
  const changes = {
    destination_kind: kind, address_index: index, sealed_address: context.cipher.seal(addressPlace(note.id), address), responder: wanted.responder,
    ...(isElsewhere && { repeat_due: 0, attempt_id: null }),
  };
  await trx.updateTable('notifications').set(changes).where('id', '=', note.id).execute();
  return { ...note, ...changes };
}

/** What has gone to somebody before stays theirs, whatever is reported of it yet. */
async function keepEarlierReader(trx: Writing, { id, destination_kind, address_index, sealed_address, responder }: NotificationRow): Promise<void> {
  await trx
    .updateTable('attempt_notifications')
    .set({ earlier_destination_kind: destination_kind, earlier_address_index: address_index, earlier_sealed_address: sealed_address, earlier_responder: responder })
    .where('notification_id', '=', id)
    .where('earlier_address_index', 'is', null)
    .execute();
}

async function earlierOutcome({ context, trx, tick, now }: Asking, note: NotificationRow): Promise<Claim | null> {
  if (note.attempt_id === null || note.state === 'pending' || note.state === 'failed_temporary') return null;
  const found = await trx.selectFrom('attempts').selectAll().where('id', '=', note.attempt_id).executeTakeFirstOrThrow();
  const attempt = await pullStartBack(trx, context, found, tick);
  // An attempt on another sender, which this notification had before, is past its deadline without having been marked so.
  const isLost = note.state === 'sending' && tick >= deadlineOf(attempt);
  if (isLost) await markUncertainRow(trx, attempt, deadlineOf(attempt));
  const address = context.cipher.open(addressPlace(note.id), note.sealed_address);
  if (isLost || note.state === 'uncertain') {
    const settleFrom = settleTick(context, attempt);
    if (tick < settleFrom) return { grant: 'wait', until: toWallTime(settleFrom, tick, now), why: 'in_flight' };
    const carried = attempt.digest === 1 ? await carriedBy(trx, attempt.id) : null;
    if (carried && carried[0]?.id !== note.id && tick < settleFrom + ONE_LOOKS_MS) return { grant: 'wait', until: toWallTime(tick + DIGEST_RETRY_MS, tick, now), why: 'in_flight' };
    const destination = { platform: note.platform, kind: note.destination_kind, address };
    return { grant: 'settle', attemptId: attempt.id, startedAt: new Date(attempt.started_at), destination, digest: carried && toDigest(carried), repeat: attempt.repeat === 1, deadline: attempt.deadline };
  }
  if (note.state === 'sending') return { grant: 'wait', until: toWallTime(callEnd(attempt, tick), tick, now), why: 'in_flight' };
  return { grant: 'done', state: note.state, ref: refOf(context, attempt, address), responder: note.responder };
}

/** When to ask again about a call under way: many wait for the one of a digest, and none of them runs into its deadline. */
function callEnd(attempt: AttemptRow, tick: number): number {
  return attempt.digest === 1 ? Math.min(deadlineOf(attempt), tick + DIGEST_RETRY_MS) : deadlineOf(attempt);
}

/** Only pages end with an acknowledgment: notices and answers are what follows it. */
async function endedBy({ context, trx, wanted, alert, now, tick }: Asking, note: NotificationRow): Promise<Claim | null> {
  if (wanted.purpose !== 'page') return null;
  if (!alert) return null;
  if (alert.open === 0) return { grant: 'withdrawn', why: 'closed' };
  if (wanted.moot) return { grant: 'withdrawn', why: wanted.moot };
  if (await isSuperseded(trx, context, note, alert, now, tick)) return { grant: 'withdrawn', why: 'superseded' };
  if (wanted.afterAcknowledgment) return null;
  if (alert.status === 'acknowledged') return { grant: 'withdrawn', why: 'acknowledged' };
  const arriving = await isAcknowledgmentArriving(trx, context, { code: wanted.code, revision: alert.revision }, tick);
  if (arriving === 'in_inbox') return { grant: 'withdrawn', why: 'acknowledgment_arriving' };
  // Withdrawing would lose the page if the reply was none: a moment's wait loses nothing either way.
  if (arriving === 'in_workflow') return { grant: 'wait', until: new Date(now.getTime() + ARRIVING_RETRY_MS), why: 'in_flight' };
  return null;
}

async function alongWithAnother(asking: Asking, note: NotificationRow): Promise<Claim | null> {
  const carried = await rideAlong(asking, note);
  return carried && earlierOutcome(asking, carried);
}

/** No digest takes it along: it is not asked for any more, until it is asked for again. */
async function giveWay({ context, trx, tick, health }: Asking, note: NotificationRow): Promise<Claim | null> {
  if (!health || !isToBeLeftAlone(health, context, tick)) return null;
  await trx.updateTable('notifications').set({ asked_clock: null }).where('id', '=', note.id).execute();
  return { grant: 'defer' };
}

function retryWait({ context, tick, now }: Asking, note: NotificationRow): Claim | null {
  const due = retryTick(note, context.clock.id, tick);
  return due !== null && tick < due ? { grant: 'wait', until: toWallTime(due, tick, now), why: 'retry_after' } : null;
}

async function takeTurn(asking: Asking, note: NotificationRow): Promise<Claim> {
  const { context, trx, wanted, now, tick } = asking;
  const used = await countUsed(trx, context, wanted.sender, tick);
  const limit = context.limitOf(wanted.sender);
  const joins = note.may_join === 1;
  const gathered = joins && isTimeForDigests(used, limit) ? await gather(trx, context, note, tick, now) : null;
  const pages = gathered && 'pages' in gathered ? gathered.pages : [];
  const own = { id: note.id, rank: rankOf(wanted, await isRedundant(trx, wanted)), wantedAt: wanted.wantedAt.getTime() };
  const place: Place = { ...(pages[0] ?? own), bundle: joins ? bundleOf(note) : null };
  if (gathered && 'heldUntil' in gathered) {
    const { heldUntil } = gathered;
    const isFollower = await isFetched(trx, context, { ...place, id: note.id }, tick, heldUntil);
    return standAside(asking, place, isFollower ? heldUntil + FOLLOW_MS : heldUntil, 'digest');
  }
  const better = await betterWaiters(trx, context, wanted.sender, place, tick);
  if (better.length === 0 && used < limit) return beginAttempt(asking, note, pages);
  const room = await readRoom(trx, context, wanted.sender, tick);
  const backTick = comeBackAt(room, better, tick, context.windowMs);
  if (backTick === null) return beginAttempt(asking, note, pages);
  return standAside(asking, place, backTick, 'limit');
}

async function standAside({ context, trx, wanted, now, tick }: Asking, place: Place, backTick: number, why: 'limit' | 'digest'): Promise<Claim> {
  await standInLine(trx, context, wanted, place, tick, backTick);
  return { grant: 'wait', until: toWallTime(backTick, tick, now), why };
}

/** What a digest carries, in the order in which it names them; nothing in it depends on what has become of them since. */
async function carriedBy(trx: Writing, attemptId: string): Promise<Pick<Joined, 'id' | 'code' | 'severity'>[]> {
  return trx
    .selectFrom('attempt_notifications as an')
    .innerJoin('notifications as n', 'n.id', 'an.notification_id')
    .select(['n.id', 'n.code', 'n.severity'])
    .where('an.attempt_id', '=', attemptId)
    .orderBy('an.place')
    .execute();
}
