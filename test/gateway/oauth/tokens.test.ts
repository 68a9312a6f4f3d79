import { createHash } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { authenticate } from '../../../src/gateway/authenticate.ts';
import { TokenIssuers, type TokenIssuersOptions } from '../../../src/gateway/oauth/token-issuers.ts';
import { ToolError } from '../../../src/gateway/tool-error.ts';
import { closeAll, testLedger } from '../../ledger/fixtures.ts';
import { newKey, TokenIssuer } from '../support/token-issuer.ts';

const NOW = new Date('2026-11-24T09:00:00Z');
const NOW_S = NOW.getTime() / 1_000;
const GATEWAY = 'https://vigia.hospital.example';

describe('an access token', () => {
  let issuer: TokenIssuer;
  beforeAll(async () => {
    issuer = await TokenIssuer.open(() => NOW, '/tenant');
  });
  afterAll(async () => {
    await issuer.close();
    await closeAll();
  });

  const digest = (purpose: string, text: string): string => createHash('sha256').update(`${purpose}|${text}`).digest('base64url');
  const trusting = (options: Partial<TokenIssuersOptions> = {}): TokenIssuers => new TokenIssuers({
    issuers: [issuer.url], audience: null, scopesClaim: null, responderClaim: 'vigia_responder', baseUrl: () => GATEWAY, digest, now: () => NOW, onTrouble: () => {}, ...options,
  });
  const token = (claims: Record<string, unknown> = {}, signing?: Parameters<TokenIssuer['token']>[1]): Promise<string> => issuer.token({ aud: `${GATEWAY}/mcp`, scope: 'alerts:read', ...claims }, signing);
  const refusal = async (written: string, issuers = trusting()): Promise<unknown> => {
    const outcome: unknown = await issuers.callerOf(written).catch((error: unknown) => error);
    return outcome instanceof ToolError ? { [outcome.failure.code]: outcome.failure.message } : outcome;
  };

  test('speaks for whom it names, with the scopes that count here, under a name that no API key can have', async () => {
    const caller = await trusting().callerOf(await token({ scope: 'openid alerts:send alerts:read' }));
    expect(caller).toEqual({ keyId: caller.name, name: expect.stringMatching(/^oauth:vigia-ai:[\w-]{16}$/) as string, scopes: ['alerts:read', 'alerts:send'], responder: null, byToken: true });
  });

  test('has its own name for each subject, client and issuer, and never shows a subject or what is no plain word', async () => {
    const nameOf = async (claims: Record<string, unknown>): Promise<string> => (await trusting().callerOf(await token(claims))).name;
    const names = [await nameOf({}), await nameOf({ sub: 'juana@hospital.example' }), await nameOf({ client_id: 'other' }), await nameOf({ client_id: 'Juana Rojas' }), await nameOf({ client_id: 'Juana Soto' }), await nameOf({ client_id: undefined, azp: 'vigia-web' })];
    expect(new Set(names).size).toBe(names.length);
    expect(names.join()).not.toMatch(/juana/i);
    expect(names.at(-1)).toContain('vigia-web');
    expect(await nameOf({ jti: 'another token' })).toBe(names[0]);
  });

  test('may be for the whole gateway or for its MCP, or for the name that issuers know it by', async () => {
    for (const aud of [GATEWAY, `${GATEWAY}/`, [`${GATEWAY}/mcp`, 'https://other.example']]) expect(await refusal(await token({ aud }))).toMatchObject({ byToken: true });
    const named = trusting({ audience: 'api://vigia' });
    expect(await refusal(await token({ aud: 'api://vigia' }), named)).toMatchObject({ byToken: true });
    expect(await refusal(await token(), named)).toEqual({ not_authenticated: 'This token is for another service (aud).' });
  });

  test('says its scopes in scope or scp, or in the claim that the settings name', async () => {
    const scopesOf = async (claims: Record<string, unknown>, issuers = trusting()): Promise<readonly string[]> => (await issuers.callerOf(await token(claims))).scopes;
    expect(await scopesOf({ scope: undefined, scp: 'alerts:read alerts:send' })).toEqual(['alerts:read', 'alerts:send']);
    expect(await scopesOf({ scope: undefined, scp: ['alerts:read'] })).toEqual(['alerts:read']);
    expect(await scopesOf({ scope: 'admin', roles: ['alerts:send'] }, trusting({ scopesClaim: 'roles' }))).toEqual(['alerts:send']);
  });

  test('takes alerts for the responder that its issuer names, and for nobody else', async () => {
    expect(await refusal(await token({ scope: 'alerts:ack', vigia_responder: 'ana' }))).toMatchObject({ scopes: ['alerts:ack'], responder: 'ana' });
    expect(await refusal(await token({ scope: 'alerts:read', vigia_responder: 'ana' }))).toMatchObject({ responder: null });
    for (const claims of [{}, { vigia_responder: ['ana'] }, { vigia_responder: '' }]) {
      expect(await refusal(await token({ scope: 'alerts:ack', ...claims }))).toEqual({ not_allowed: 'This token has alerts:ack and does not say for which responder.' });
    }
    expect(await refusal(await token({ scope: 'alerts:ack', vigia_responder: 'ana' }), trusting({ responderClaim: null }))).toEqual({ not_allowed: expect.stringContaining('for which responder') as string });
  });

  test('that could raise alerts and end the calls about them is refused, as is one with no scope of this service', async () => {
    expect(await refusal(await token({ scope: 'alerts:send alerts:ack', vigia_responder: 'ana' }))).toEqual({ not_allowed: expect.stringContaining('both alerts:send and alerts:ack') as string });
    for (const scope of [undefined, 'openid', 7, { admin: true }]) expect(await refusal(await token({ scope }))).toEqual({ not_allowed: expect.stringContaining('none of the scopes') as string });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['for another service', { aud: 'https://other.example' }, 'This token is for another service (aud).'],
    ['for a longer address', { aud: `${GATEWAY}.evil.example` }, 'This token is for another service (aud).'],
    ['for nobody', { aud: undefined }, 'This token is for another service (aud).'],
    ['from an issuer that is not trusted', { iss: 'https://evil.example' }, 'This token is from an issuer that is not trusted here.'],
    ['from a name like the issuer’s', { iss: '__proto__' }, 'This token is from an issuer that is not trusted here.'],
    ['that has expired, even if our clock is a minute fast', { exp: NOW_S - 60 }, 'This token has expired.'],
    ['without an end', { exp: undefined }, 'This token has no end (exp).'],
    ['whose end is no time', { exp: 'never' }, 'This token has the wrong form.'],
    ['not valid yet, even if our clock is a minute slow', { nbf: NOW_S + 61 }, 'This token is not valid yet (nbf).'],
    ['dated in the future', { iat: NOW_S + 61 }, 'This token is dated in the future (iat).'],
    ['of nobody', { sub: undefined }, 'This token does not say whose it is (sub).'],
    ['of an empty name', { sub: '' }, 'This token does not say whose it is (sub).'],
    ['bound to a key whose proof is not sent', { cnf: { jkt: 'x' } }, 'This token is bound to a key whose proof is not asked for here (cnf).'],
  ])('%s is refused', async (_name, claims, message) => {
    expect(await refusal(await token(claims))).toEqual({ not_authenticated: message });
  });

  test('is taken while two clocks are less than a minute apart', async () => {
    expect(await refusal(await token({ exp: NOW_S - 59, nbf: NOW_S + 60, iat: NOW_S + 60 }))).toMatchObject({ byToken: true });
  });

  test('of another kind is refused, though its issuer has signed it', async () => {
    for (const typ of ['logout+jwt', 'dpop+jwt', 'secevent+jwt']) expect(await refusal(await token({}, { header: { typ } }))).toEqual({ not_authenticated: expect.stringContaining('neither an API key nor an access token') as string });
    expect(await refusal(await token({}, { header: { typ: 'JWT' } }))).toMatchObject({ byToken: true });
  });

  test('signed with a key that its issuer does not publish is refused, whatever name it gives that key', async () => {
    expect(await refusal(await token({}, { by: await newKey('1') }))).toEqual({ not_authenticated: "This token's signature is not its issuer's." });
    expect(await refusal(await token({}, { by: await newKey('2') }))).toEqual({ not_authenticated: expect.stringContaining('which of the keys') as string });
    const [head, body, signature] = (await token()).split('.') as [string, string, string];
    const more = Buffer.from(JSON.stringify({ ...(JSON.parse(Buffer.from(body, 'base64url').toString()) as object), scope: 'admin' })).toString('base64url');
    expect(await refusal(`${head}.${more}.${signature}`)).toEqual({ not_authenticated: "This token's signature is not its issuer's." });
  });

  test('without a signature, or with one that anybody who reads the published keys could make, is refused', async () => {
    const claims = { aud: `${GATEWAY}/mcp`, scope: 'admin', sub: 'svc-1' };
    const unsigned = new UnsecuredJWT(claims).setIssuer(issuer.url).setIssuedAt(NOW).setExpirationTime(NOW_S + 300).encode();
    expect(await refusal(unsigned)).toEqual({ not_authenticated: 'This token is signed in a way that is not taken here.' });
    const published = new TextEncoder().encode(await (await fetch(`${new URL(issuer.url).origin}/keys`)).text());
    const shared = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: '1' }).setIssuer(issuer.url).setIssuedAt(NOW).setExpirationTime(NOW_S + 300).sign(published);
    expect(await refusal(shared)).toEqual({ not_authenticated: 'This token is signed in a way that is not taken here.' });
  });

  test('that is no token, or far too long, is refused without repeating it', async () => {
    for (const written of ['Juana', 'a.b.c', 'a.b', '..', `${await token()}${'x'.repeat(9_000)}`, await token({ note: 'x'.repeat(9_000) })]) {
      const outcome = await refusal(written);
      expect(outcome).toEqual({ not_authenticated: 'This is neither an API key nor an access token that can be read.' });
    }
  });

  test('is looked at only where issuers are trusted; an API key is one either way', async () => {
    const { ledger } = await testLedger();
    const context = { mode: 'sandbox' as const, ledger, now: () => NOW };
    const header = `Bearer ${await token()}`;
    expect(await authenticate({ ...context, issuers: trusting() }, header)).toMatchObject({ byToken: true });
    await expect(authenticate({ ...context, issuers: null }, header)).rejects.toThrow('This API key is not known here.');
    await expect(authenticate({ ...context, issuers: trusting() }, `Bearer vigia_${'a'.repeat(12)}_${'A'.repeat(43)}`)).rejects.toThrow('This API key is not known here.');
  });
});
