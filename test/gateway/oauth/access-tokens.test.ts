import { Client, ClientCredentialsProvider, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { openWard, type Ward } from '../../scenarios/support/ward.ts';
import { addApiKey } from '../support/api-keys.ts';
import { callByClient, callByMcp, callByRest, gatewayOf, post, sandboxKeyOf } from '../support/callers.ts';
import { CLIENT, TokenIssuer } from '../support/token-issuer.ts';

const FINDING = { lpp_grade: 4, confidence: 0.93, unit: 'uci', idempotency_key: 'finding-1' };

describe('a gateway that trusts an issuer', () => {
  let ward: Ward;
  let issuer: TokenIssuer;
  let gateway: string;
  beforeAll(async () => {
    issuer = await TokenIssuer.open(() => ward.time.now());
    ward = await openWard({ env: { VIGIA_OAUTH_ISSUERS: issuer.url, VIGIA_OAUTH_RESPONDER_CLAIM: 'vigia_responder' } });
    gateway = gatewayOf(ward.service);
  });
  afterAll(async () => {
    await ward.end();
    await issuer.close();
  });

  const token = (claims: Record<string, unknown>): Promise<string> => issuer.token({ aud: `${gateway}/mcp`, scope: 'alerts:read', ...claims });
  const metadataUrl = (): string => `${gateway}/.well-known/oauth-protected-resource/mcp`;

  test('says whose tokens it takes to whoever asks, with the names that they are for', async () => {
    for (const path of ['', '/mcp']) {
      expect(await (await fetch(`${gateway}/.well-known/oauth-protected-resource${path}`)).json()).toEqual({
        resource: `${gateway}${path}`, authorization_servers: [issuer.url], scopes_supported: ['alerts:read', 'alerts:send', 'messages:send'], bearer_methods_supported: ['header'], resource_name: 'Vigia Messaging',
      });
    }
  });

  test('tells a caller without one where to get one, and a caller whose own is refused that it was that', async () => {
    const challenge = async (headers: Record<string, string>, path = '/tools'): Promise<string | null> => (await fetch(`${gateway}${path}`, { headers })).headers.get('www-authenticate');
    const where = `scope="alerts:read alerts:send messages:send", resource_metadata="${metadataUrl()}"`;
    expect([await challenge({}), await challenge({}, '/mcp')]).toEqual(Array(2).fill(`Bearer realm="vigia", ${where}`));
    expect(await challenge({ authorization: `Bearer ${await token({ aud: 'https://other.example' })}` })).toBe(`Bearer realm="vigia", error="invalid_token", ${where}`);
  });

  test('is found, and called, by the official client that knows its address and its own secret alone', async () => {
    const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
    const authProvider = new ClientCredentialsProvider({ clientId: CLIENT.id, clientSecret: CLIENT.secret, expectedIssuer: issuer.url });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${gateway}/mcp`), { authProvider }));
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['notify_lpp_detection', 'get_alert', 'slack_send_message']));
    expect(tools.map(({ name }) => name)).not.toContain('acknowledge_alert');
    expect((await client.callTool({ name: 'list_alerts', arguments: {} })).isError).toBeFalsy();
    await client.close();
  });

  test('names the scope that a token lacks, by either door, so that the client can ask for it; an API key is told in the reply', async () => {
    const reader = await token({});
    const expected = `Bearer realm="vigia", error="insufficient_scope", scope="alerts:send", resource_metadata="${metadataUrl()}"`;
    const refused = await post(gateway, { tool: 'notify_lpp_detection', parameters: FINDING }, { authorization: `Bearer ${reader}` });
    expect({ status: refused.status, challenge: refused.headers.get('www-authenticate'), error: refused.body.error }).toMatchObject({ status: 403, challenge: expected, error: { message: 'This token may not call notify_lpp_detection.', scope: 'alerts:send' } });
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'notify_lpp_detection', arguments: FINDING } };
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2025-11-25' };
    const byMcp = await fetch(`${gateway}/mcp`, { method: 'POST', headers: { ...headers, authorization: `Bearer ${reader}` }, body: JSON.stringify(call) });
    expect({ status: byMcp.status, challenge: byMcp.headers.get('www-authenticate') }).toEqual({ status: 403, challenge: expected });
    const byClient = callByClient(gateway, reader);
    expect(await byClient.call('notify_lpp_detection', FINDING)).toMatchObject({ ok: false, data: { code: 'not_allowed', message: 'This token may not call notify_lpp_detection.' } });
    await byClient.close();
    const key = await addApiKey(ward.service, { scopes: ['alerts:read'] });
    expect((await fetch(`${gateway}/mcp`, { method: 'POST', headers: { ...headers, authorization: `Bearer ${key}` }, body: JSON.stringify(call) })).status).toBe(200);
  });

  test("counts idempotency keys for each caller apart: a token's never meet an API key's, nor another subject's", async () => {
    const first = callByRest(gateway, await token({ scope: 'alerts:send' }));
    const { data } = await first.call('notify_lpp_detection', FINDING);
    expect(data).toMatchObject({ duplicate: false });
    await ward.begun(data as { code: string });
    const again = await callByMcp(gateway, await token({ scope: 'alerts:send', jti: '2' }), 'modern');
    expect((await again.call('notify_lpp_detection', FINDING)).data).toMatchObject({ duplicate: true, code: data['code'] });
    await again.close();
    for (const caller of [await token({ scope: 'alerts:send', sub: 'svc-2' }), sandboxKeyOf(ward.service)]) {
      const other = await callByRest(gateway, caller).call('notify_lpp_detection', FINDING);
      expect(other.data).toMatchObject({ duplicate: false });
      await ward.begun(other.data as { code: string });
    }
  });

  test('lets a token take an alert for the responder it names, once that responder is in the directory', async () => {
    const code = await ward.detect({ stage: 4, confidence: 0.93, unit: 'uci' });
    const stranger = callByRest(gateway, await token({ scope: 'alerts:ack', vigia_responder: 'somebody_gone' }));
    expect(await stranger.call('acknowledge_alert', { code })).toMatchObject({ ok: false, data: { code: 'not_allowed', message: 'Whoever this call speaks for is not in the directory.' } });
    const ana = callByRest(gateway, await token({ scope: 'alerts:ack', vigia_responder: 'ana' }));
    expect(await ana.call('acknowledge_alert', { code })).toMatchObject({ ok: true, data: { acknowledgedBy: 'ana' } });
    await ward.quiet();
  });

  test('goes on with its API keys while the issuer is away, and says of a token that it may go well later', async () => {
    const away = await TokenIssuer.open(() => ward.time.now());
    await away.close();
    const other = await openWard({ env: { VIGIA_OAUTH_ISSUERS: away.url } });
    const list = { tool: 'list_alerts', parameters: {} };
    const refused = await post(gatewayOf(other.service), list, { authorization: `Bearer ${await away.token({ aud: gatewayOf(other.service), scope: 'alerts:read' })}` });
    expect(refused).toMatchObject({ status: 503, body: { error: { code: 'unavailable', retryable: true } } });
    expect(refused.headers.get('retry-after')).toBe('10');
    expect(await post(gatewayOf(other.service), list, { authorization: `Bearer ${sandboxKeyOf(other.service)}` })).toMatchObject({ status: 200 });
    await other.close();
  });

  test('is one that was told to: without an issuer there is nothing to find, and no token counts', async () => {
    const plain = await openWard({});
    for (const path of ['', '/mcp']) expect((await fetch(`${gatewayOf(plain.service)}/.well-known/oauth-protected-resource${path}`)).status).toBe(404);
    const refused = await post(gatewayOf(plain.service), { tool: 'list_alerts' }, { authorization: `Bearer ${await token({ aud: gatewayOf(plain.service) })}` });
    expect({ status: refused.status, challenge: refused.headers.get('www-authenticate') }).toEqual({ status: 401, challenge: 'Bearer realm="vigia", error="invalid_token"' });
    await plain.close();
  });
});
