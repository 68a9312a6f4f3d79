import type { ServerResponse } from 'node:http';
import { decodeProtectedHeader } from 'jose';
import { findIssuerKeys } from '../../../src/gateway/oauth/find-issuer-keys.ts';
import { IssuerKeys } from '../../../src/gateway/oauth/issuer-keys.ts';
import { TokenIssuer } from '../support/token-issuer.ts';

const MINUTE_MS = 60_000;

describe("an issuer's keys", () => {
  let issuer: TokenIssuer;
  let nowMs: number;
  let keys: IssuerKeys;
  let troubles: unknown[];
  beforeEach(async () => {
    issuer = await TokenIssuer.open(() => new Date());
    nowMs = 1_000_000;
    troubles = [];
    keys = new IssuerKeys({ find: (signal) => findIssuerKeys(issuer.url, signal), onTrouble: (error) => void troubles.push(error), nowMs: () => nowMs });
  });
  afterEach(() => issuer.close());

  /** Whether the key of a token that the issuer signs now is known. */
  const isKnown = async (): Promise<boolean> => {
    try {
      await keys.keyOf(decodeProtectedHeader(await issuer.token({})) as { alg: string }, { payload: '', signature: '' });
      return true;
    } catch {
      return false;
    }
  };
  const timesAsked = (): number => issuer.asked.get('/keys') ?? 0;
  const isAway = (): void => {
    issuer.answer = (_request, response) => {
      response.destroy();
      return true;
    };
  };

  test('are asked for once, however many tokens come', async () => {
    expect(await Promise.all(Array.from({ length: 20 }, isKnown))).toEqual(Array.from({ length: 20 }, () => true));
    expect(await isKnown()).toBe(true);
    expect(timesAsked()).toBe(1);
  });

  test('are found anew when a token names one that is not known, but not for each made-up name', async () => {
    await isKnown();
    nowMs += MINUTE_MS;
    await issuer.rotate('2');
    expect(await isKnown()).toBe(true);
    for (const id of ['3', '4', '5']) {
      await issuer.rotate(id);
      expect(await isKnown()).toBe(false);
    }
    expect(timesAsked()).toBe(2);
    nowMs += 10_000;
    expect(await isKnown()).toBe(true);
  });

  test('that are ten minutes old are renewed behind the caller, so that one which was withdrawn stops counting', async () => {
    const old = decodeProtectedHeader(await issuer.token({})) as { alg: string };
    await isKnown();
    await issuer.rotate('2');
    nowMs += 11 * MINUTE_MS;
    await keys.keyOf(old, { payload: '', signature: '' });
    while (timesAsked() < 2 || !(await isKnown())) await new Promise(setImmediate);
    await expect(keys.keyOf(old, { payload: '', signature: '' })).rejects.toThrow('no applicable key');
  });

  test('go on for twelve hours while their issuer is away, and no longer', async () => {
    await isKnown();
    isAway();
    for (const minutes of [11, 60, 600]) {
      nowMs += minutes * MINUTE_MS;
      expect(await isKnown()).toBe(true);
    }
    nowMs += 60 * MINUTE_MS;
    await expect(keys.keyOf({ alg: 'ES256', kid: '1' }, { payload: '', signature: '' })).rejects.toThrow(expect.objectContaining({ name: 'IssuerAwayError' }) as Error);
    expect(troubles.length).toBeGreaterThan(0);
  });

  test('that were never there are asked for again, at most every ten seconds', async () => {
    const answer = issuer.answer;
    isAway();
    for (let call = 0; call < 5; call += 1) expect(await isKnown()).toBe(false);
    expect(troubles.length).toBe(1);
    issuer.answer = answer;
    expect(await isKnown()).toBe(false);
    nowMs += 10_000;
    expect(await isKnown()).toBe(true);
  });

  test.each<[string, (issuer: TokenIssuer) => void]>([
    ['in far too long a document', (one) => answerKeys(one, (response) => response.end(JSON.stringify(one.keys()) + ' '.repeat(256 * 1024)))],
    ['of an issuer that sends us elsewhere', (one) => answerKeys(one, (response, url) => (url === '/keys' ? response.writeHead(302, { location: '/keys?elsewhere' }).end() : response.end(JSON.stringify(one.keys()))))],
    ['of an issuer that calls itself something else', (one) => answerMetadata(one, { issuer: 'https://other.example' })],
    ['that would be fetched without TLS from elsewhere', (one) => answerMetadata(one, { jwks_uri: `http://[::ffff:127.0.0.1]:${new URL(one.url).port}/keys` })],
    ['in a form that cannot be read', (one) => answerKeys(one, (response) => response.end('{"keys": 7}'))],
  ])('%s are none', async (_name, prepare) => {
    prepare(issuer);
    expect(await isKnown()).toBe(false);
    expect(troubles.length).toBe(1);
  });

  test('of a server that never answers are waited for no longer than told', async () => {
    issuer.answer = () => true;
    await expect(findIssuerKeys(issuer.url, AbortSignal.timeout(20))).rejects.toThrow(expect.objectContaining({ name: 'TimeoutError' }) as Error);
  });

  test('are found by the metadata of OAuth where there is none of OpenID, beneath a path as well', async () => {
    const other = await TokenIssuer.open(() => new Date(), '/tenant');
    other.answer = (request, response) => {
      if (request.url === '/tenant/.well-known/openid-configuration') return response.writeHead(404).end() instanceof Object;
      if (request.url !== '/.well-known/oauth-authorization-server/tenant') return false;
      response.end(JSON.stringify(other.metadata()));
      return true;
    };
    await findIssuerKeys(other.url, AbortSignal.timeout(5_000));
    expect([...other.asked.keys()]).toEqual(['/tenant/.well-known/openid-configuration', '/.well-known/oauth-authorization-server/tenant', '/keys']);
    await other.close();
  });
});

function answerKeys(issuer: TokenIssuer, answer: (response: ServerResponse, url: string) => unknown): void {
  issuer.answer = (request, response) => {
    if (!request.url?.startsWith('/keys')) return false;
    answer(response, request.url);
    return true;
  };
}

function answerMetadata(issuer: TokenIssuer, change: Record<string, unknown>): void {
  issuer.answer = (request, response) => {
    if (!request.url?.startsWith('/.well-known')) return false;
    response.end(JSON.stringify({ ...issuer.metadata(), ...change }));
    return true;
  };
}
