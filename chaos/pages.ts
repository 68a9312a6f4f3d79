import type { JournalEntry } from '../src/sandbox/journal.ts';

/** A message that asks somebody to act on an alert, as it reached a provider that took it. */
export interface TakenPage {
  /** The same for a page and its repeat, alone or among others in a digest: the alert, what it is, and to whom. */
  key: string;
  code: string;
  to: string;
  platform: string;
  at: number;
  /** It says that it may be a repeat. */
  marked: boolean;
  /** The caller never got the whole answer. */
  unanswered: boolean;
  /** Codes of all that the same message names, this one's among them: more than one in a digest. */
  named: readonly string[];
  /** Alerts that the same message counts and doesn't name: "y 12 más". */
  others: number;
}

const CREATING = new Set(['chat.postMessage', 'messages.create']);
/** As src/domain/alert-code.ts makes them, and not a part of an attempt's UUID. */
const CODE = /(?<![\w-])[0-9A-Z][2-9][0-9A-Z]{2}-[0-9A-Z][2-9][0-9A-Z]{2}(?![\w-])/g;
/** An id of a notification: code, round, step, recipient, route, kind, number. Buttons carry it. */
const NOTIFICATION = /\b[0-9A-Z]{4}-[0-9A-Z]{4}\.\d+\.\d+\.[\w#.]+?\.(?:page|reminder|fail_safe|attend_reminder|added)\.\d+/;
/** A digest's button carries the attempt's id in the place of a notification's; Slack's has a name of its own. */
const DIGEST = /vigia_acknowledge_all|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}:[\w-]{12}/;
/** What a digest says of the alerts that it has no room to name. */
const OTHERS = /\by (\d+) más/;
/** A channel's post has no buttons: this is what it says while nobody has the alert. */
const UNTAKEN = 'Sin tomar';
const REPEAT_MARK = '(repetición)';

/** Messages that providers were asked to make, and took. */
export function takenMessages(entries: readonly JournalEntry[]): JournalEntry[] {
  return entries.filter((entry) => CREATING.has(entry.operation) && wasTaken(entry));
}

/** The pages among them, oldest first. */
export function takenPages(entries: readonly JournalEntry[]): TakenPage[] {
  return takenMessages(entries).flatMap((entry) => {
    const text = JSON.stringify(entry.body).replaceAll(/\\+n/g, ' ');
    const codes = [...new Set(text.match(CODE) ?? [])];
    const notification = NOTIFICATION.exec(text)?.[0];
    const to = entry.to ?? '';
    const others = Number(OTHERS.exec(text)?.[1] ?? 0);
    const page = (code: string, named: readonly string[]): TakenPage => ({
      key: isReminder(notification) ? notification : `${code} to ${to}`, code, to, platform: entry.platform, at: Date.parse(entry.at),
      marked: text.includes(REPEAT_MARK), unanswered: entry.fault !== undefined, named, others,
    });
    // One message that names several alerts is a page of each.
    if (notification === undefined && (DIGEST.test(text) || (codes.length > 1 && text.includes(UNTAKEN)))) return codes.map((code) => page(code, codes));
    const [code] = codes;
    return code === undefined || (notification === undefined && !text.includes(UNTAKEN)) ? [] : [page(code, [code])];
  });
}

/** A reminder is no copy of the page before it. */
function isReminder(notification: string | undefined): notification is string {
  return notification !== undefined && !notification.includes('.page.');
}

/** With a fault, what the caller saw and what happened differ. */
function wasTaken({ fault, taken, status, error }: JournalEntry): boolean {
  return fault === undefined ? status >= 200 && status < 300 && error === undefined : taken === true;
}
