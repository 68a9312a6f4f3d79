import { ALERT_STATUSES } from '../../src/domain/alert.ts';
import { DELIVERY_STATES } from '../../src/domain/delivery-state.ts';
import { FAILURE_KINDS } from '../../src/domain/failure.ts';
import { MESSAGE_KINDS } from '../../src/domain/message.ts';
import { PLATFORM_NAMES, ROUTES } from '../../src/domain/platform-name.ts';
import { FINDINGS, REQUEST_KINDS } from '../../src/domain/request.ts';
import { SEVERITIES } from '../../src/domain/severity.ts';
import { STAGES } from '../../src/domain/stage.ts';
import { pages } from './pages.ts';

const text = pages().find(({ path }) => path === 'docs/glossary.md')?.text ?? '';

/** One line: the word, perhaps what staff read, and one sentence. */
const ENTRY = /^- \*\*(.+?)\*\*(?: \(\*(.+?)\*\))?: (.+)$/;
const entries = text.split('\n').filter((line) => line.startsWith('- ')).map((line) => ENTRY.exec(line));

/** As a reader looks it up: letters and digits only. */
function sortable(word: string): string {
  return word.toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ').trim();
}

/** Whether the word is an entry, or stands as code in one. */
function isExplained(word: string): boolean {
  return text.includes(`\`${word}\``) || entries.some((entry) => entry?.[1] === word);
}

describe('the glossary', () => {
  it('has one sentence for each word, on one line', () => {
    expect(entries.length).toBeGreaterThan(80);
    expect(entries.filter((entry) => entry === null)).toEqual([]);
    expect(entries.map((entry) => entry?.[3] ?? '').filter((sentence) => !/^[^.]*(?:`[^`]*`[^.]*)*\.$/.test(sentence))).toEqual([]);
  });

  it('is in the order of the alphabet, each word once', () => {
    const words = entries.map((entry) => sortable(entry?.[1] ?? ''));
    expect(words).toEqual([...words].sort());
    expect(new Set(words).size).toBe(words.length);
  });

  it.each([
    ['status', ALERT_STATUSES], ['severity', SEVERITIES], ['stage', STAGES.map(String)], ['request', REQUEST_KINDS], ['route', ROUTES], ['platform', PLATFORM_NAMES],
    ['delivery state', DELIVERY_STATES], ['kind of failure', FAILURE_KINDS], ['kind of message', MESSAGE_KINDS], ['finding', FINDINGS],
  ] as [string, readonly string[]][])('explains every %s of the code', (_, words) => {
    expect(words.length).toBeGreaterThan(2);
    expect(words.filter((word) => !isExplained(word))).toEqual([]);
  });
});
