import { Client } from '@temporalio/client';
import { NativeConnection, type NativeConnectionOptions } from '@temporalio/worker';
import { tellOperator } from '../activities/tell-operator.ts';
import { pageUnrecorded } from '../activities/page-unrecorded.ts';
import { Unrecorded } from '../activities/unrecorded.ts';
import { AlertClient, type AlertClientOptions } from '../client.ts';
import { inTime } from '../client/in-time.ts';
import { inBoth } from '../domain/in-both.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import { planFor, planForAlert } from '../domain/triage.ts';
import { StartUpError } from '../launch/start-up-error.ts';
import { toContactProblem } from '../domain/contact-problem.ts';
import { optOutCode, toOperatorProblem } from '../domain/operator-problem.ts';
import { CallbackCounts } from '../webhooks/callback-counts.ts';
import { Inbox } from '../webhooks/inbox/inbox.ts';
import type { InboxOptions } from '../webhooks/inbox/inbox-options.ts';
import { readReportedFailure } from '../platforms/twilio/error-table.ts';
import { createPlatforms } from './create-platforms.ts';
import { dependenciesOf } from './activity-dependencies.ts';
import { limitsOf, type Store } from './open-store.ts';
import { isOptedOut } from './is-opted-out.ts';
import { createOperatorLog, type OperatorLog } from './operator-log.ts';
import { Pollers } from './pollers.ts';
import { ROLE_WORDS } from './role-words.ts';
import { platformNames, type ProcessContext, type ServiceContext } from './service-context.ts';

/** How long connecting to Temporal may take, milliseconds. */
const CONNECT_MS = 10_000;

export interface TemporalAccess {
  connection: NativeConnection;
  temporal: Client;
  /** `host:port` of the server. */
  temporalAddress: string;
}

/** Connects to the Temporal that the settings name, or that runs on this home. @throws StartUpError when none answers. */
export async function connectTemporal({ settings, home, progress }: Pick<ProcessContext, 'settings' | 'home' | 'progress'>): Promise<TemporalAccess> {
  const { temporal } = settings;
  const address = temporal.kind === 'external' ? temporal.address : home.endpoints.read().temporal;
  if (address === undefined) throw new StartUpError(inBoth(ROLE_WORDS, (words) => words.temporalMissing));
  const options = temporal.kind === 'external' ? temporal.connection.reveal() : { address };
  const connection = await progress.during(inBoth(ROLE_WORDS, (words) => words.connecting(address)), () => connectInTime(options, address));
  return { connection, temporal: new Client({ connection, namespace: temporal.namespace }), temporalAddress: address };
}

/** The SDK's own error doesn't say what to do: whatever keeps it from connecting, the person has to look at the address and what is there. */
async function connectInTime(options: NativeConnectionOptions, address: string): Promise<NativeConnection> {
  const unreachable = new StartUpError(inBoth(ROLE_WORDS, (words) => words.temporalSilent(address)));
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(unreachable), CONNECT_MS);
  const connecting = NativeConnection.connect(options).catch(() => {
    throw unreachable;
  });
  try {
    return await Promise.race([connecting, late.promise]);
  } catch (error) {
    void connecting.then((connection) => connection.close(), () => {});
    throw error;
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
export function createAlertClient({ ledger, config }: Store, { temporal }: TemporalAccess, { clock, taskQueue, passing, eagerStart, platformsWithWorkflows, direct, pageUnrecorded: page }: Pick<ProcessContext, 'clock' | 'taskQueue' | 'passing'> & Together & Pick<AlertClientOptions, 'direct' | 'pageUnrecorded'>): AlertClient {
  return new AlertClient({
    temporal,
    ledger,
    planFor: (detection, already) => planFor(config.current().policy, detection, already),
    planForAlert: (alert) => planForAlert(config.current().policy, alert),
    confirmedForMs: () => config.current().policy.episode?.confirmedFor ?? null,
    eagerStart,
    platformsWithWorkflows,
    taskQueue,
    now: () => clock.now(),
    passing,
    direct,
    ...(page ? { pageUnrecorded: page } : {}),
  });
}

/** What a provider told of a message that it had taken, as it concerns an operator. */
function tellOfReport(operator: OperatorLog, what: Parameters<InboxOptions['reported']>[0]): void {
  if ('sentAt' in what) return operator.isWell({ what: 'arrived', route: what.route, responder: what.responder, since: what.sentAt });
  const problem = toOperatorProblem(what.route, what.failure, true) ?? toContactProblem(what.route, what.failure, what.responder);
  if (problem) operator.tell(problem);
}

/** How long stopping waits for calls to a Temporal that is slow or away, milliseconds. */
const SETTLE_MS = 2_000;

/** Everything that roles working on alerts share. Stopping it closes what it opened, and the store. */
export async function openService(context: ProcessContext, store: Store, together: Together): Promise<ServiceContext> {
  const { settings, home, logger, progress, clock, taskQueue, passing } = context;
  const access = await connectTemporal(context);
  const { keyRing, ledger, config, hospital } = store;
  const attemptOf = async (sid: string): Promise<string | null> => (await ledger.postedByRef('twilio', sid))?.attemptId ?? null;
  const operator = createOperatorLog({ ledger, logger, say: (line) => progress.say(line), now: () => clock.now(), isOptedOut: (responder) => isOptedOut(store, responder) });
  const platforms = createPlatforms({ settings, home, keyRing, clock, attemptOf, onSlackDefect: (failure) => tellOperator({ operator }, 'slack', failure) });
  const unrecorded = new Unrecorded(limitsOf(settings));
  const sending = { ledger, hospital, operator, platforms, clock, unrecorded };
  const client = createAlertClient(store, access, {
    clock, taskQueue, passing, ...together,
    direct: { hospital, platforms: platformNames({ platforms }) },
    pageUnrecorded: (alert) => pageUnrecorded(dependenciesOf(sending, platformNames({ platforms })), alert),
  });
  const inbox = new Inbox({
    ledger, client, hospital, passing,
    now: () => clock.now(),
    readFailure: readReportedFailure,
    reported: (what) => tellOfReport(operator, what),
    // Looking at what stands ends what holds no more.
    optedIn: () => void operator.problems(),
    report: ({ name, platform, eventId, responder }) => {
      logger.event(`inbox.${name}`, { eventId, platform, ...(responder ? { responder } : {}) }, 'warn');
      if (name === 'not_handed_on') return;
      operator.tell({ key: `${name}.${responder ?? platform}`, platform, route: null, code: name === 'opted_out' && responder ? optOutCode(responder) : name, kind: 'notice', reported: false });
    },
  });
  return {
    ...context, ...access, keyRing, ledger, config, hospital, client, inbox, platforms, operator, unrecorded,
    pollers: new Pollers({ temporal: access.temporal, taskQueue, platforms: platformNames({ platforms }) }),
    findings: [], callbacks: new CallbackCounts(clock.now()),
    stop: async () => {
      await inbox.settled();
      await operator.settled();
      await inTime(client.settled(), undefined, SETTLE_MS);
      await access.connection.close();
    },
  };
}
