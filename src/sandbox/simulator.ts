import type { FastifyInstance } from 'fastify';
import type { PlatformName } from '../domain/platform-name.ts';
import type { Faults } from './faults.ts';
import type { Journal } from './journal.ts';

/** What a simulated provider is given. */
export interface SandboxContext {
  journal: Journal;
  faults: Faults;
  /** Tells the page that something changed. */
  changed(): void;
  /** Where our own webhooks are, such as `http://127.0.0.1:8080`; null while the gateway isn't known yet. */
  gatewayUrl(): string | null;
  now(): Date;
}

/** One provider as its SDK sees it: routes on the sandbox's server, under a prefix of its own. */
export interface Simulator {
  readonly platform: PlatformName;
  register(app: FastifyInstance): Promise<void>;
  /** What the page shows of it, as plain JSON. */
  state(): unknown;
  close(): Promise<void>;
}
