import { toBeCalledBy, toldBy, type RaisedAlert } from '../domain/already-told.ts';
import type { Passing } from '../domain/crash-point.ts';
import { MAX_DIRECT_TEXT_CHARS, type DirectMessage, type DirectRequest, type DirectStatus } from '../domain/direct-message.ts';
import type { DirectRecipient } from '../domain/direct-recipient.ts';
import type { Hospital } from '../domain/hospital.ts';
import { platformOf, type PlatformName } from '../domain/platform-name.ts';
import type { AcceptedDirect, Ledger, UnstartedDirect } from '../ledger/ledger.ts';
import { DirectConflictError, DirectRefusedError } from './client-errors.ts';
import { eachByItself } from './each-by-itself.ts';
import { inTime } from './in-time.ts';

/** How long the answer may wait for its workflow to have started, milliseconds: it is on disk, and the sweeper starts what wasn't. */
const START_WITHIN_MS = 500;

/** Whom direct messages may go to, and by what. */
export interface DirectReach {
  /** The configuration now in force. */
  hospital(): Hospital;
  /** Those that are configured. */
  platforms: readonly PlatformName[];
}

/** What taking one in needs. */
export interface DirectContext {
  ledger: Ledger;
  reach: DirectReach | undefined;
  now(): Date;
  newCode(): string;
  /** False when Temporal could not be reached. */
  start(message: UnstartedDirect): Promise<boolean>;
  passing?: Passing | undefined;
}

/** A direct message as it was taken in. */
export interface DirectSent {
  /** By which its text can be asked for. */
  code: string;
  status: DirectStatus;
  /** The same key with the same content was here before: this is that message. */
  duplicate: boolean;
  /** A template goes out in place of the caller's text, which is kept. */
  content: 'template';
  /** A responder's id, or a channel's `#name`. */
  to: { responder: string } | { channel: string };
  /** Code of the alert that it is about, that tells the same person already, or whose page goes out in its place. */
  alert?: string;
}

/**
 * Takes in a message for one person or channel: it is on disk before this returns, and leaves at once unless Temporal is down. Where an
 * open alert of the same caller tells the same person, it is kept with that and not sent; where that will call them in a later step, its page goes out now.
 * @throws DirectRefusedError, DirectConflictError; the ledger's error when it could not be kept
 */
export async function sendDirect(context: DirectContext, asked: DirectRequest): Promise<DirectSent> {
  const { ledger } = context;
  // A repeat is answered as the first was, whatever has changed since.
  const before = await ledger.takenBefore(asked);
  if (before) return goOn(context, before.result, before.code);
  const { status, recipient, alert } = await decide(context, asked);
  return accept(context, { asked, recipient, status, alert });
}

/** Starts those that were accepted while Temporal could not be reached; answers how many could be started. */
export async function startUnstartedDirect(context: Pick<DirectContext, 'ledger' | 'now' | 'start'>, limit: number): Promise<number> {
  return eachByItself(await context.ledger.unstartedDirect(limit), async (message) => ((await start(context, message)) ? 'done' : 'away'));
}

async function accept(context: DirectContext, message: Omit<AcceptedDirect, 'code' | 'acceptedAt'>): Promise<DirectSent> {
  const { result, code } = await context.ledger.acceptDirect({ ...message, code: context.newCode(), acceptedAt: context.now() });
  context.passing?.('accept.committed');
  return result === 'code_taken' ? accept(context, message) : goOn(context, result, code);
}

async function goOn(context: DirectContext, result: 'created' | 'duplicate' | 'conflict' | 'code_taken', code: string): Promise<DirectSent> {
  if (result === 'conflict') throw new DirectConflictError(code);
  const message = await context.ledger.directMessage(code);
  if (!message) throw new Error(`the ledger has no message ${code}`);
  if (result === 'created' && message.status !== 'already_told') await inTime(start(context, message), false, START_WITHIN_MS);
  return toSent(context, message, result === 'duplicate');
}

async function start({ ledger, now, start: begin }: Pick<DirectContext, 'ledger' | 'now' | 'start'>, { code, route }: UnstartedDirect): Promise<boolean> {
  if (!(await begin({ code, route }))) return false;
  await ledger.markDirectStarted(code, now());
  return true;
}

function toSent({ reach }: DirectContext, { code, status, recipient, alert }: DirectMessage, duplicate: boolean): DirectSent {
  const to = recipient.kind === 'responder' ? { responder: recipient.responder } : { channel: reach?.hospital().channelName(recipient.channel) ?? recipient.channel };
  return { code, status, duplicate, content: 'template', to, ...(alert === null ? {} : { alert }) };
}

/** @throws DirectRefusedError */
async function decide({ ledger, reach, now }: DirectContext, asked: DirectRequest): Promise<Pick<AcceptedDirect, 'recipient' | 'status' | 'alert'>> {
  const { by, alert, text, route } = asked;
  if (text.trim() === '') throw new DirectRefusedError('no_text');
  if (text.length > MAX_DIRECT_TEXT_CHARS) throw new DirectRefusedError('text_too_long');
  if (!reach?.platforms.includes(platformOf(route))) throw new DirectRefusedError('platform_not_configured');
  if (alert !== undefined && !(await ledger.alert(alert))) throw new DirectRefusedError('unknown_alert');
  const recipient = await recipientOf(ledger, reach, asked, now());
  const accepted = { recipient, status: 'accepted', alert: alert ?? null } as const;
  if (recipient.kind !== 'responder') return accepted;
  const { responder } = recipient;
  const alerts = await alertsOf(ledger, responder, { by, alert }, now());
  const told = toldBy(alerts, responder, reach.hospital(), now());
  if (told !== null) return { recipient, status: 'already_told', alert: told };
  const caller = toBeCalledBy(alerts, { responder, route }, reach.hospital(), now());
  return caller === null ? accepted : { recipient, status: 'as_page', alert: caller };
}

/** The alert that is named, and those that the same caller has raised. */
async function alertsOf(ledger: Ledger, responder: string, { by, alert }: Pick<DirectRequest, 'by' | 'alert'>, now: Date): Promise<RaisedAlert[]> {
  const named = alert === undefined ? [] : await ledger.alertsTelling({ code: alert }, responder, now);
  return [...named, ...(await ledger.alertsTelling({ raisedBy: by }, responder, now))];
}

/** Who is meant, where a message may go to them now. @throws DirectRefusedError */
async function recipientOf(ledger: Ledger, { hospital }: DirectReach, { route, to }: DirectRequest, now: Date): Promise<DirectRecipient> {
  const found = hospital().directRecipient({ route, to });
  if ('refused' in found) throw new DirectRefusedError(found.refused);
  const reached = hospital().addressee({ recipient: found.recipient, route, unit: null, severity: 'low', exclude: [], at: now });
  if ('nobody' in reached) throw new DirectRefusedError(reached.nobody === 'outside_contact_hours' ? 'outside_contact_hours' : 'no_destination');
  if (await ledger.isOptedOut(reached.destination)) throw new DirectRefusedError('opted_out');
  return found.recipient;
}
