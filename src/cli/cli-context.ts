import { readSettings, SettingsError, type Settings } from '../config.ts';
import type { Language } from '../domain/people.ts';
import { openHome } from '../launch/home.ts';
import { silentLogger } from '../observability/logger.ts';
import type { AlertClient } from '../client.ts';
import { CliError, EXIT } from './cli-error.ts';
import type { OpenedHome } from './opened-home.ts';
import type { Output } from './output.ts';
import type { Showing } from './render-alert.ts';

/** What every command is given. */
export interface CliContext {
  env: NodeJS.ProcessEnv;
  cwd: string;
  output: Output;
  language: Language;
  /** Standard input as text; at most as long as a finding may be. @throws CliError (4) */
  stdin: () => Promise<string>;
  /** Aborted when the person stops the command. */
  signal: AbortSignal;
}

/** Opens the home, the ledger and the configuration for the time of a command. */
export async function withStore<T>(context: CliContext, use: (opened: OpenedHome) => Promise<T>): Promise<T> {
  const settings = settingsOf(context);
  const home = openHome(settings.homeDir);
  // Loaded here, because most of a command's time is spent loading what it doesn't need.
  const [{ openStore }, { systemClock }] = await Promise.all([import('../roles/open-store.ts'), import('../roles/service-clock.ts')]);
  const store = await openStore({ settings, home, logger: silentLogger, clock: systemClock });
  try {
    return await use({ settings, home, store });
  } finally {
    await store.close();
  }
}

/** The same with the way to the alerts' workflows. @throws CliError when Temporal can't be reached. */
export async function withClient<T>(context: CliContext, use: (opened: OpenedHome & { client: AlertClient }) => Promise<T>): Promise<T> {
  return withStore(context, (opened) => connected(opened, use));
}

/** What is opened, with the way to the alerts' workflows. @throws CliError when Temporal can't be reached, and with `orLater` when no service runs that goes on once it can. */
export async function connected<T>(opened: OpenedHome, use: (opened: OpenedHome & { client: AlertClient }) => Promise<T>, how: { orLater?: boolean } = {}): Promise<T> {
  const { connectClient } = await import('./connect-client.ts');
  const { client, close } = await connectClient(opened, how);
  try {
    return await use({ ...opened, client });
  } finally {
    await close();
  }
}

export function settingsOf({ env, cwd }: CliContext): Settings {
  try {
    return readSettings(env, { cwd });
  } catch (error) {
    if (error instanceof SettingsError) throw new CliError(EXIT.refused, ({ environment }) => environment(error.issues));
    throw error;
  }
}

export function showingOf({ language, output, env }: CliContext, { store }: Pick<OpenedHome, 'store'>): Showing {
  const hospital = store.hospital();
  return {
    language, now: new Date(), timeZone: hospital.timeZone,
    nameOf: (id) => hospital.responder(id)?.name ?? id,
    channelNameOf: (purpose) => hospital.channelName(purpose) ?? purpose,
    colours: output.isTty && !env['NO_COLOR'],
  };
}
