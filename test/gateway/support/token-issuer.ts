import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';

interface KeyPair {
  privateKey: CryptoKey;
  published: JWK;
}

/** What a test wants of a token beside its claims. */
export interface Signing {
  header?: Record<string, unknown>;
  by?: KeyPair;
}

export const CLIENT = { id: 'vigia-ai', secret: 'of-the-test' } as const;

/** An identity provider on this machine: metadata, keys that can be changed, and a token for a client with a secret. */
export class TokenIssuer {
  readonly url: string;
  /** How often each path was asked for. */
  readonly asked = new Map<string, number>();
  /** Answers in the issuer's stead where a test wants something else: true where it did. */
  answer: (request: IncomingMessage, response: ServerResponse) => boolean = () => false;
  /** What a token is made of that a client asks for. */
  claimsFor: (wanted: URLSearchParams) => JWTPayload = () => ({});
  #key: KeyPair;
  readonly #close: () => Promise<void>;
  readonly #now: () => Date;

  private constructor(url: string, key: KeyPair, now: () => Date, close: () => Promise<void>) {
    this.url = url;
    this.#key = key;
    this.#now = now;
    this.#close = close;
  }

  static async open(now: () => Date, path = ''): Promise<TokenIssuer> {
    const server = createServer((request, response) => void issuer.#serve(request, response));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const close = async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    };
    const issuer = new TokenIssuer(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, await newKey('1'), now, close);
    return issuer;
  }

  async close(): Promise<void> {
    await this.#close();
  }

  /** From now on tokens are signed by another key, and that one alone is published. */
  async rotate(id: string): Promise<void> {
    this.#key = await newKey(id);
  }

  /** A token good for five minutes, unless its claims say otherwise; undefined leaves a claim out. */
  async token(claims: Record<string, unknown>, { header = {}, by = this.#key }: Signing = {}): Promise<string> {
    const now = Math.floor(this.#now().getTime() / 1_000);
    const all = { iss: this.url, sub: 'svc-1', client_id: CLIENT.id, iat: now, exp: now + 300, ...claims };
    return new SignJWT(JSON.parse(JSON.stringify(all)) as JWTPayload).setProtectedHeader({ alg: 'ES256', kid: by.published.kid ?? '', typ: 'at+jwt', ...header }).sign(by.privateKey);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', this.url);
    this.asked.set(pathname, (this.asked.get(pathname) ?? 0) + 1);
    if (this.answer(request, response)) return;
    const issuerPath = new URL(this.url).pathname.replace(/\/$/, '');
    const found = { [`${issuerPath}/.well-known/openid-configuration`]: () => this.metadata(), '/keys': () => this.keys(), '/token': async () => this.#grant(await text(request)) }[pathname];
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end(found ? JSON.stringify(await found()) : '{}');
  }

  keys(): { keys: JWK[] } {
    return { keys: [this.#key.published] };
  }

  metadata(): Record<string, unknown> {
    const { origin } = new URL(this.url);
    return {
      issuer: this.url, jwks_uri: `${origin}/keys`, token_endpoint: `${origin}/token`, authorization_endpoint: `${origin}/authorize`, response_types_supported: ['code'],
      grant_types_supported: ['client_credentials'], token_endpoint_auth_methods_supported: ['client_secret_basic'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['ES256'],
    };
  }

  async #grant(form: string): Promise<unknown> {
    const wanted = new URLSearchParams(form);
    return { access_token: await this.token({ aud: wanted.get('resource'), scope: wanted.get('scope'), ...this.claimsFor(wanted) }), token_type: 'Bearer', expires_in: 300 };
  }
}

export async function newKey(id: string): Promise<KeyPair> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  return { privateKey, published: { ...(await exportJWK(publicKey)), kid: id, alg: 'ES256', use: 'sig' } };
}
