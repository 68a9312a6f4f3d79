import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { isTrustworthyUrl } from '../../domain/trustworthy-url.ts';
import { fetchJson } from './fetch-json.ts';

const metadataSchema = z.object({ issuer: z.string(), jwks_uri: z.string().refine(isTrustworthyUrl) });

/** An issuer's public keys as it publishes them now, found by its metadata. @throws when it can't be reached in time, or answers anything else */
export async function findIssuerKeys(issuer: string, signal: AbortSignal): Promise<JWTVerifyGetKey> {
  const { jwks_uri: keysUrl } = await findMetadata(issuer, signal);
  return createLocalJWKSet((await fetchJson(keysUrl, signal)) as JSONWebKeySet);
}

/** What names another issuer is not this one's. https://www.rfc-editor.org/rfc/rfc8414#section-3.3 */
async function findMetadata(issuer: string, signal: AbortSignal): Promise<z.infer<typeof metadataSchema>> {
  const read = async (url: string): Promise<z.infer<typeof metadataSchema>> => metadataSchema.extend({ issuer: z.literal(issuer) }).parse(await fetchJson(url, signal));
  const [first, ...others] = metadataUrls(issuer);
  return others.reduce<Promise<z.infer<typeof metadataSchema>>>((found, url) => found.catch(() => read(url)), read(first));
}

/** Where OpenID providers have it, then where OAuth servers do. https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig */
function metadataUrls(issuer: string): [string, ...string[]] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/+$/, '');
  return [`${origin}${path}/.well-known/openid-configuration`, `${origin}/.well-known/oauth-authorization-server${path}`];
}
