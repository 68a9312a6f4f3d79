import { isOver, resolvedByOf, waitsToBeOpened, type AlertView } from '../domain/alert.ts';
import type { Language } from '../domain/people.ts';
import type { Route } from '../domain/platform-name.ts';
import { stageName, timelineLines } from '../domain/wording/index.ts';
import { CLI_WORDS } from './cli-words.ts';

/** How an alert is shown. */
export interface Showing {
  language: Language;
  timeZone: string;
  nameOf(id: string): string;
  /** A channel's name by its purpose. */
  channelNameOf(purpose: string): string;
  now: Date;
  colours: boolean;
}

/** A page that waits for room on its sender, and when it is tried again. */
export interface WaitingPage {
  route: Route;
  until: Date;
}

/** As people call each way. */
export const ROUTE_NAMES: Record<Route, string> = { slack: 'Slack', twilio: 'WhatsApp', 'twilio-sms': 'SMS', 'whatsapp-web': 'WhatsApp Web' };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const COLOURS: Record<AlertView['severity'], string> = { critical: '\u001B[1;31m', high: '\u001B[33m', medium: '\u001B[36m', low: '' };
const RESET = '\u001B[0m';

/** One alert: how it stands in a few lines, then its story. */
export function renderAlert(view: AlertView, showing: Showing, waiting: readonly WaitingPage[]): string {
  return [renderHead(view, showing, waiting), '', ...renderStory(view, showing)].join('\n');
}

/** How an alert stands: what it is, who holds it since when, when the next thing happens, how it is opened, and what a limit holds up. */
export function renderHead(view: AlertView, showing: Showing, waiting: readonly WaitingPage[]): string {
  const words = CLI_WORDS[showing.language];
  const stage = view.stage === null ? words.noStage : stageName(view.stage, showing.language);
  const head = `${paint(view, view.code, showing)}  ${words.severity[view.severity]} · ${words.status[view.status]} · ${stage} · ${words.level} ${view.escalationLevel}`;
  const opening = waitsToBeOpened(view) ? [words.toOpen(view.code)] : [];
  return [head, [...owner(view, showing), deadline(view, showing)].join(' · '), ...opening, ...throttling(waiting, showing)].join('\n');
}

/** An alert's story, a line each, oldest first. */
export function renderStory({ timeline }: Pick<AlertView, 'timeline'>, { nameOf, channelNameOf, language, timeZone }: Showing): string[] {
  return timelineLines(timeline, { responder: (id) => nameOf(id), channel: (purpose) => channelNameOf(purpose) }, language, timeZone).map((line) => `  ${line}`);
}

/** A table of alerts, as aligned as a terminal's columns. */
export function renderAlerts(views: readonly AlertView[], showing: Showing): string {
  const words = CLI_WORDS[showing.language];
  if (views.length === 0) return words.noAlerts;
  const rows = views.map((view) => [
    view.code, words.severity[view.severity], view.stage === null ? '–' : words.shortStage[view.stage], view.unit ?? '–',
    renderAge(showing.now.getTime() - Date.parse(view.acceptedAt)), words.status[view.status],
    view.acknowledgedBy === null || isOver(view) ? '–' : showing.nameOf(view.acknowledgedBy), view.nextDeadline === null ? '–' : countdown(view.nextDeadline, showing),
  ]);
  const widths = words.columns.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const align = (cells: readonly string[]): string => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd();
  return [align(words.columns), ...rows.map((row, index) => paint(views[index], align(row), showing))].join('\n');
}

/** `1 h 05 min`, or `4:12` in minutes and seconds when it is less than an hour. */
export function renderDuration(ms: number): string {
  const two = (number: number): string => String(Math.floor(number)).padStart(2, '0');
  if (ms >= HOUR_MS) return `${Math.floor(ms / HOUR_MS)} h ${two((ms % HOUR_MS) / MINUTE_MS)} min`;
  return `${Math.floor(ms / MINUTE_MS)}:${two((ms % MINUTE_MS) / 1_000)}`;
}

/** `4 min`, `1 h 05 min` or `3 d`: as exact as one needs to tell an old alert from a new one. */
export function renderAge(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  if (minutes < 60) return `${minutes} min`;
  if (ms < 2 * DAY_MS) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(ms / DAY_MS)} d`;
}

/** Local time such as `03:25`, with its day where that isn't today's. */
export function renderTime(at: Date, { language, timeZone, now }: Pick<Showing, 'language' | 'timeZone' | 'now'>): string {
  const day = (date: Date): string => new Intl.DateTimeFormat(language, { timeZone, weekday: 'short', day: 'numeric', month: 'short' }).format(date);
  const time = new Intl.DateTimeFormat(language, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
  return day(at) === day(now) ? time : `${day(at)} ${time}`;
}

function owner(view: AlertView, showing: Showing): string[] {
  const words = CLI_WORDS[showing.language];
  const { acknowledgedBy, timeline } = view;
  if (isOver(view)) return attended(view, showing);
  if (acknowledgedBy === null) return [words.nobody];
  const taken = timeline.findLast(({ kind, responder }) => kind === 'acknowledged' && responder === acknowledgedBy);
  const since = taken === undefined ? '' : ` ${words.since} ${renderTime(new Date(taken.at), showing)}`;
  return [`${words.heldBy} ${showing.nameOf(acknowledgedBy)}${since}`];
}

/** Nobody has an alert that is over. */
function attended({ status, timeline }: AlertView, { language, nameOf }: Showing): string[] {
  const responder = status === 'resolved' ? resolvedByOf(timeline) : undefined;
  return responder === undefined ? [] : [`${CLI_WORDS[language].attendedBy} ${nameOf(responder)}`];
}

/** Soonest first, as the ledger has them. */
function throttling(waiting: readonly WaitingPage[], showing: Showing): string[] {
  const [next] = waiting;
  if (next === undefined) return [];
  const routes = [...new Set(waiting.map(({ route }) => ROUTE_NAMES[route]))].sort();
  return [CLI_WORDS[showing.language].waiting(waiting.length, routes.join(', '), countdown(next.until.toISOString(), showing))];
}

function deadline(view: AlertView, showing: Showing): string {
  const words = CLI_WORDS[showing.language];
  return view.nextDeadline === null ? words.noDeadline : `${words.next} ${countdown(view.nextDeadline, showing)}`;
}

/** `03:25 (4:12)`: the local time, and what is left until then. */
function countdown(at: string, showing: Showing): string {
  const leftMs = Date.parse(at) - showing.now.getTime();
  return `${renderTime(new Date(at), showing)} (${leftMs < 0 ? CLI_WORDS[showing.language].overdue : renderDuration(leftMs)})`;
}

function paint(view: AlertView | undefined, text: string, { colours }: Showing): string {
  const colour = view === undefined ? '' : COLOURS[view.severity];
  return colours && colour !== '' ? `${colour}${text}${RESET}` : text;
}
