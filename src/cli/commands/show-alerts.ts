import { setTimeout as sleep } from 'node:timers/promises';
import { CLOSED_STATUSES, type AlertView } from '../../domain/alert.ts';
import { parseAlertCode } from '../../domain/alert-code.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { showingOf, withStore, type CliContext } from '../cli-context.ts';
import { renderAlert, renderAlerts } from '../render-alert.ts';
import type { OpenedHome } from '../opened-home.ts';

/** How often a watched alert is looked at, milliseconds. */
const LOOK_EVERY_MS = 500;

/** `list`: the alerts, most urgent first; closed ones only when asked for. */
export async function listAlerts(context: CliContext, { all, limit }: { all: boolean; limit: number }): Promise<void> {
  await withStore(context, async (opened) => {
    const alerts = await opened.store.ledger.alerts({ limit, ...(all ? {} : { open: true }) });
    context.output.say(renderAlerts(alerts, showingOf(context, opened)));
    context.output.result({ alerts });
  });
}

/** `show CODE`: how one alert stands, and its story. */
export async function showAlert(context: CliContext, typed: string, { watch }: { watch: boolean }): Promise<void> {
  await withStore(context, async (opened) => {
    const view = await findAlert(opened, typed);
    if (watch && !context.output.json) return watchAlert(context, opened, view);
    context.output.say(renderAlert(view, showingOf(context, opened)));
    context.output.result(view);
  });
}

/** The alert of a code in any spelling. @throws CliError (3) */
export async function findAlert({ store }: Pick<OpenedHome, 'store'>, typed: string): Promise<AlertView> {
  const code = parseAlertCode(typed);
  const view = code === null ? null : await store.ledger.alert(code);
  if (!view) throw new CliError(EXIT.notFound, `No alert has the code ${code ?? 'that was given'}.`, '`npx vigia list --all` shows those there are.');
  return view;
}

/** On a terminal drawn anew in place; elsewhere whatever is new is added. Ends with the alert, or with Ctrl-C. */
async function watchAlert(context: CliContext, opened: OpenedHome, first: AlertView): Promise<void> {
  const { output, signal } = context;
  let view: AlertView | null = first;
  let told = -1;
  while (view && !signal.aborted) {
    if (output.isTty) output.redraw(renderAlert(view, showingOf(context, opened)));
    else if (view.timeline.length !== told) output.say(renderAlert(told < 0 ? view : { ...view, timeline: view.timeline.slice(told) }, showingOf(context, opened)));
    told = view.timeline.length;
    if (CLOSED_STATUSES.includes(view.status)) return;
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    view = await opened.store.ledger.alert(first.code);
  }
}
