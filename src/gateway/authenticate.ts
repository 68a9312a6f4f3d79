import { keyState } from '../domain/api-key.ts';
import { isSecretOf, KEY_START, parseKey } from './api-key-secret.ts';
import type { Caller, GatewayContext } from './gateway-context.ts';
import { ToolError } from './tool-error.ts';

const ASK = 'Ask whoever runs the service for one: `npx vigia keys create`.';

/** Who calls, by `Authorization: Bearer`: an API key, or an access token where issuers are trusted. @throws ToolError `not_authenticated`, and what an issuer's token is refused with */
export async function authenticate(context: Pick<GatewayContext, 'ledger' | 'now' | 'issuers'>, authorization: string | undefined): Promise<Caller> {
  const written = bearerOf(authorization);
  if (written === null) throw refused('The API key is missing.', `Send it as the header Authorization: Bearer vigia_…. ${ASK}`);
  if (context.issuers && !written.startsWith(KEY_START)) return context.issuers.callerOf(written);
  const parsed = parseKey(written);
  const key = parsed && (await context.ledger.apiKey(parsed.id));
  if (!parsed || !key || !isSecretOf(parsed.secret, key.secretHash)) throw refused('This API key is not known here.', ASK);
  const now = context.now();
  const state = keyState(key, now);
  if (state !== 'valid') throw refused(`This API key is ${state}.`, ASK);
  // That it was used is worth nothing if writing it down held up an alert.
  context.ledger.noteKeyUse(key, now).catch(() => {});
  return { keyId: key.id, name: key.name, scopes: key.scopes, responder: key.responder };
}

/** What was sent as key or token; null for none. */
export function bearerOf(authorization: string | undefined): string | null {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? null;
}

function refused(message: string, hint: string): ToolError {
  return new ToolError({ code: 'not_authenticated', message, hint, retryable: false });
}
