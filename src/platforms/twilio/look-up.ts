import type { LookedUp } from '../platform.ts';
import type { TwilioClient } from './client.ts';

/** What a look-up reads of a message in Twilio's list. */
export interface ListedMessage {
  sid: string;
  status: string;
  body: string | null;
  dateCreated: Date | null;
}

export interface LookUpQuery {
  from: string;
  to: string;
  message: LookedUp['message'];
  /** When the attempt began, by our clock. */
  startedAt: Date;
}

/** How far the clocks may be apart where the text is the same to the letter. */
const SAME_TEXT_SKEW_MS = 60_000;

/** Where only the alert's code is the same, an earlier message of the alert is the likelier find: Twilio cuts to the second, no more. */
const SAME_CODE_SKEW_MS = 2_000;

/** A request that Twilio took has made its message by then. */
const LATEST_AFTER_MS = 10 * 60_000;

const PAGE_SIZE = 50;

/**
 * Lists what we may have sent: the window of the attempt by DateSent, and beside it the newest to the recipient, because a
 * message that still waits in Twilio's queue has no DateSent. https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
 */
export async function listCandidates(client: TwilioClient, query: LookUpQuery): Promise<ListedMessage[]> {
  const { from, to } = query;
  const dateSentAfter = new Date(query.startedAt.getTime() - SAME_TEXT_SKEW_MS);
  const dateSentBefore = new Date(query.startedAt.getTime() + LATEST_AFTER_MS);
  const [window, newest] = await Promise.all([
    client.messages.list({ from, to, dateSentAfter, dateSentBefore, pageSize: PAGE_SIZE, limit: PAGE_SIZE }),
    client.messages.list({ from, to, pageSize: PAGE_SIZE, limit: PAGE_SIZE }),
  ]);
  const bySid = new Map([...window, ...newest].map((message) => [message.sid, message as ListedMessage]));
  return [...bySid.values()];
}

/**
 * The candidates that may be the attempt's message, likeliest first: the same text, then the same alert code; among equals the
 * one made soonest after the attempt began.
 */
export function matchingMessages(candidates: readonly ListedMessage[], query: LookUpQuery): ListedMessage[] {
  const text = normalise(query.message.text);
  const code = query.message.facts?.code ?? null;
  const ranked = candidates
    .map((candidate) => ({ candidate, rank: rankOf(normalise(candidate.body ?? ''), text, code), after: offsetOf(candidate, query.startedAt) }))
    .filter(({ rank, after }) => rank > 0 && after <= LATEST_AFTER_MS && after >= -(rank === 2 ? SAME_TEXT_SKEW_MS : SAME_CODE_SKEW_MS));
  ranked.sort((a, b) => b.rank - a.rank || Math.abs(a.after) - Math.abs(b.after));
  return ranked.map(({ candidate }) => candidate);
}

function rankOf(body: string, text: string, code: string | null): 0 | 1 | 2 {
  if (body === text) return 2;
  return code !== null && body.includes(code) ? 1 : 0;
}

function offsetOf(candidate: ListedMessage, startedAt: Date): number {
  return candidate.dateCreated === null ? Infinity : candidate.dateCreated.getTime() - startedAt.getTime();
}

function normalise(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
}
