import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { AlertClient } from '../client.ts';
import { createLiveConfig, type LiveConfig } from '../config/live-config.ts';
import { usablePlatforms, type Settings } from '../config.ts';
import { createHospital, type Hospital } from '../domain/hospital.ts';
import { ROUTES, type PlatformName, type Route } from '../domain/platform-name.ts';
import { planFor, planForAlert } from '../domain/triage.ts';
import { StartUpError } from '../launch/start-up-error.ts';
import { openKeyRing, type KeyRing } from '../ledger/key-ring.ts';
import { openLedger, type SqliteLedger } from '../ledger/sqlite-ledger.ts';
import { Inbox } from '../webhooks/inbox/inbox.ts';
import { createPlatforms } from './create-platforms.ts';
import { explainConfiguration } from './explain-configuration.ts';
import { createOperatorLog } from './operator-log.ts';
import type { ProcessContext, ServiceContext } from './service-context.ts';

/** How long connecting to Temporal may take, milliseconds. */
const CONNECT_MS = 10_000;

/** What is on this host alone: the ledger and the hospital's configuration. */
export interface Store {
  keyRing: KeyRing;
  ledger: SqliteLedger;
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
    lastGoodFile: home.file('config-last-good.json'),
    onChange: ({ problems, hash }) => logger.event('config.read', { status: problems.length === 0 ? 'in_force' : 'refused', kind: hash }, problems.length === 0 ? 'info' : 'error'),
  });
  if (!loaded.ok) throw new StartUpError(explainConfiguration(settings, loaded.problems));
  const config = loaded.live;
  const path = home.file('ledger.db');
  const keyRing = openKeyRing(home.file('keys.json'), path);
  const ledger = await openLedger({ path, keyRing, bootId: randomUUID(), limits: limitsOf(settings), ...(clock.virtual ? { monotonic: (now: Date) => now.getTime() } : {}) });
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

/** SMS needs a number of its own; the other routes come with their platform. */
function usableRoutes({ twilio }: Settings): readonly Route[] {
  const hasSms = twilio.state === 'sandbox' || (twilio.state === 'configured' && twilio.credentials.smsNumber !== null);
  return hasSms ? ROUTES : ROUTES.filter((route) => route !== 'twilio-sms');
}

/** Each sender's limit is its platform's: Slack's one bot, each of Twilio's numbers. */
function limitsOf({ limitsPerMinute }: Settings): (sender: string) => number {
  return (sender) => (sender === 'slack' ? limitsPerMinute.slack : limitsPerMinute.twilio);
}

export interface TemporalAccess {
  connection: NativeConnection;
  temporal: Client;
}

/** Connects to the Temporal that the settings name, or that runs on this home. @throws StartUpError when none answers. */
export async function connectTemporal({ settings, home }: Pick<ProcessContext, 'settings' | 'home'>): Promise<TemporalAccess> {
  const { temporal } = settings;
  const address = temporal.kind === 'external' ? temporal.address : home.endpoints.read().temporal;
  if (address === undefined) throw new StartUpError('Temporal is not running on this home: start everything with `npm start`, or it alone with `npx vigia run temporal`.');
  const options = temporal.kind === 'external' ? temporal.connection.reveal() : { address };
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new StartUpError(`Temporal at ${address} does not answer: look whether it runs, or correct TEMPORAL_ADDRESS.`)), CONNECT_MS);
  try {
    const connection = await Promise.race([NativeConnection.connect(options), late.promise]);
    return { connection, temporal: new Client({ connection, namespace: temporal.namespace }) };
  } finally {
    clearTimeout(timer);
  }
}

/** Which roles run together, for what it saves. */
export interface Together {
  /** The client shares its connection with a worker of workflows. */
  eagerStart: boolean;
  /** Platforms that the workflows' worker serves too. */
  platformsWithWorkflows: readonly PlatformName[];
}

/** The client of a process that has the store; `eagerStart` where it shares its connection with a worker of workflows. */
export function createAlertClient({ ledger, config }: Store, { temporal }: TemporalAccess, { clock, taskQueue, eagerStart, platformsWithWorkflows }: Pick<ProcessContext, 'clock' | 'taskQueue'> & Together): AlertClient {
  return new AlertClient({
    temporal,
    ledger,
    planFor: (detection) => planFor(config.current().policy, detection),
    planForAlert: (alert) => planForAlert(config.current().policy, alert),
    eagerStart,
    platformsWithWorkflows,
    taskQueue,
    now: () => clock.now(),
  });
}

/** Everything that roles working on alerts share. Stopping it closes what it opened, and the store. */
export async function openService(context: ProcessContext, store: Store, together: Together): Promise<ServiceContext> {
  const { settings, home, logger, progress, clock, taskQueue } = context;
  const access = await connectTemporal(context);
  const client = createAlertClient(store, access, { clock, taskQueue, ...together });
  const { keyRing, ledger, config, hospital } = store;
  const attemptOf = async (sid: string): Promise<string | null> => (await ledger.postedByRef('twilio', sid))?.attemptId ?? null;
  const operator = createOperatorLog(logger, (line) => progress.say(line), () => clock.now());
  const inbox = new Inbox({
    ledger, client, hospital,
    now: () => clock.now(),
    report: ({ name, platform, eventId, responder }) => {
      logger.event(`inbox.${name}`, { eventId, platform, ...(responder ? { responder } : {}) }, 'warn');
      if (name !== 'not_handed_on') operator.tell({ key: `${name}.${responder ?? platform}`, platform, code: responder ? `${name}:${responder}` : name });
    },
  });
  return {
    ...context, ...access, keyRing, ledger, config, hospital, client, inbox,
    platforms: createPlatforms({ settings, home, keyRing, clock, attemptOf }),
    operator,
    stop: async () => {
      await inbox.settled();
      await access.connection.close();
    },
  };
}
