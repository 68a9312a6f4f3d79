import { z } from 'zod';
import { isTrustworthyUrl } from '../domain/trustworthy-url.ts';
import type { SettingsReader } from './settings-reader.ts';

/** Every variable of these settings. */
export const OAUTH_VARIABLES = ['VIGIA_OAUTH_ISSUERS', 'VIGIA_OAUTH_AUDIENCE', 'VIGIA_OAUTH_SCOPES_CLAIM', 'VIGIA_OAUTH_RESPONDER_CLAIM'] as const;

/** Whose access tokens the gateway takes beside API keys, and what it reads in them. */
export interface OAuthSettings {
  /** Exactly as each issuer writes itself in its tokens. */
  readonly issuers: readonly string[];
  /** How the issuers call this service; null where they use its address. */
  readonly audience: string | null;
  /** The claim with the scopes; null for `scope` or `scp`. */
  readonly scopesClaim: string | null;
  /** The claim with a responder's id, for `alerts:ack`; null where no token may have that. */
  readonly responderClaim: string | null;
}

const [ISSUERS, AUDIENCE, SCOPES_CLAIM, RESPONDER_CLAIM] = OAUTH_VARIABLES;

const issuerSchema = z.string().refine((text) => isTrustworthyUrl(text) && !/[?#]/.test(text));

/** Null when no issuer is named: then none of the rest means anything. */
export function readOAuth(reader: SettingsReader, { isProduction, publicUrl }: { isProduction: boolean; publicUrl: string | null }): OAuthSettings | null {
  const issuers = reader.value(ISSUERS, z.string().transform((text) => text.split(/[\s,]+/).filter((part) => part !== '')).pipe(z.array(issuerSchema).min(1)), [], 'issuers');
  const claim = (name: string): string | null => reader.value(name, z.string().max(200).regex(/^[\x21-\x7e]+$/).nullable(), null, 'claim');
  const [audience, scopesClaim, responderClaim] = [claim(AUDIENCE), claim(SCOPES_CLAIM), claim(RESPONDER_CLAIM)];
  if (reader.text(ISSUERS) === null) {
    const alone = [AUDIENCE, SCOPES_CLAIM, RESPONDER_CLAIM].find((name) => reader.text(name) !== null);
    if (alone !== undefined) reader.complain((words) => words.needs(alone, ISSUERS));
    return null;
  }
  // A token for this machine's own address would be good on every other machine as well.
  if (isProduction && publicUrl === null) reader.complain((words) => words.needs(ISSUERS, 'VIGIA_PUBLIC_URL'));
  return { issuers, audience, scopesClaim, responderClaim };
}
