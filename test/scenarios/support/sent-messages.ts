import type { JournalEntry } from '../../../src/sandbox/journal.ts';
import type { Ledger, PostedMessage } from '../../../src/ledger/ledger.ts';
import type { Directory } from '../../../src/domain/directory.ts';

/** Calls that create a message. */
const CREATING = ['chat.postMessage', 'messages.create'];

/** What a notification's id says of the message's kind. */
const KINDS: [RegExp, string][] = [
  [/~timeline$/, 'timeline'], [/~taken_notice~/, 'taken notice'], [/~reopened_notice~/, 'reopened notice'], [/~closed_notice~/, 'closed notice'], [/~answer~|^answer~/, 'answer'], [/^message~/, 'direct message'],
  [/\.attend_reminder\./, 'attend reminder'], [/\.reminder\./, 'reminder'], [/\.fail_safe\./, 'fail-safe'], [/\.added\./, 'added'], [/\.page\./, 'page'],
];

/** The messages that providers took, in the words of a test: `ana by slack: page`. */
export async function toSentences(entries: readonly JournalEntry[], directory: Directory, ledger: Ledger, codes: readonly string[]): Promise<string[]> {
  const created = entries.filter(({ operation, status, error }) => CREATING.includes(operation) && status >= 200 && status <= 299 && error === undefined);
  const posted = created.length === 0 ? [] : await everyPosted(ledger, codes);
  return created.map((entry) => {
    const to = String(entry.to);
    return `${nameOf(to, directory)} by ${routeOf(to)}: ${kindOf(attemptOf(entry), posted)}`;
  });
}

function nameOf(address: string, { responders, channels }: Directory): string {
  const people = responders.filter(({ destinations }) => Object.values(destinations).includes(address));
  if (people.length > 0) return people.map(({ id }) => id).join('+');
  return channels.find(({ id }) => id === address)?.name ?? address;
}

function routeOf(address: string): string {
  if (address.startsWith('whatsapp:')) return 'whatsapp';
  return address.startsWith('+') ? 'sms' : 'slack';
}

function attemptOf({ body }: JournalEntry): string {
  const { metadata, StatusCallback } = body as { metadata?: string; StatusCallback?: string };
  if (metadata !== undefined) return (JSON.parse(metadata) as { event_payload: { attempt_id: string } }).event_payload.attempt_id;
  return StatusCallback === undefined ? '' : (new URL(StatusCallback).searchParams.get('attempt') ?? '');
}

async function everyPosted(ledger: Ledger, codes: readonly string[]): Promise<PostedMessage[]> {
  return (await Promise.all(codes.map((code) => ledger.posted(code)))).flat();
}

function kindOf(attemptId: string, posted: PostedMessage[]): string {
  const found = posted.find((message) => message.attemptId === attemptId);
  if (found?.digest) return 'digest';
  const id = found?.notificationId ?? '';
  return KINDS.find(([pattern]) => pattern.test(id))?.[1] ?? 'unknown';
}
