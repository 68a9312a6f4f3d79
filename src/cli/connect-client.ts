import { Client, Connection } from '@temporalio/client';
import { AlertClient } from '../client.ts';
import { planFor, planForAlert } from '../domain/triage.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import { openCrashPoints } from '../launch/crash-points.ts';
import { isListening } from '../launch/is-listening.ts';
import type { Endpoints } from '../launch/endpoints.ts';
import { CliError, EXIT } from './cli-error.ts';
import type { OpenedHome } from './opened-home.ts';

/** How long a person waits for Temporal before they are told that it does not answer, milliseconds. */
const CONNECT_MS = 5_000;

/** The discard port: nothing that speaks Temporal's language is ever there. */
const NO_TEMPORAL = '127.0.0.1:9';

/**
 * Connects a command to the alerts' workflows. @throws CliError (5) at once when Temporal doesn't run; `orLater`: only where no service
 * runs here that starts, once Temporal is back, what is written down now.
 */
export async function connectClient({ settings, home, store }: OpenedHome, { orLater = false }: { orLater?: boolean } = {}): Promise<{ client: AlertClient; close(): Promise<void> }> {
  const { temporal } = settings;
  const endpoints = home.endpoints.read();
  const connection = await connect(settings, home).catch((error: unknown) => {
    if (!orLater || !isServed(endpoints)) throw error;
    // Without the SDK's own retries: a person waits.
    return Connection.lazy({ address: NO_TEMPORAL, interceptors: [] });
  });
  const client = new AlertClient({
    temporal: new Client({ connection, namespace: temporal.namespace }),
    ledger: store.ledger,
    planFor: (detection, already) => planFor(store.config.current().policy, detection, already),
    planForAlert: (alert) => planForAlert(store.config.current().policy, alert),
    confirmedForMs: () => store.config.current().policy.episode?.confirmedFor ?? null,
    platformsWithWorkflows: platformsWithWorkflows(endpoints),
    passing: openCrashPoints({ file: settings.crashFile, temporalPid: () => home.endpoints.read().pids.temporal }),
  });
  return { client, close: () => connection.close() };
}

async function connect(settings: OpenedHome['settings'], home: OpenedHome['home']): Promise<Connection> {
  const { temporal } = settings;
  const unreachable = temporalSilent();
  const address = await requireTemporal(settings, home);
  const connection = await Connection.connect({ ...(temporal.kind === 'external' ? temporal.connection.reveal() : { address }), connectTimeout: CONNECT_MS }).catch(() => {
    throw unreachable;
  });
  // Connecting takes a server of another kind for an old Temporal.
  await connection.withDeadline(Date.now() + CONNECT_MS, () => connection.workflowService.getSystemInfo({})).catch(async () => {
    await connection.close();
    throw unreachable;
  });
  return connection;
}

/** The worker starts what was left unstarted; the gateway takes alerts in on the same promise, wherever its worker runs. */
function isServed({ pids }: Endpoints): boolean {
  return pids.worker !== undefined || pids.gateway !== undefined;
}

/** The address of the Temporal that the settings name, or that runs on this home. @throws CliError (5) when none listens */
export async function requireTemporal({ temporal }: Pick<OpenedHome['settings'], 'temporal'>, home: OpenedHome['home']): Promise<string> {
  const address = temporal.kind === 'external' ? temporal.address : home.endpoints.read().temporal;
  if (address === undefined || !(await isListening(address, CONNECT_MS))) throw temporalSilent();
  return address;
}

function temporalSilent(): CliError {
  return new CliError(EXIT.unreachable, (words) => words.temporalSilent);
}

/** Platforms whose role runs in the same process as the workflows' worker. */
function platformsWithWorkflows({ pids }: Endpoints): PlatformName[] {
  return (['slack', 'twilio'] as const).filter((name) => pids[name] !== undefined && pids[name] === pids.worker);
}
