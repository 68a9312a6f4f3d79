import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { LAST_GOOD_FILE } from '../config/last-good.ts';
import { createLiveConfig, type LiveConfig } from '../config/live-config.ts';
import { usablePlatforms, usableRoutes, type Settings } from '../config.ts';
import { createHospital, type Hospital } from '../domain/hospital.ts';
import type { Home } from '../launch/home.ts';
import { StartUpError } from '../launch/start-up-error.ts';
import { openBallast, type Ballast } from '../ledger/ballast.ts';
import { isSealed } from '../ledger/key-check.ts';
import { openKeyRing, type KeyRing } from '../ledger/key-ring.ts';
import { LedgerError } from '../ledger/ledger-error.ts';
import { openWithRoom } from '../ledger/make-room.ts';
import type { LedgerStore } from '../ledger/store.ts';
import { openLedger, type StoreLedger } from '../ledger/store-ledger.ts';
import { explainConfiguration } from './explain-configuration.ts';
import type { ProcessContext } from './service-context.ts';

/** What a process works with before it reaches Temporal: the ledger and the hospital's configuration. */
export interface Store {
  keyRing: KeyRing;
  ledger: StoreLedger;
  config: LiveConfig;
  hospital(): Hospital;
  close(): Promise<void>;
}

/** Opens the ledger and the configuration. @throws StartUpError with each problem of the configuration. */
export async function openStore({ settings, home, logger, clock }: Pick<ProcessContext, 'settings' | 'home' | 'logger' | 'clock'>): Promise<Store> {
  const loaded = await createLiveConfig(settings.configDir, {
    platforms: usablePlatforms(settings),
    routes: usableRoutes(settings),
    production: settings.mode === 'production',
    now: () => clock.now(),
    lastGoodFile: home.file(LAST_GOOD_FILE),
    onChange: ({ problems, hash }) => logger.event('config.read', { status: problems.length === 0 ? 'in_force' : 'refused', kind: hash }, problems.length === 0 ? 'info' : 'error'),
  });
  if (!loaded.ok) throw new StartUpError(explainConfiguration(settings, loaded.problems));
  const config = loaded.live;
  const { keyRing, ledger } = await openSealedLedger({ settings, home, clock }).catch(async (error: unknown) => {
    await config.close();
    throw error;
  });
  let seen: { hash: string; hospital: Hospital } | null = null;
  const hospital = (): Hospital => {
    const { hash, directory, onCall } = config.current();
    if (seen?.hash !== hash) seen = { hash, hospital: createHospital(directory, onCall) };
    return seen.hospital;
  };
  return { keyRing, ledger, config, hospital, close: async () => {
    await config.close();
    await ledger.close();
  } };
}

/** The ledger and the keys that seal it. @throws StartUpError in the ledger's own words. */
async function openSealedLedger({ settings, home, clock }: Pick<ProcessContext, 'settings' | 'home' | 'clock'>): Promise<Pick<Store, 'keyRing' | 'ledger'>> {
  try {
    const { store, keyRing, ballast } = await openStoreWithKeys(settings, home);
    const monotonic = clock.virtual ? { monotonic: (now: Date) => now.getTime() } : {};
    const options = { store, keyRing, bootId: randomUUID(), limits: limitsOf(settings), editLimits: () => settings.editsPerMinute, windowMs: settings.limitWindowMs };
    return { keyRing, ledger: await openLedger({ ...options, ...(ballast ? { ballast } : {}), ...monotonic }) };
  } catch (error) {
    throw error instanceof LedgerError ? new StartUpError(error.said, { cause: error }) : error;
  }
}

/** A file is made after its keys; a database is there already, and whether somebody has sealed something in it shows only once it is open. */
async function openStoreWithKeys({ ledgerUrl }: Settings, home: Home): Promise<{ store: LedgerStore; keyRing: KeyRing; ballast?: Ballast }> {
  const keysFile = home.file('keys.json');
  if (ledgerUrl === null) {
    const path = home.file('ledger.db');
    const keyRing = openKeyRing(keysFile, { name: path, isThere: existsSync(path) });
    const ballast = openBallast(home.dir);
    return { keyRing, ballast, store: await openWithRoom(path, ballast) };
  }
  // Loaded only here: its driver would add 30 ms to every start.
  const { openPostgresStore } = await import('../ledger/postgres-store.ts');
  const store = await openPostgresStore(ledgerUrl.reveal());
  try {
    return { store, keyRing: openKeyRing(keysFile, { name: store.name, isThere: await isSealed(store) }) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Each sender's limit is its platform's: Slack's one bot, each of Twilio's numbers. */
export function limitsOf({ limitsPerMinute }: Settings): (sender: string) => number {
  return (sender) => (sender === 'slack' ? limitsPerMinute.slack : limitsPerMinute.twilio);
}
