import { setTimeout as sleep } from 'node:timers/promises';
import { isOver, waitsToBeOpened, withWaiting, type AlertView, type TimelineEntry } from '../../domain/alert.ts';
import { parseAlertCode } from '../../domain/alert-code.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { showingOf, withStore, type CliContext } from '../cli-context.ts';
import { CLI_WORDS } from '../cli-words.ts';
import { renderAlert, renderAlerts, renderHead, renderStory, type WaitingPage } from '../render-alert.ts';
import { unitNamed } from '../named-in-directory.ts';
import type { OpenedHome } from '../opened-home.ts';

/** How often a watched alert is looked at, milliseconds. */
const LOOK_EVERY_MS = 500;

/** `list`: the alerts, most urgent first; closed ones only when asked for. */
export async function listAlerts(context: CliContext, { all, limit, unit }: { all: boolean; limit: number; unit?: string }): Promise<void> {
  await withStore(context, async (opened) => {
    const ofUnit = unit === undefined ? {} : { unit: unitNamed(opened, unit) };
    // One more than is shown, to know whether there are more.
    const found = await opened.store.ledger.alerts({ limit: limit + 1, ...(all ? {} : { open: true }), ...ofUnit });
    const alerts = found.slice(0, limit);
    const words = CLI_WORDS[context.language];
    context.output.say(renderAlerts(alerts, showingOf(context, opened)));
    if (found.length > limit) context.output.say(words.moreAlerts(limit));
    const unopened = alerts.filter(waitsToBeOpened);
    if (unopened[0]) context.output.say(words.someToOpen(unopened.length, unopened[0].code));
    context.output.result({ alerts });
  });
}

/** `show CODE`: how one alert stands, and its story. */
export async function showAlert(context: CliContext, typed: string, { watch }: { watch: boolean }): Promise<void> {
  await withStore(context, async (opened) => {
    const found = await findAlert(opened, typed);
    const view = watch ? await watchAlert(context, opened, found) : found;
    const waiting = await waitingPages(opened, view);
    if (!watch) context.output.say(renderAlert(view, showingOf(context, opened), waiting));
    context.output.result(withWaiting(view, waiting));
  });
}

/** The alert of a code in any spelling. @throws CliError (3) */
export async function findAlert({ store }: Pick<OpenedHome, 'store'>, typed: string): Promise<AlertView> {
  const code = parseAlertCode(typed);
  if (code === null) throw new CliError(EXIT.notFound, ({ notACode }) => notACode);
  const view = await store.ledger.alert(code);
  if (!view) throw new CliError(EXIT.notFound, (words) => words.noAlert(code));
  return view;
}

/** Pages of an open alert that a platform's limit holds up, soonest first. */
export async function waitingPages({ store }: Pick<OpenedHome, 'store'>, view: AlertView): Promise<WaitingPage[]> {
  return isOver(view) ? [] : store.ledger.pagesInLine(view.code, new Date());
}

/** On a terminal drawn anew in place; elsewhere whatever is new is added. Ends with the alert, or with Ctrl-C; answers how it stands then. */
async function watchAlert(context: CliContext, opened: OpenedHome, first: AlertView): Promise<AlertView> {
  const { output, signal } = context;
  const told = new Set<string>();
  let view = first;
  for (;;) {
    const showing = showingOf(context, opened);
    const waiting = await waitingPages(opened, view);
    if (output.isTty) output.redraw(renderAlert(view, showing, waiting));
    else sayNew(output.say, view, renderStory(view, showing), renderHead(view, showing, waiting), told);
    if (isOver(view) || signal.aborted) return view;
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    view = (await opened.store.ledger.alert(first.code)) ?? view;
  }
}

/** The head at first and when the alert has ended; between them each line of the story once, wherever in it it comes in. */
function sayNew(say: (text: string) => void, view: AlertView, story: readonly string[], head: string, told: Set<string>): void {
  const { timeline } = view;
  const isFirst = told.size === 0;
  if (isFirst) say(`${head}\n`);
  const isNew = (entry: TimelineEntry): boolean => !told.has(JSON.stringify(entry));
  const lines = story.filter((_line, index) => timeline[index] !== undefined && isNew(timeline[index]));
  if (lines.length > 0) say(lines.join('\n'));
  for (const entry of timeline) told.add(JSON.stringify(entry));
  if (!isFirst && isOver(view)) say(`\n${head}`);
}
