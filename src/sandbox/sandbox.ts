import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { createChanges } from './changes.ts';
import { registerControlRoutes } from './control-routes.ts';
import { createFaults } from './faults.ts';
import type { Faults } from './faults.ts';
import { openJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { refuseOtherHosts } from './local-only.ts';
import type { SandboxContext, Simulator } from './simulator.ts';
import { createSlackSimulator } from './slack/slack-simulator.ts';
import type { SlackSimulator } from './slack/slack-simulator.ts';
import type { SlackSecrets } from './slack/tokens.ts';
import type { SlackChannel, SlackUser } from './slack/workspace-types.ts';

export interface SandboxOptions<Twilio extends Simulator | null> {
  /** 0 takes any free one. */
  port: number;
  /** Loopback only. */
  host?: '127.0.0.1' | '::1';
  /** Folder that keeps the journal and what the providers know over a restart; in memory when left out. */
  home?: string;
  /** Where our own webhooks are; null while that isn't known. */
  gatewayUrl: () => string | null;
  secrets: { slack: SlackSecrets };
  directory: { slackUsers: readonly SlackUser[]; slackChannels: readonly SlackChannel[] };
  /** Scopes granted to the Slack app; by default all that its manifest asks for. */
  slackScopes?: readonly string[];
  /** How long Slack waits for the answer to a press, milliseconds; 3000 by default. */
  slackDeadlineMs?: number;
  /** Makes the simulated Twilio. */
  twilio?: (context: SandboxContext) => Twilio;
  /** Adds the page at `GET /`. */
  page?: (app: FastifyInstance) => Promise<void>;
  now?: () => Date;
}

/** The simulated providers on one server of the loopback interface, and what makes them misbehave. */
export interface Sandbox<Twilio extends Simulator | null = null> {
  /** Such as `http://127.0.0.1:8090`. */
  url: string;
  port: number;
  journal: Journal;
  faults: Faults;
  slack: SlackSimulator;
  twilio: Twilio | null;
  /** Every request that broke a provider's published types, one finding a line. A test ends by expecting none. */
  violations(): string[];
  close(): Promise<void>;
}

/** Starts the sandbox. Rejects with Node's own error when the port is taken. */
export async function createSandbox<Twilio extends Simulator | null = null>(options: SandboxOptions<Twilio>): Promise<Sandbox<Twilio>> {
  const { port, host = '127.0.0.1', home = null, now = () => new Date() } = options;
  const journal = openJournal({ path: home === null ? null : join(home, 'journal.jsonl'), now });
  const faults = createFaults();
  const changes = createChanges();
  const context: SandboxContext = { journal, faults, changed: changes.tell, gatewayUrl: options.gatewayUrl, now, home };
  const slack = createSlackSimulator({
    context,
    secrets: options.secrets.slack,
    users: options.directory.slackUsers,
    channels: options.directory.slackChannels,
    ...(options.slackScopes ? { scopes: options.slackScopes } : {}),
    ...(options.slackDeadlineMs === undefined ? {} : { deadlineMs: options.slackDeadlineMs }),
  });
  const twilio = options.twilio?.(context) ?? null;
  const simulators: Simulator[] = twilio === null ? [slack] : [slack, twilio];
  const app = Fastify({ forceCloseConnections: true });
  const close = async (): Promise<void> => {
    changes.close();
    for (const simulator of simulators) await simulator.close();
    await app.close();
    journal.close();
  };
  try {
    refuseOtherHosts(app);
    registerControlRoutes(app, { journal, faults, simulators, changes });
    for (const simulator of simulators) await simulator.register(app);
    await options.page?.(app);
    await app.listen({ port, host });
  } catch (error) {
    await close();
    throw error;
  }
  const bound = (app.server.address() as AddressInfo).port;
  return {
    url: `http://${host === '::1' ? '[::1]' : host}:${bound}`,
    port: bound,
    journal,
    faults,
    slack,
    twilio,
    violations: () => simulators.flatMap((simulator) => [...(simulator.violations ?? [])]),
    close,
  };
}
