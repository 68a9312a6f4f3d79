import type { AlertClient } from '../client.ts';
import type { Scope } from '../domain/api-key.ts';
import type { Directory } from '../domain/directory.ts';
import type { OnCall } from '../domain/on-call.ts';
import type { Policy } from '../domain/policy.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ServiceStatus } from './service-status.ts';

/** What tools work with. */
export interface GatewayContext {
  client: Pick<AlertClient, 'raise' | 'raiseAlert' | 'sendDirect' | 'show' | 'list' | 'ask'>;
  ledger: Pick<Ledger, 'apiKey' | 'noteKeyUse' | 'revisionOf' | 'openRevisions' | 'takenUnder'>;
  /** The hospital's configuration as it stands now. */
  configuration(): { policy: Policy; directory: Directory; onCall: OnCall };
  /** A keyed digest: the same text gives the same one, and nobody without the key can try texts out. Base64url, 43 characters. */
  digest(purpose: string, text: string): string;
  status(): Promise<ServiceStatus>;
  now(): Date;
}

/** Whoever calls, by the API key that came with the call. */
export interface Caller {
  keyId: string;
  /** What the key is called: idempotency keys count within it. */
  name: string;
  scopes: readonly Scope[];
  /** The responder that `alerts:ack` speaks for. */
  responder: string | null;
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
