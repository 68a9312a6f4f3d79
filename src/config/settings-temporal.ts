import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { ClientConnectConfig } from '@temporalio/envconfig';
import { Secret } from './secret.ts';
import type { Environment, SettingsReader } from './settings-reader.ts';

/** What both @temporalio/client and @temporalio/worker take to connect: address, TLS, API key, metadata. */
export type TemporalConnectionOptions = ClientConnectConfig['connectionOptions'];

/** Which Temporal server to work with: one that somebody runs, or one that we bring ourselves. */
export type TemporalSettings =
  | { readonly kind: 'external'; readonly address: string; readonly namespace: string; readonly connection: Secret<TemporalConnectionOptions> }
  | { readonly kind: 'embedded'; readonly namespace: string };

const DEFAULT_NAMESPACE = 'default';

/**
 * Temporal's own variables (https://docs.temporal.io/develop/environment-configuration). Naming an address, a profile or a
 * configuration file chooses an external server; a `temporal.toml` that merely lies in somebody's home directory does not.
 */
export function readTemporal(env: Environment, reader: SettingsReader): TemporalSettings {
  const apiKey = reader.secret('TEMPORAL_API_KEY');
  const named = ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE'].filter((name) => reader.text(name) !== null);
  if (named.length === 0) return { kind: 'embedded', namespace: reader.text('TEMPORAL_NAMESPACE') ?? DEFAULT_NAMESPACE };
  try {
    const { connectionOptions, namespace } = loadClientConnectConfig({
      overrideEnvVars: temporalVariables(env, apiKey),
      disableFile: named.length === 1 && named[0] === 'TEMPORAL_ADDRESS',
    });
    const address = connectionOptions.address;
    if (address === undefined) throw new Error('no address');
    return { kind: 'external', address, namespace: namespace ?? DEFAULT_NAMESPACE, connection: new Secret(connectionOptions) };
  } catch {
    // The package's message can repeat a line of the file, which may hold a key.
    reader.complain((words) => words.noTemporal(named));
    return { kind: 'embedded', namespace: DEFAULT_NAMESPACE };
  }
}

function temporalVariables(env: Environment, apiKey: Secret | null): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && value.trim() !== '') variables[name] = value;
  }
  if (apiKey !== null) variables.TEMPORAL_API_KEY = apiKey.reveal();
  return variables;
}
