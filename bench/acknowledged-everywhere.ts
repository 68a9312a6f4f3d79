import { takenPages } from '../chaos/pages.ts';
import { single, within, type Result } from './results.ts';
import { percentiles } from './statistics.ts';
import { isMessageAbout, type Sent, type WholeService } from './whole-service.ts';

/** Two nurses' direct messages and the channel's post. */
const SLACK_MESSAGES = 3;

/** Promised at the 95th percentile, milliseconds. */
const TARGET_MS = 300;

interface Acknowledged {
  code: string;
  pressedAt: number;
  /** When the last of its Slack messages was changed to say who has it. */
  changedAt: number;
}

/** A press on Slack's button, until every Slack message of the alert says who has it; and the pages that leave after it. */
export async function measureAcknowledgments(whole: WholeService, count: number): Promise<Result[]> {
  const taken: Acknowledged[] = [];
  for (let index = 0; index < count; index += 1) taken.push(await acknowledge(whole));
  const pages = takenPages(await whole.entries());
  const after = taken.flatMap(({ code, pressedAt }) => pages.filter((page) => page.code === code && page.at > pressedAt));
  const everywhere = percentiles(taken.map(({ pressedAt, changedAt }) => changedAt - pressedAt));
  return [
    within('button pressed → every Slack message says who has it, 95th percentile', 'p95', everywhere, TARGET_MS),
    single('pages sent after the press', 'pages', count, after.length, 0),
  ];
}

async function acknowledge(whole: WholeService): Promise<Acknowledged> {
  const { code } = await whole.raise(3);
  await whole.sent(`the messages of ${code}`, (entries) => (entries.filter((entry) => isMessageAbout(code, entry)).length >= SLACK_MESSAGES ? true : undefined));
  // The provider answers before the sender has it on disk; a person takes longer to press than that.
  await whole.service.client.show(code);
  const pressedAt = Date.now();
  if (!(await whole.service.people.take([code], 'slack'))) throw new Error(`the press on ${code} was not answered`);
  return { code, pressedAt, changedAt: await whole.sent(`the changed messages of ${code}`, (entries) => lastChange(code, entries)) };
}

function lastChange(code: string, entries: readonly Sent[]): number | undefined {
  const changes = entries.filter(({ operation, text }) => operation === 'chat.update' && text.includes(code));
  const messages = new Set(changes.map(({ body }) => (body as { ts?: string }).ts));
  return messages.size >= SLACK_MESSAGES ? Math.max(...changes.map(({ arrivedAt }) => arrivedAt)) : undefined;
}
