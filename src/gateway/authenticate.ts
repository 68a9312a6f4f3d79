import { isSandboxKey, keyState, type ApiKey } from '../domain/api-key.ts';
import { isSecretOf, KEY_START, parseKey } from './api-key-secret.ts';
import type { Caller, GatewayContext } from './gateway-context.ts';
import { ToolError, type RefusalNote } from './tool-error.ts';

const ASK = 'Ask whoever runs the service for one: `npx vigia keys create`.';

/** Who calls, by `Authorization: Bearer`: an API key, or an access token where issuers are trusted. @throws ToolError `not_authenticated`, and what an issuer's token is refused with */
export async function authenticate(context: Pick<GatewayContext, 'ledger' | 'now' | 'issuers' | 'mode'>, authorization: string | undefined): Promise<Caller> {
  const written = bearerOf(authorization);
  if (written === null) throw refused('The API key is missing.', `Send it as the header Authorization: Bearer vigia_…. ${ASK}`, { reason: 'no_key' });
  if (context.issuers && !written.startsWith(KEY_START)) return context.issuers.callerOf(written);
  const parsed = parseKey(written);
  const key = parsed && (await context.ledger.apiKey(parsed.id));
  if (!parsed || !key) throw unknownKey({ reason: 'unknown_key' });
  if (!isSecretOf(parsed.secret, key.secretHash)) throw unknownKey({ reason: 'wrong_secret', caller: key.name });
  const now = context.now();
  checkKey(key, context.mode, now);
  // That it was used is worth nothing if writing it down held up an alert.
  context.ledger.noteKeyUse(key, now).catch(() => {});
  return { keyId: key.id, name: key.name, scopes: key.scopes, responder: key.responder };
}

/** @throws ToolError `not_authenticated` for a key that has ended, and in production for the sandbox's, which is printed and lies in a file */
function checkKey(key: ApiKey, mode: GatewayContext['mode'], now: Date): void {
  const caller = key.name;
  const state = keyState(key, now);
  if (state !== 'valid') throw refused(`This API key is ${state}.`, ASK, { reason: state, caller });
  if (mode === 'production' && isSandboxKey(key)) throw refused("This is the sandbox's API key, which production does not take.", ASK, { reason: 'sandbox_key', caller });
}

/** What was sent as key or token; null for none. */
export function bearerOf(authorization: string | undefined): string | null {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? null;
}

/** Whoever guesses doesn't hear whether it was the key or its secret that was wrong. */
function unknownKey(note: RefusalNote): ToolError {
  return refused('This API key is not known here.', ASK, note);
}

function refused(message: string, hint: string, note: RefusalNote): ToolError {
  return new ToolError({ code: 'not_authenticated', message, hint, retryable: false }, note);
}
