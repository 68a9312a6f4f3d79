import type { Caller, GatewayContext, TrustedIssuers } from '../gateway-context.ts';
import { findIssuerKeys } from './find-issuer-keys.ts';
import { IssuerKeys } from './issuer-keys.ts';
import { resourcesAt } from './protected-resource.ts';
import { toCaller, type ClaimNames } from './token-caller.ts';
import { verifyToken } from './verify-token.ts';

export interface TokenIssuersOptions extends ClaimNames {
  /** Exactly as each writes itself in its tokens. */
  issuers: readonly string[];
  /** How issuers call this service; null where they use its address. */
  audience: string | null;
  /** Where the gateway is called, without a slash at its end. */
  baseUrl(): string;
  digest: GatewayContext['digest'];
  now(): Date;
  /** Told when an issuer couldn't be asked for its keys. */
  onTrouble(error: unknown): void;
}

/** Checks tokens by what their issuers publish. */
export class TokenIssuers implements TrustedIssuers {
  readonly names: readonly string[];
  readonly #options: TokenIssuersOptions;
  readonly #keys: ReadonlyMap<string, IssuerKeys>;

  constructor(options: TokenIssuersOptions) {
    const { issuers, onTrouble } = options;
    this.#options = options;
    this.names = issuers;
    this.#keys = new Map(issuers.map((issuer) => [issuer, new IssuerKeys({ find: (signal) => findIssuerKeys(issuer, signal), onTrouble, nowMs: () => performance.now() })]));
  }

  get baseUrl(): string {
    return this.#options.baseUrl();
  }

  async callerOf(token: string): Promise<Caller> {
    const { audience, digest, now } = this.#options;
    const keysOf = new Map([...this.#keys].map(([issuer, keys]) => [issuer, keys.keyOf]));
    const claims = await verifyToken(token, { keysOf, audiences: audience === null ? resourcesAt(this.baseUrl) : [audience], now: now() });
    return toCaller(claims, this.#options, digest);
  }
}
