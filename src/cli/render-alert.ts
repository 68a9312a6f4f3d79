import type { AlertView } from '../domain/alert.ts';
import type { Language } from '../domain/people.ts';
import { timelineLines } from '../domain/wording/index.ts';
import { CLI_WORDS } from './cli-words.ts';

/** How an alert is shown. */
export interface Showing {
  language: Language;
  timeZone: string;
  nameOf(id: string): string;
  now: Date;
  colours: boolean;
}

const MINUTE_MS = 60_000;
const COLOURS: Record<AlertView['severity'], string> = { critical: '\u001B[1;31m', high: '\u001B[33m', medium: '\u001B[36m', low: '' };
const RESET = '\u001B[0m';

/** One alert: how it stands in two lines, then its story. */
export function renderAlert(view: AlertView, showing: Showing): string {
  const words = CLI_WORDS[showing.language];
  const stage = view.stage === null ? words.noStage : `${words.stage} ${view.stage}`;
  const head = `${paint(view, view.code, showing)}  ${words.severity[view.severity]} · ${words.status[view.status]} · ${stage} · ${words.level} ${view.escalationLevel}`;
  const owner = view.acknowledgedBy === null ? words.nobody : `${words.heldBy} ${showing.nameOf(view.acknowledgedBy)}`;
  const lines = timelineLines(view.timeline, (id) => showing.nameOf(id), showing.language, showing.timeZone);
  return [head, `${owner} · ${deadline(view, showing)}`, '', ...lines.map((line) => `  ${line}`)].join('\n');
}

/** A table of alerts, as aligned as a terminal's columns. */
export function renderAlerts(views: readonly AlertView[], showing: Showing): string {
  const words = CLI_WORDS[showing.language];
  if (views.length === 0) return words.noAlerts;
  const rows = views.map((view) => [
    view.code, words.severity[view.severity], words.status[view.status],
    view.acknowledgedBy === null ? '–' : showing.nameOf(view.acknowledgedBy), view.nextDeadline === null ? '–' : countdown(view.nextDeadline, showing),
  ]);
  const widths = words.columns.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const align = (cells: readonly string[]): string => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd();
  return [align(words.columns), ...rows.map((row, index) => paint(views[index], align(row), showing))].join('\n');
}

function deadline(view: AlertView, showing: Showing): string {
  const words = CLI_WORDS[showing.language];
  return view.nextDeadline === null ? words.noDeadline : `${words.next} ${countdown(view.nextDeadline, showing)}`;
}

/** `03:25 (4:12)`: the local time, and what is left until then. */
function countdown(at: string, { language, timeZone, now }: Showing): string {
  const time = new Intl.DateTimeFormat(language, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));
  const leftMs = Date.parse(at) - now.getTime();
  if (leftMs < 0) return `${time} (${CLI_WORDS[language].overdue})`;
  const seconds = Math.floor((leftMs % MINUTE_MS) / 1_000);
  return `${time} (${Math.floor(leftMs / MINUTE_MS)}:${String(seconds).padStart(2, '0')})`;
}

function paint(view: AlertView | undefined, text: string, { colours }: Showing): string {
  const colour = view === undefined ? '' : COLOURS[view.severity];
  return colours && colour !== '' ? `${colour}${text}${RESET}` : text;
}
