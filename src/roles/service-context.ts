import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { Unrecorded } from '../activities/unrecorded.ts';
import type { AlertClient } from '../client.ts';
import type { LiveConfig } from '../config/live-config.ts';
import type { Settings } from '../config.ts';
import type { Hospital } from '../domain/hospital.ts';
import type { Passing } from '../domain/crash-point.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import type { Home } from '../launch/home.ts';
import type { Part } from '../launch/lifecycle.ts';
import type { Progress } from '../launch/progress.ts';
import type { KeyRing } from '../ledger/key-ring.ts';
import type { StoreLedger } from '../ledger/store-ledger.ts';
import type { Logger } from '../observability/logger.ts';
import type { SlackPlatform } from '../platforms/slack/slack-platform.ts';
import type { TwilioPlatform } from '../platforms/twilio/twilio-platform.ts';
import type { CallbackCounts } from '../webhooks/callback-counts.ts';
import type { Inbox } from '../webhooks/inbox/inbox.ts';
import type { OperatorLog } from './operator-log.ts';
import type { PlatformFinding } from './platform-finding.ts';
import type { Pollers } from './pollers.ts';
import type { ServiceClock } from './service-clock.ts';
import type { TwilioClient } from '../platforms/twilio/client.ts';

/** What every role of a process is given before any of them starts. */
export interface ProcessContext {
  settings: Settings;
  env: NodeJS.ProcessEnv;
  home: Home;
  logger: Logger;
  progress: Progress;
  clock: ServiceClock;
  /** Of the workflows; the platforms' are named after it. */
  taskQueue: string;
  /** Where the workflows' bundle is kept from one start to the next. */
  cacheDir: string;
  /** Gives up what takes long, once stopping has begun. */
  signal: AbortSignal;
  passing?: Passing | undefined;
}

/** The platforms that are configured, or simulated. */
export interface ConfiguredPlatforms {
  slack?: { platform: SlackPlatform; appToken: string | null; signingSecret: string | null; apiUrl: string | null };
  twilio?: { platform: TwilioPlatform; client: TwilioClient; accountSid: string; authToken: string | null; senders: string[]; buttonKey: Uint8Array };
}

/** What roles that work on alerts share within a process. */
export interface ServiceContext extends ProcessContext, Part {
  keyRing: KeyRing;
  ledger: StoreLedger;
  config: LiveConfig;
  /** The configuration as it stands now. */
  hospital(): Hospital;
  platforms: ConfiguredPlatforms;
  connection: NativeConnection;
  temporal: Client;
  /** `host:port` of its server. */
  temporalAddress: string;
  client: AlertClient;
  /** Whether anybody takes up work, here or in other processes. */
  pollers: Pick<Pollers, 'unworked'>;
  inbox: Inbox;
  /** What the last look at each platform's credentials found; empty until there was one. */
  findings: PlatformFinding[];
  /** What providers, or whoever posed as one, sent without effect: what this process counted, and what all have. */
  callbacks: CallbackCounts;
  operator: OperatorLog;
  /** What goes out while the ledger can't be written. */
  unrecorded: Unrecorded;
}

/** Who sends by a platform: each has a limit and a health of its own. */
export function sendersOf({ platforms }: Pick<ServiceContext, 'platforms'>, name: PlatformName): string[] {
  if (name === 'slack') return platforms.slack ? ['slack'] : [];
  return platforms.twilio?.senders ?? [];
}

export function platformNames({ platforms }: Pick<ServiceContext, 'platforms'>): ('slack' | 'twilio')[] {
  return (['slack', 'twilio'] as const).filter((name) => platforms[name] !== undefined);
}
