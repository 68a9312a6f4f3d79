import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { ToolError } from '../tool-error.ts';
import { IssuerAwayError } from './issuer-keys.ts';

/** Signatures by a key pair alone: with a shared secret whoever can check a token could make one. https://www.iana.org/assignments/jose */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/** Kinds of a token that may be an access token; others are signed by the same keys for other ends. https://www.rfc-editor.org/rfc/rfc9068#section-2.1 */
const KINDS: readonly unknown[] = [undefined, 'at+jwt', 'application/at+jwt', 'jwt'];

/** How far an issuer's clock may be from ours, either way, seconds. */
const SKEW_S = 60;

/** Longest token that is looked at, characters. */
const MAX_CHARS = 8_192;

/** When to come back while an issuer is away, seconds. */
const COME_BACK_S = 10;

export interface TokenRules {
  /** By issuer, exactly as it writes itself. */
  keysOf: ReadonlyMap<string, JWTVerifyGetKey>;
  /** The names by which tokens may call this service, the usual one first. */
  audiences: readonly string[];
  now: Date;
}

/** Who made the token, for whom, and what it says: checked, not yet weighed. @throws ToolError `not_authenticated`, or `unavailable` while its issuer's keys can't be had */
export async function verifyToken(token: string, { keysOf, audiences, now }: TokenRules): Promise<JWTPayload & { iss: string; sub: string }> {
  const issuer = readUnverified(token);
  const keyOf = keysOf.get(issuer);
  if (!keyOf) throw refused('This token is from an issuer that is not trusted here.', `Get one from ${[...keysOf.keys()].join(' or ')}.`);
  const { payload } = await jwtVerify(token, keyOf, {
    issuer, audience: [...audiences], algorithms: ALGORITHMS, requiredClaims: ['exp', 'sub'], clockTolerance: SKEW_S, currentDate: now,
  }).catch((error: unknown) => {
    throw toRefusal(error, audiences);
  });
  const { sub, iat, cnf } = payload;
  if (typeof sub !== 'string' || sub === '') throw refused('This token does not say whose it is (sub).', ANOTHER);
  if (iat !== undefined && iat > now.getTime() / 1_000 + SKEW_S) throw refused('This token is dated in the future (iat).', CLOCKS);
  // Without the proof that goes with it, it may have been stolen. https://www.rfc-editor.org/rfc/rfc9449#section-7.2
  if (cnf !== undefined) throw refused('This token is bound to a key whose proof is not asked for here (cnf).', 'Ask its issuer for a plain bearer token.');
  return { ...payload, iss: issuer, sub };
}

const ANOTHER = 'Ask its issuer for another.';
const CLOCKS = "Set the clocks of this service's host and of the issuer right.";

/** The issuer that it names. @throws ToolError for what is no access token at all */
function readUnverified(token: string): string {
  try {
    if (token.length > MAX_CHARS) throw new Error('too long');
    const { typ } = decodeProtectedHeader(token);
    const { iss } = decodeJwt(token);
    if (KINDS.includes(typ?.toLowerCase()) && typeof iss === 'string') return iss;
  } catch {
    // Told below.
  }
  throw refused('This is neither an API key nor an access token that can be read.', 'Send an API key, or an access token in the form of a JWT with its issuer (iss).');
}

function toRefusal(error: unknown, audiences: readonly string[]): ToolError {
  if (error instanceof IssuerAwayError) {
    return new ToolError({ code: 'unavailable', message: "The issuer of this token can't be asked for its keys at the moment.", hint: 'Repeat the same call; API keys work meanwhile.', retryable: true, retryAfterS: COME_BACK_S });
  }
  if (error instanceof errors.JWTExpired) return refused('This token has expired.', ANOTHER);
  if (error instanceof errors.JOSEAlgNotAllowed) return refused('This token is signed in a way that is not taken here.', `Have it signed by one of ${ALGORITHMS.join(', ')}.`);
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) return refused('This token does not say with which of the keys that its issuer publishes it is signed.', ANOTHER);
  if (error instanceof errors.JWSSignatureVerificationFailed) return refused("This token's signature is not its issuer's.", ANOTHER);
  if (error instanceof errors.JWTClaimValidationFailed) return claimRefusal(error.claim, error.reason, audiences);
  return refused('This token has the wrong form.', ANOTHER);
}

function claimRefusal(claim: string, reason: string, audiences: readonly string[]): ToolError {
  if (claim === 'aud') return refused('This token is for another service (aud).', `Ask its issuer for one for ${audiences[0]}.`);
  if (claim === 'exp' && reason === 'missing') return refused('This token has no end (exp).', 'Ask its issuer for one that expires.');
  if (claim === 'nbf' && reason !== 'invalid') return refused('This token is not valid yet (nbf).', CLOCKS);
  if (claim === 'sub') return refused('This token does not say whose it is (sub).', ANOTHER);
  return refused('This token has the wrong form.', ANOTHER);
}

function refused(message: string, hint: string): ToolError {
  return new ToolError({ code: 'not_authenticated', message, hint, retryable: false });
}
