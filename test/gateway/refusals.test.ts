import { request, type RequestOptions } from 'node:http';
import { createKeySecret } from '../../src/gateway/api-key-secret.ts';
import { callTool, type ToolReply } from '../../src/gateway/call-tool.ts';
import { UnderWay } from '../../src/gateway/under-way.ts';
import { createGateway } from '../../src/roles/create-gateway.ts';
import { addApiKey } from './support/api-keys.ts';
import { callByClient, callByMcp, callByRest, connectMcp, connectStdio, gatewayOf, post, sandboxKeyOf, type GatewayCaller } from './support/callers.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';

describe('what the gateway refuses, by every door', () => {
  let ward: Ward;
  let gateway: string;
  let key: string;
  const callers: GatewayCaller[] = [];
  beforeAll(async () => {
    ward = await openWard({});
    gateway = gatewayOf(ward.service);
    key = sandboxKeyOf(ward.service);
    callers.push(await callByMcp(gateway, key, 'modern'), await callByMcp(gateway, key, 'legacy'), callByRest(gateway, key), callByClient(gateway, key));
  });
  afterAll(async () => {
    for (const caller of callers) await caller.close();
    await ward.close();
  });

  /** The same refusal by each door; answers it. */
  const refused = async (tool: string, parameters: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const outcomes = [];
    for (const caller of callers) outcomes.push(await caller.call(tool, parameters));
    for (const outcome of outcomes) expect(outcome).toEqual({ ...outcomes[0], ok: false });
    return outcomes[0]?.data ?? {};
  };

  test('wrong fields by name, or by their place where the tool has no such field, what is wrong and what they take, without repeating what stood there', async () => {
    const error = await refused('notify_lpp_detection', { lpp_grade: 7, confidence: 'Juana', unit: 'Sala de Juana', priority: 'Juana', patient_context: { patient_id: 12 } });
    expect(error).toMatchObject({ code: 'invalid_arguments', retryable: false, field: 'lpp_grade' });
    expect(error['problems']).toEqual([
      { field: 'lpp_grade', problem: 'is none of the values there are', hint: expect.stringContaining('"deep_tissue"') as string },
      { field: 'confidence', problem: 'is not of the type number', hint: expect.stringContaining('0 to 1') as string },
      { field: 'patient_context.patient_id', problem: 'is not of the type string', hint: expect.stringContaining('text') as string },
      { field: 'unit', problem: 'has the wrong form', hint: expect.stringContaining('uci') as string },
      { field: 'priority', problem: 'is not a parameter of this tool', hint: expect.stringMatching(/^Give it as severity\. It takes lpp_grade, confidence/) as string },
    ]);
    expect(JSON.stringify(error)).not.toContain('Juana');
  });

  test.each([
    ['notify_lpp_detection', { department: 'uci', priority: 'high', medical_context: {}, patient_id: 'PAT-1', audit_enabled: true, medical_compliance: 'hipaa' }, {
      department: 'Give it as unit.', priority: 'Give it as severity.', medical_context: 'Give its department as unit', patient_id: 'Give it within patient_context.',
      audit_enabled: 'Leave it out: it is always on.', medical_compliance: 'Leave it out: it is always on.',
    }],
    ['send_medical_alert', { patient_context: { patient_id: 'PAT-1' } }, { patient_context: 'Give its patient_id by itself.' }],
    ['get_alert', { department: 'uci', patient_context: {} }, { department: 'Leave it out: this tool has nothing to do with it.', patient_context: 'Leave it out' }],
  ])("words of the service's own that a tool does not take (%s), by their names and with what to do", async (tool, parameters, told) => {
    const { problems } = await refused(tool, parameters);
    const about = (problems as { field: string; hint: string }[]).filter(({ field }) => field in parameters);
    expect(Object.fromEntries(about.map(({ field, hint }) => [field, hint]))).toEqual(Object.fromEntries(Object.entries(told).map(([field, hint]) => [field, expect.stringContaining(hint) as string])));
  });

  test('a context beside the parameters, which says where it goes', async () => {
    const { status, body } = await post(gateway, { tool: 'get_alert', patient_context: {} }, { authorization: `Bearer ${key}` });
    expect({ status, error: body.error }).toMatchObject({ status: 400, error: { field: 'patient_context', hint: expect.stringContaining('within parameters') as string } });
  });

  test('far too many wrong fields: twenty of them, and how many more there are', async () => {
    const error = await refused('get_alert', Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`field_${index}`, 1])));
    expect(error['problems']).toHaveLength(20);
    expect(error['message']).toMatch(/\(parameter 19\) is not a parameter of this tool; and 81 more\.$/);
    expect(JSON.stringify(error).length).toBeLessThan(6_000);
  });

  test('what is missing, and a unit that the directory lacks', async () => {
    expect(await refused('notify_lpp_detection', { lpp_grade: 4 })).toMatchObject({ field: 'confidence', message: 'confidence is missing.' });
    expect(await refused('notify_lpp_detection', { lpp_grade: 4, confidence: 0.9, unit: 'nowhere' })).toMatchObject({ field: 'unit', hint: expect.stringContaining('uci') as string });
  });

  test.each([['spaces', '  '], ['a tab', '\t'], ['a zero-width space', '\u200b'], ['a wide space and a joiner', '\u3000\u200d'], ['a Hangul filler', '\u3164']])('a patient whose id is blank, being %s: two patients would be one', async (_what, patient_id) => {
    for (const [tool, given, field] of [
      ['notify_lpp_detection', { lpp_grade: 4, confidence: 0.9, body_site: 'sacrum', patient_context: { patient_id } }, 'patient_context.patient_id'],
      ['send_medical_alert', { alert_type: 'lpp_critical', severity: 'critical', patient_id }, 'patient_id'],
    ] as const) expect(await refused(tool, given)).toMatchObject({ code: 'invalid_arguments', field, message: `${field} is blank.`, hint: expect.stringContaining('leave it out') as string });
  });

  test('an alert that there is not, however its code is written', async () => {
    for (const code of ['K7F2-Q9MD', 'Juana']) expect(await refused('get_alert', { code })).toMatchObject({ code: 'alert_not_found', field: 'code', hint: expect.stringContaining('list_alerts') as string });
  });

  test('a tool that the key may not call, which is not listed either', async () => {
    const reader = callByRest(gateway, await addApiKey(ward.service, { scopes: ['alerts:read'] }));
    expect((await reader.tools()).map(({ name }) => name)).not.toContain('notify_lpp_detection');
    expect(await reader.call('notify_lpp_detection', { lpp_grade: 4, confidence: 0.9 })).toEqual({ ok: false, data: {
      code: 'not_allowed', message: 'This API key may not call notify_lpp_detection.', hint: expect.stringContaining('alerts:send') as string, retryable: false, scope: 'alerts:send',
    } });
  });

  test('a request that an alert takes from nobody who raises alerts, which such a key does not find listed either', async () => {
    const operator = callByRest(gateway, await addApiKey(ward.service, { name: 'operator', scopes: ['admin'] }));
    const both = callByRest(gateway, await addApiKey(ward.service, { name: 'both', scopes: ['admin', 'alerts:send'] }));
    const listed = async (caller: typeof both): Promise<string[]> => (await caller.tools()).map(({ name }) => name);
    expect(await listed(operator)).toEqual(expect.arrayContaining(['escalate_alert', 'cancel_alert']));
    expect(await listed(both)).toEqual(['notify_lpp_detection', 'send_medical_alert', 'get_alert', 'cancel_alert', 'get_service_status', 'verify_receipt']);
    expect(await both.call('escalate_alert', { code: 'K7F2-Q9MD' })).toMatchObject({ ok: false, data: { code: 'not_allowed', hint: expect.stringContaining('does not raise alerts') as string } });
  });

  test('a request for somebody who has left the directory', async () => {
    const code = await ward.detect({ stage: 0, confidence: 0.98 });
    const gone = callByRest(gateway, await addApiKey(ward.service, { name: 'gone', scopes: ['alerts:ack'], responder: 'somebody_gone' }));
    expect(await gone.call('acknowledge_alert', { code })).toMatchObject({ ok: false, data: { code: 'not_allowed', message: expect.stringContaining('not in the directory') as string } });
  });

  test('a key that is missing, made up, changed, expired or revoked', async () => {
    const call = { tool: 'get_alert', parameters: { code: 'K7F2-Q9MD' } };
    const later = new Date(ward.time.now().getTime() - 1);
    const keys = [
      null, 'vigia', 'vigia_aaaaaaaaaaaa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', `${key.slice(0, -2)}xx`,
      await addApiKey(ward.service, { expiresAt: later }), await addApiKey(ward.service, { revokedAt: later }),
    ];
    const seen = [];
    for (const each of keys) {
      const { status, headers, body } = await post(gateway, call, each === null ? {} : { authorization: `Bearer ${each}` });
      expect({ status, challenge: headers.get('www-authenticate') }).toEqual({ status: 401, challenge: `Bearer realm="vigia"${each === null ? '' : ', error="invalid_token"'}` });
      seen.push(body.error?.message);
    }
    expect(seen).toEqual([
      'The API key is missing.', 'This API key is not known here.', 'This API key is not known here.', 'This API key is not known here.', 'This API key is expired.', 'This API key is revoked.',
    ]);
    expect((await fetch(`${gateway}/mcp`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status).toBe(401);
    expect((await fetch(`${gateway}/live`)).status).toBe(200);
  });

  test('a key that ends while its program is connected over stdio, from the next request on', async () => {
    const written = await addApiKey(ward.service, { name: 'stdio-agent' });
    const client = await connectStdio(ward.service, written, 'modern');
    expect((await client.callTool({ name: 'list_alerts' })).isError).toBeUndefined();
    await ward.service.ledger.endApiKey(written.split('_')[1] ?? '', { revokedAt: ward.time.now() });
    for (const refused of [client.callTool({ name: 'list_alerts' }), client.listResources(), client.listTools({}, { cacheMode: 'refresh' })]) await expect(refused).rejects.toThrow('not_authenticated: This API key is revoked.');
    await client.close();
  });

  test('what is no JSON, or far too much of it', async () => {
    const authorization = `Bearer ${key}`;
    expect(await post(gateway, '{', { authorization })).toMatchObject({ status: 400, body: { status: 'error', error: { code: 'invalid_arguments', message: 'The body cannot be read as JSON.' } } });
    expect(await post(gateway, 'tool=get_alert', { authorization, 'content-type': 'text/plain' })).toMatchObject({ status: 400, body: { error: { code: 'invalid_arguments' } } });
    expect(await post(gateway, { tool: 'get_alert', parameters: { code: 'x'.repeat(70_000) } }, { authorization })).toMatchObject({ status: 413, body: { error: { code: 'too_large' } } });
    expect(await post(gateway, { parameters: {} }, { authorization })).toMatchObject({ status: 400, body: { error: { field: 'tool' } } });
    expect(await post(gateway, { tool: 'Juana Rojas' }, { authorization })).toMatchObject({ status: 404, body: { tool: null, error: { code: 'unknown_tool', hint: expect.stringContaining('notify_lpp_detection') as string } } });
  });

  test('a page in a browser that calls from elsewhere', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { host: 'evil.example' }]) {
      const { hostname, port } = new URL(gateway);
      const { status } = await answerOf({ hostname, port, path: '/mcp', method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers } });
      expect(status).toBe(403);
    }
  });

  test('a path that there is not, without repeating it', async () => {
    const response = await fetch(`${gateway}/Juana%20Rojas`);
    expect({ status: response.status, text: await response.text() }).toEqual({ status: 404, text: expect.not.stringContaining('Juana') as string });
    expect((await fetch(`${gateway}/mcp`, { headers: { authorization: `Bearer ${key}` } })).status).toBe(405);
  });

  test('a path or a method that there is not, in the form of every refusal, with the methods that there are', async () => {
    const { twilio = '' } = ward.service.home.endpoints.read().services;
    const form = { status: 'error', request_id: expect.stringMatching(/^mcp_/) as string, service: 'vigia', tool: null, data: null, response_time: expect.any(Number) as number };
    for (const address of [gateway, twilio]) {
      const nowhere = await fetch(`${address}/nowhere`);
      expect({ status: nowhere.status, body: await nowhere.json() }).toEqual({ status: 404, body: { ...form, error: { code: 'not_found', message: expect.any(String) as string, hint: expect.any(String) as string, retryable: false } } });
      const unreadable = await fetch(`${address}/%ff`);
      expect({ status: unreadable.status, body: await unreadable.json() }).toEqual({ status: 400, body: { ...form, error: expect.objectContaining({ code: 'invalid_arguments', retryable: false }) as unknown } });
      for (const [path, method, allow] of [['/tools/call', 'GET', 'POST'], ['/tools/call?tool=get_alert', 'DELETE', 'POST'], ['/tools', 'POST', 'GET, HEAD']] as const) {
        const answer = await fetch(address + path, { method });
        expect({ path, status: answer.status, allow: answer.headers.get('allow'), body: await answer.json() })
          .toEqual({ path, status: 405, allow, body: { ...form, error: expect.objectContaining({ code: 'method_not_allowed', hint: `Call it by ${allow}.`, retryable: false }) as unknown } });
      }
    }
  });

  test('what is no JSON, where JSON-RPC is spoken, as that has it', async () => {
    for (const body of ['{', '']) {
      const answer = await fetch(`${gateway}/mcp`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body });
      expect({ status: answer.status, body: await answer.json() }).toEqual({ status: 400, body: {
        jsonrpc: '2.0', id: null,
        error: { code: -32700, message: expect.stringContaining('cannot be read as JSON') as string, data: { error: expect.objectContaining({ code: 'invalid_arguments', retryable: false }) as unknown, request_id: expect.stringMatching(/^mcp_/) as string } },
      } });
    }
  });

  test('being read by a page of another site: every door answers with the headers that forbid it, and invites none', async () => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const initialize = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
    const answers = [await fetch(`${gateway}/tools`, { headers }), await fetch(`${gateway}/openapi.json`), await fetch(`${gateway}/mcp`, { method: 'POST', headers, body: initialize }), await fetch(`${gateway}/health`)];
    for (const answer of answers) {
      expect({ url: answer.url, ok: answer.ok, sniff: answer.headers.get('x-content-type-options'), frame: answer.headers.get('x-frame-options'), policy: answer.headers.get('content-security-policy'), kept: !/no-store|no-cache/.test(answer.headers.get('cache-control') ?? ''), cors: answer.headers.get('access-control-allow-origin') })
        .toEqual({ url: answer.url, ok: true, sniff: 'nosniff', frame: 'DENY', policy: "default-src 'none';frame-ancestors 'none'", kept: false, cors: null });
    }
  });

  test('somebody who tries out keys: first each is wrong, then it is heard no more for a while; whoever has a key is', async () => {
    const tried = [];
    for (let guess = 0; guess < 80; guess += 1) tried.push((await post(gateway, { tool: 'list_alerts' }, { authorization: `Bearer ${createKeySecret().written}` })).status);
    expect([...new Set(tried)]).toEqual([401, 429]);
    expect(await post(gateway, { tool: 'list_alerts' }, { authorization: `Bearer ${key}` })).toMatchObject({ status: 200 });
  });

  test('a caller that waits for too much at once, while it can still raise an alert', async () => {
    const doors = { ...createGateway(ward.service), reading: new UnderWay(1) };
    const caller = { keyId: 'k1', name: 'agent', scopes: ['alerts:send'] as const, responder: null };
    const code = await ward.detect({ stage: 0, confidence: 0.98 });
    const gone = new AbortController();
    const call = (tool: string, args: unknown): Promise<ToolReply> => callTool(doors, { requestId: 'r1', door: 'rest', tool, args, caller, signal: gone.signal });
    const look = { code, since_revision: 1_000, wait_seconds: 25 };
    const waiting = [call('get_alert', look), call('get_alert', look)];
    expect(await waiting[1]).toMatchObject({ ok: false, error: { code: 'rate_limited', message: 'This API key has too many calls under way.', retryAfterS: 1 } });
    expect(await call('notify_lpp_detection', { lpp_grade: 4, confidence: 0.9, dry_run: true })).toMatchObject({ ok: true });
    gone.abort();
    await waiting[0];
    expect(await call('get_alert', { code })).toMatchObject({ ok: true });
  });

  test('a caller that opens too many streams', async () => {
    const meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {}, 'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' } };
    const { code } = await ward.service.client.raise({ stage: 0, confidence: 0.98 });
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params: { _meta: meta, notifications: { resourceSubscriptions: [`alert://${code}`] } } });
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'subscriptions/listen' };
    const gone = new AbortController();
    const statuses = [];
    for (let stream = 0; stream < 21; stream += 1) statuses.push((await fetch(`${gateway}/mcp`, { method: 'POST', headers, body, signal: gone.signal })).status);
    gone.abort();
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 200), 429]);
  });

  test('a key that calls too often, or asks for anything else, which says when to come back', async () => {
    const busy = await openWard({ env: { VIGIA_LIMIT_CALLS: '3' } });
    const authorization = `Bearer ${sandboxKeyOf(busy.service)}`;
    const statuses = [];
    for (let call = 0; call < 4; call += 1) {
      const { status, headers, body } = await post(gatewayOf(busy.service), { tool: 'get_alert', parameters: { code: 'K7F2-Q9MD' } }, { authorization });
      statuses.push(status);
      if (status === 429) expect({ after: headers.get('retry-after'), error: body.error }).toMatchObject({ after: expect.stringMatching(/^(1\d|20)$/) as string, error: { code: 'rate_limited', retryable: true, retryAfterS: Number(headers.get('retry-after')) } });
    }
    expect(statuses).toEqual([404, 404, 404, 429]);
    const headers = { authorization, 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const listing = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    const further = [await fetch(`${gatewayOf(busy.service)}/tools`, { headers }), await fetch(`${gatewayOf(busy.service)}/mcp`, { method: 'POST', headers, body: listing })];
    expect(further.map(({ status }) => status)).toEqual([429, 429]);
    // Several messages at once cost what they cost one by one, and none of them is answered where there is no room for all.
    for (const [messages, status] of [[3, 200], [4, 429]] as const) {
      const other = { ...headers, authorization: `Bearer ${await addApiKey(busy.service, { name: `batch-${messages}` })}` };
      const send = async (body: string): Promise<number> => (await fetch(`${gatewayOf(busy.service)}/mcp`, { method: 'POST', headers: other, body })).status;
      expect([await send(`[${Array.from({ length: messages }, () => listing).join(',')}]`), await send(listing)]).toEqual([status, 429]);
    }
    // What is read beside the tools costs as much.
    const reader = await connectMcp(gatewayOf(busy.service), await addApiKey(busy.service, { name: 'reader' }), 'modern');
    await reader.listResources();
    await reader.readResource({ uri: 'policy://escalation' });
    await reader.callTool({ name: 'list_alerts' });
    for (const refused of [reader.listResources(), reader.readResource({ uri: 'status://services' })]) await expect(refused).rejects.toThrow(/rate_limited: .* in (1\d|20) s/);
    await reader.close();
    await busy.close();
  });
});

/** With headers that fetch doesn't let one set. */
async function answerOf(options: RequestOptions): Promise<{ status: number | undefined }> {
  const answered = Promise.withResolvers<{ status: number | undefined }>();
  request(options, (response) => {
    response.resume();
    answered.resolve({ status: response.statusCode });
  }).on('error', answered.reject).end('{}');
  return answered.promise;
}
