import type { AlertClient } from '../client.ts';
import type { Scope } from '../domain/api-key.ts';
import type { Directory } from '../domain/directory.ts';
import type { OnCall } from '../domain/on-call.ts';
import type { ServiceMode } from '../domain/service-mode.ts';
import type { Policy } from '../domain/policy.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ServiceStatus } from './service-status.ts';

/** What tools work with. */
export interface GatewayContext {
  mode: ServiceMode;
  client: Pick<AlertClient, 'raise' | 'raiseAlert' | 'foresee' | 'sendDirect' | 'show' | 'list' | 'ask'>;
  ledger: Pick<Ledger, 'apiKey' | 'noteKeyUse' | 'revisionOf' | 'openRevisions' | 'takenUnder' | 'accepted'>;
  /** The hospital's configuration as it stands now. */
  configuration(): { policy: Policy; directory: Directory; onCall: OnCall };
  /** A keyed digest: the same text gives the same one, and nobody without the key can try texts out. Base64url, 43 characters. */
  digest(purpose: string, text: string): string;
  status(): Promise<ServiceStatus>;
  /** Whose access tokens count beside API keys; null where none do. */
  issuers: TrustedIssuers | null;
  now(): Date;
}

/** Whose access tokens count. */
export interface TrustedIssuers {
  /** Exactly as each writes itself in its tokens. */
  readonly names: readonly string[];
  /** Where the gateway is called, without a slash at its end: what tokens are for. */
  readonly baseUrl: string;
  /** @throws ToolError `not_authenticated`, `not_allowed` for scopes that nobody may have together, `unavailable` while an issuer is away */
  callerOf(token: string): Promise<Caller>;
}

/** Whoever calls, by the API key or the access token that came with the call. */
export interface Caller {
  keyId: string;
  /** What the key is called, or a name with a colon for whom a token speaks: idempotency keys count within it. */
  name: string;
  scopes: readonly Scope[];
  /** The responder that `alerts:ack` speaks for. */
  responder: string | null;
  /** It came with an access token, which can be asked for anew with other scopes. */
  byToken?: boolean;
}

/** One call, as its tool sees it. */
export interface ToolCall<Args> {
  context: GatewayContext;
  args: Args;
  caller: Caller;
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal;
  /** Tells whoever waits, where their door can, how it stands meanwhile. */
  progress(message: string): void;
}
