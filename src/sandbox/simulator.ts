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
  /** Folder in which a simulator keeps what its provider would still know after a restart; null: in memory. */
  home: string | null;
}

/** What a person's act came to: what our own side answered, each time it was called. */
export interface ActResult {
  answers: { via: 'http' | 'socket'; status: number; body: string; tookMs: number }[];
}

/** One provider as its SDK sees it: routes on the sandbox's server, under a prefix of its own. */
export interface Simulator {
  readonly platform: PlatformName;
  register(app: FastifyInstance): Promise<void>;
  /** What the page shows of it, as plain JSON. */
  state(): unknown;
  /** Requests that broke the provider's published types, one finding a line. */
  readonly violations?: readonly string[];
  /**
   * `POST /press`: presses a button as a person, through the real callback. `untrusted` is the request's body, for the
   * simulator to validate; throws ControlError.
   */
  press?(untrusted: unknown): Promise<ActResult>;
  /** `POST /reply`: answers as a phone (text, quoted or button), in the same way. */
  reply?(untrusted: unknown): Promise<ActResult>;
  close(): Promise<void>;
}
