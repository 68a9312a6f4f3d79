import type { TwilioInbound } from './events.ts';
import type { PollContext } from './poll-context.ts';

/** How far polling has come. */
export interface InboundCursor {
  since: Date;
  /** MessageSids handed on, and when they came in, milliseconds. */
  seen: Map<string, number>;
  /** MessageSids that the last cycle found and may have left to the webhook, and when each was first listed, in ticks. */
  listed: Map<string, number>;
}

/** Twilio lists a message a little after it came in, and its clock isn't ours. */
const OVERLAP_MS = 5 * 60_000;

/** Twilio's largest page; and the newest come first, so all pages are read: no hospital's staff replies more often in one cycle. */
const PAGE_SIZE = 1_000;
const MAX_MESSAGES = 10_000;

/**
 * Hands on the messages that came in since the last cycle, oldest first, each once. The list tells neither buttons nor
 * quotes: a pressed button comes as its title. Rejects when a message could not be stored; the next cycle begins with it.
 * https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
 */
export async function pollInbound(context: PollContext, cursor: InboundCursor): Promise<void> {
  const dateSentAfter = new Date(cursor.since.getTime() - OVERLAP_MS);
  const found: TwilioInbound[] = [];
  const listedSince = new Map<string, number>();
  for (const to of context.senders) {
    const listed = await context.ask(() => context.client.messages.list({ to, dateSentAfter, pageSize: PAGE_SIZE, limit: MAX_MESSAGES }));
    for (const message of listed) {
      if (message.direction !== 'inbound' || cursor.seen.has(message.sid)) continue;
      const event = toInbound(message, context.now());
      const since = cursor.listed.get(event.eventId) ?? context.tick();
      listedSince.set(event.eventId, since);
      if (isDue(context, event.at, since)) found.push(event);
    }
  }
  cursor.listed = listedSince;
  found.sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const event of found) {
    await context.ingress.onInbound(event);
    cursor.seen.set(event.eventId, event.at.getTime());
    if (event.at > cursor.since) cursor.since = event.at;
  }
  forgetOld(cursor);
}

/** Whether the webhook has had its time with a message: by Twilio's time of it, or, where our clock is behind that, since it was first listed. */
function isDue({ now, tick, leaveYoungerThanMs = 0 }: PollContext, at: Date, listedSince: number): boolean {
  return now().getTime() - at.getTime() >= leaveYoungerThanMs || tick() - listedSince >= leaveYoungerThanMs;
}

interface ListedInbound { sid: string; from: string; to: string; body: string | null; numMedia: string; dateSent: Date | null; dateCreated: Date | null }

function toInbound(message: ListedInbound, now: Date): TwilioInbound {
  return {
    eventId: message.sid,
    from: message.from || null,
    to: message.to,
    body: message.body ?? '',
    button: null,
    quotedSid: null,
    mediaTypes: Array.from({ length: Number(message.numMedia) || 0 }, () => 'unknown'),
    externalUserId: null,
    at: message.dateSent ?? message.dateCreated ?? now,
  };
}

function forgetOld(cursor: InboundCursor): void {
  const oldest = cursor.since.getTime() - 2 * OVERLAP_MS;
  for (const [sid, at] of cursor.seen) if (at < oldest) cursor.seen.delete(sid);
}
