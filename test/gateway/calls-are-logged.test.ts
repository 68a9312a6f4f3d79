import type { FastifyInstance } from 'fastify';
import type { AnsweredCall } from '../../src/gateway/call-record.ts';
import { registerDoors } from '../../src/gateway/doors.ts';
import { callTool, type Gateway } from '../../src/gateway/call-tool.ts';
import { gatewayNames } from '../../src/gateway/rest/rest-names.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createGateway } from '../../src/roles/create-gateway.ts';
import { createHttpServer } from '../../src/roles/http-server.ts';
import type { ServiceContext } from '../../src/roles/service-context.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { addApiKey } from './support/api-keys.ts';
import { connectMcp, connectStdio, post } from './support/callers.ts';

describe('each call to the gateway', () => {
  let ward: Ward;
  let gateway: Gateway;
  const answered: AnsweredCall[] = [];
  const defects: { error: unknown; requestId: string | null }[] = [];
  beforeAll(async () => {
    ward = await openWard({});
    gateway = { ...createGateway(ward.service), onCall: (call) => void answered.push(call), onDefect: (error, requestId) => void defects.push({ error, requestId }) };
  });
  afterAll(() => ward.close());

  const caller = { keyId: 'k1', name: 'agent', scopes: ['alerts:read'] as const, responder: null };
  const call = async (tool: string, args: unknown, by = gateway): Promise<unknown> => callTool(by, { requestId: 'r1', door: 'rest', tool, args, caller, signal: AbortSignal.timeout(5_000) });

  test('is told with who called, what came of it and how long it took, and nothing of what was sent', async () => {
    await call('list_alerts', {});
    await call('get_alert', { code: 'Juana' });
    await call('Juana Rojas', {});
    await call('notify_lpp_detection', { lpp_grade: 4 });
    expect(answered.map(({ durationMs, ...rest }) => ({ ...rest, timed: durationMs >= 0 }))).toEqual([['list_alerts', 'ok'], ['get_alert', 'alert_not_found'], ['unknown', 'unknown_tool'], ['notify_lpp_detection', 'not_allowed']]
      .map(([tool, status]) => ({ requestId: 'r1', door: 'rest', caller: 'agent', tool, status, timed: true })));
    expect(defects).toEqual([]);
  });

  test('by an operation is told by its tool, or by the operation where that is not in order', async () => {
    answered.length = 0;
    const sender = { ...caller, scopes: ['messages:send'] as const };
    const names = gatewayNames(gateway);
    const operate = async (tool: string, parameters: Record<string, unknown>): Promise<unknown> => {
      const meant = names.meant(tool, parameters);
      return callTool(gateway, { requestId: 'r1', door: 'rest', tool, args: parameters, caller: sender, signal: AbortSignal.timeout(5_000), ...(meant ? { meant } : {}) });
    };
    await operate('slack_operation', { operation: 'send_message', channel: '#elsewhere', text: 'Look' });
    await operate('slack_operation', { operation: 'Juana Rojas' });
    await operate('Juana_operation', {});
    expect(answered.map(({ tool, status }) => [tool, status])).toEqual([['slack_send_message', 'invalid_arguments'], ['slack_operation', 'invalid_arguments'], ['unknown', 'unknown_tool']]);
  });

  test('that fails for a reason nobody foresaw is a defect: its place is told to whoever runs the service, and its caller only hears that there is one', async () => {
    const error = new TypeError('Juana is not a function');
    const broken = { ...gateway, context: { ...gateway.context, client: { ...gateway.context.client, list: async () => Promise.reject(error) } } };
    expect(await call('list_alerts', {}, broken)).toEqual({ ok: false, error: { code: 'internal', message: 'The call failed unexpectedly.', hint: expect.stringContaining('request_id') as string, retryable: false } });
    expect(defects).toEqual([{ error, requestId: 'r1' }]);
  });

  describe('leaves a record, even where the log has nothing but errors', () => {
    let text = '';
    let url: string;
    let service: ServiceContext;
    let app: FastifyInstance;
    beforeAll(async () => {
      service = { ...ward.service, logger: createLogger({ level: 'error', role: 'gateway', file: null, also: { write: (line) => void (text += line) } }) };
      app = createHttpServer(service, 'gateway');
      await app.register(registerDoors, { gateway: createGateway(service), version: '1.0.0', hostnames: [] });
      url = await app.listen({ port: 0, host: '127.0.0.1' });
    });
    afterAll(() => app.close());

    /** What was recorded since the last time; each has a request's id, and the level of protection. */
    const records = (): Record<string, unknown>[] => {
      const lines = text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>);
      text = '';
      return lines.map(({ level, time: _, role: __, requestId, complianceLevel, durationMs: ___, ...rest }) => {
        expect({ level, complianceLevel, known: /^mcp_/.test(String(requestId)) }).toEqual({ level: 'info', complianceLevel: 'hipaa', known: true });
        return rest;
      });
    };
    const agent = (name: string, ends: { revokedAt?: Date } = {}): Promise<string> => addApiKey(ward.service, { name, scopes: ['alerts:read'], ...ends });

    test('of calls and of what is read beside the tools, with the alert that it was about', async () => {
      const code = await ward.detect({ stage: 2, confidence: 0.93 });
      const key = await agent('reader');
      await post(url, { tool: 'get_alert', parameters: { code } }, { authorization: `Bearer ${key}` });
      const client = await connectMcp(url, key, 'modern');
      await client.listResources();
      await client.readResource({ uri: `alert://${code}` });
      await client.readResource({ uri: 'alert://Juana' }).catch(() => null);
      await (await client.listen({ resourceSubscriptions: [`alert://${code}`] })).close();
      await client.close();
      const stdio = await connectStdio(service, key, 'legacy');
      await stdio.subscribeResource({ uri: `alert://${code}` });
      await stdio.close();
      const [door, status, part] = ['mcp', 'ok', 'reader'];
      expect(records()).toEqual([
        { event: 'gateway.call', door: 'rest', operation: 'get_alert', status, part, code },
        { event: 'gateway.call', door, operation: 'resources/list', status, part },
        { event: 'gateway.call', door, operation: 'resources/read', status, part, code },
        { event: 'gateway.call', door, operation: 'resources/read', status: 'not_found', part },
        { event: 'gateway.call', door, operation: 'subscriptions/listen', status, part },
        { event: 'gateway.call', door: 'stdio', operation: 'resources/subscribe', status, part, code },
      ]);
      await ward.ask(code, 'cancel', 'ana');
      await ward.messages();
    });

    test('of what was refused at the door: which key it was, if there is such a one, why, and at which door', async () => {
      const [key, ended, stopped] = [await agent('guessed'), await agent('ended', { revokedAt: ward.time.now() }), await agent('stopped')];
      const call = { tool: 'get_alert', parameters: { code: 'Juana' } };
      const headersOf = (written: string): Record<string, string> => ({ authorization: `Bearer ${written}` });
      await post(url, call, {});
      await post(url, call, headersOf('Juana'));
      await post(url, call, headersOf(`${key.slice(0, -2)}xx`));
      await post(url, call, headersOf(ended));
      await fetch(`${url}/mcp`, { method: 'POST', headers: { ...headersOf(ended), 'content-type': 'application/json' }, body: '{}' });
      await post(url, call, { ...headersOf(key), origin: 'https://juana.example' });
      await post(url, '{', headersOf(key));
      const stdio = await connectStdio(service, stopped, 'modern');
      await ward.service.ledger.endApiKey(stopped.split('_')[1] ?? '', { revokedAt: ward.time.now() });
      await stdio.readResource({ uri: 'status://services' }).catch(() => null);
      await stdio.close();
      expect(text).not.toMatch(/juana|vigia_/i);
      const [event, status] = ['gateway.refused', 'not_authenticated'];
      expect(records()).toEqual([
        { event, door: 'rest', status, reason: 'no_key' },
        { event, door: 'rest', status, reason: 'unknown_key' },
        { event, door: 'rest', status, reason: 'wrong_secret', part: 'guessed' },
        { event, door: 'rest', status, reason: 'revoked', part: 'ended' },
        { event, door: 'mcp', status, reason: 'revoked', part: 'ended' },
        { event, door: 'rest', status: 'not_allowed', reason: 'host_or_origin' },
        { event, door: 'rest', status: 'invalid_arguments', reason: 'invalid_arguments', part: 'guessed' },
        { event, door: 'stdio', status, reason: 'revoked', part: 'stopped' },
      ]);
    });
  });
});
