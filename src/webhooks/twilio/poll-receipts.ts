import type { PollContext } from './poll-context.ts';

export interface ReceiptCursor {
  /** The status last handed on, by sid. */
  told: Map<string, string>;
  /** Whose turn it is to be asked for by itself. */
  nextFetch: number;
}

interface ListedReceipt { sid: string; status: string; errorCode: number | null }

const MAX_MESSAGES = 1_000;

/** Messages that the list left out, asked for one by one in each cycle: it leaves out those that were never sent. */
const FETCHES_PER_CYCLE = 5;

const SKEW_MS = 60_000;

/**
 * Reports what became of the open attempts. One list tells of all that a number sent since the oldest of them; the few that
 * it leaves out are fetched in turn. Rejects when a report could not be stored; the next cycle tells it again.
 */
export async function pollReceipts(context: PollContext, cursor: ReceiptCursor): Promise<void> {
  const open = await context.openAttempts();
  const waiting = new Map(open.map((attempt) => [attempt.sid, attempt]));
  for (const sid of cursor.told.keys()) if (!waiting.has(sid)) cursor.told.delete(sid);
  const listed = new Set<string>();
  for (const from of new Set(open.map((attempt) => attempt.sender))) {
    const oldest = Math.min(...open.filter(({ sender }) => sender === from).map(({ sentAt }) => sentAt.getTime()));
    const dateSentAfter = new Date(oldest - SKEW_MS);
    const messages = await context.ask(() => context.client.messages.list({ from, dateSentAfter, pageSize: MAX_MESSAGES, limit: MAX_MESSAGES }));
    for (const message of messages) {
      if (!waiting.has(message.sid)) continue;
      listed.add(message.sid);
      await tell(context, cursor, message);
    }
  }
  const leftOut = open.filter(({ sid }) => !listed.has(sid));
  for (let turn = 0; turn < Math.min(FETCHES_PER_CYCLE, leftOut.length); turn++) {
    const attempt = leftOut[(cursor.nextFetch + turn) % leftOut.length];
    if (attempt !== undefined) await tell(context, cursor, await context.ask(() => context.client.messages(attempt.sid).fetch()));
  }
  cursor.nextFetch = leftOut.length === 0 ? 0 : (cursor.nextFetch + FETCHES_PER_CYCLE) % leftOut.length;
}

async function tell(context: PollContext, cursor: ReceiptCursor, message: ListedReceipt): Promise<void> {
  const { sid, status, errorCode } = message;
  const state = context.reading.toDeliveryState(status);
  if (state === null || cursor.told.get(sid) === status) return;
  await context.ingress.onStatus({
    eventId: `${sid}:${status}`, sid, attemptId: null, state, errorCode: errorCode ? String(errorCode) : null, at: context.now(),
  });
  cursor.told.set(sid, status);
}
