import { Client, Connection } from '@temporalio/client';
import { AlertClient } from '../client.ts';
import { planFor, planForAlert } from '../domain/triage.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import { isPortOpen } from '../launch/ports.ts';
import type { Endpoints } from '../launch/endpoints.ts';
import { CliError, EXIT } from './cli-error.ts';
import type { OpenedHome } from './opened-home.ts';

/** Connects a command to the alerts' workflows. @throws CliError (5) at once when Temporal doesn't run. */
export async function connectClient({ settings, home, store }: OpenedHome): Promise<{ client: AlertClient; close(): Promise<void> }> {
  const { temporal } = settings;
  const endpoints = home.endpoints.read();
  const address = temporal.kind === 'external' ? temporal.address : endpoints.temporal;
  const [host = '127.0.0.1', port = '0'] = address?.split(/:(?=\d+$)/) ?? [];
  if (address === undefined || !(await isPortOpen(Number(port), host))) {
    throw new CliError(EXIT.unreachable, 'Temporal does not answer, so nothing was done.', 'Start the service with `npm start`, or correct TEMPORAL_ADDRESS.');
  }
  const connection = await Connection.connect(temporal.kind === 'external' ? temporal.connection.reveal() : { address });
  const client = new AlertClient({
    temporal: new Client({ connection, namespace: temporal.namespace }),
    ledger: store.ledger,
    planFor: (detection) => planFor(store.config.current().policy, detection),
    planForAlert: (alert) => planForAlert(store.config.current().policy, alert),
    platformsWithWorkflows: platformsWithWorkflows(endpoints),
  });
  return { client, close: () => connection.close() };
}

/** Platforms whose role runs in the same process as the workflows' worker. */
function platformsWithWorkflows({ pids }: Endpoints): PlatformName[] {
  return (['slack', 'twilio'] as const).filter((name) => pids[name] !== undefined && pids[name] === pids.worker);
}
