import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertClient, IdempotencyConflictError, Raised } from '../../client.ts';
import type { AlertView } from '../../domain/alert.ts';
import { drillPlan } from '../../domain/drill-plan.ts';
import type { ParsedFinding } from '../../domain/parse-detection.ts';
import { ROUTES, type Route } from '../../domain/platform-name.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { connected, showingOf, withStore, type CliContext } from '../cli-context.ts';
import { CLI_WORDS } from '../cli-words.ts';
import { isNotWritten } from '../is-not-written.ts';
import { responderNamed } from '../named-in-directory.ts';
import { raiseDirectly } from './raise-directly.ts';
import { readFinding } from '../read-finding.ts';
import { renderAlert } from '../render-alert.ts';
import { waitingPages } from './show-alerts.ts';
import type { OpenedHome } from '../opened-home.ts';

/** How long an alert may take to begin before it is shown as it is, and how often it is looked at meanwhile, milliseconds. */
const BEGIN_WAIT_MS = 6_000;
const LOOK_EVERY_MS = 50;

type Finding = Extract<ParsedFinding, { ok: true }>;

/** `alert FILE`: hands a finding in. */
export async function raiseAlert(context: CliContext, file: string): Promise<void> {
  const recorded = withStore(context, async (store) => {
    // Read first: what is wrong with a finding is said whether or not the service runs.
    const finding = await readFinding(file, context.stdin, { knowsUnit: (unit) => store.store.hospital().knowsUnit(unit), language: context.language });
    await connected(store, async (opened) => {
      const since = new Date().toISOString();
      await tell(context, opened, await handIn(opened.client, finding), since);
    }, { orLater: true });
  });
  await recorded.catch((error: unknown) => {
    if (!isNotWritten(error)) throw error;
    return raiseDirectly(context, file, error);
  });
}

async function handIn(client: AlertClient, finding: Finding): Promise<Raised> {
  return (finding.kind === 'alert' ? client.raiseAlert(finding.alert) : client.raise(finding.detection)).catch(toCliError);
}

/** `test --to RESPONDER`: a drill for one person. */
export async function raiseDrill(context: CliContext, to: string): Promise<void> {
  await withStore(context, async (store) => {
    // Checked first: that nobody is called so is said whether or not the service runs.
    const responder = store.store.hospital().responder(responderNamed(store, to));
    const routes = ROUTES.filter((route: Route) => responder?.destinations[route] !== undefined);
    await connected(store, async (opened) => {
      const since = new Date().toISOString();
      await tell(context, opened, await opened.client.raiseDrill(drillPlan(to, routes)), since);
    });
  });
}

/** `since`: when it was handed in, ISO 8601. */
async function tell(context: CliContext, opened: OpenedHome & { client: AlertClient }, { code, duplicate, started, episode }: Raised, since: string): Promise<void> {
  const words = CLI_WORDS[context.language];
  const isThere = episode?.outcome === 'raised' ? (view: AlertView) => isRaised(view, since) : hasBegun;
  const view = { ...(await begun(opened.client, code, started, isThere)), duplicate };
  const became = episode ? words.episode[episode.outcome] : duplicate ? words.duplicate : words.raised;
  context.output.say(`${became}: ${code}\n`);
  context.output.say(renderAlert(view, showingOf(context, opened), await waitingPages(opened, view)));
  if (!started) context.output.say(words.startsLater);
  context.output.result({ ...view, started, ...(episode ? { episode } : {}) });
}

/** The alert once it has begun to do something, or as it is after a moment: a person wants to see whom it reached. */
async function begun(client: AlertClient, code: string, started: boolean, isThere: (view: AlertView) => boolean): Promise<AlertView> {
  const untilMs = performance.now() + (started ? BEGIN_WAIT_MS : 0);
  let view = await client.show(code);
  while (!isThere(view) && performance.now() < untilMs) {
    await sleep(LOOK_EVERY_MS);
    view = await client.show(code);
  }
  return view;
}

/** A listed alert stays `triggered`: nobody is called for it yet. */
function hasBegun({ status, timeline }: AlertView): boolean {
  return status !== 'triggered' || timeline.some(({ kind }) => kind === 'listed');
}

/** The ledger hears of a raise some moments after its alert. */
function isRaised({ timeline }: AlertView, since: string): boolean {
  return timeline.some(({ kind, at }) => kind === 'raised' && at >= since);
}

function toCliError(error: unknown): never {
  if (isKeyUsedBefore(error)) throw new CliError(EXIT.refused, (words) => words.keyUsedBefore(error.alertCode));
  throw error;
}

/** By its name, so that the client isn't loaded for a finding that is refused before it is needed. */
function isKeyUsedBefore(error: unknown): error is IdempotencyConflictError {
  return error instanceof Error && error.name === 'IdempotencyConflictError';
}
