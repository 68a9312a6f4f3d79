import { callTool, type AnsweredCall, type Gateway } from '../../src/gateway/call-tool.ts';
import { gatewayNames } from '../../src/gateway/rest/rest-names.ts';
import { createGateway } from '../../src/roles/create-gateway.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';

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
  const call = async (tool: string, args: unknown, by = gateway): Promise<unknown> => callTool(by, { requestId: 'r1', tool, args, caller, signal: AbortSignal.timeout(5_000) });

  test('is told with who called, what came of it and how long it took, and nothing of what was sent', async () => {
    await call('list_alerts', {});
    await call('get_alert', { code: 'Juana' });
    await call('Juana Rojas', {});
    await call('notify_lpp_detection', { lpp_grade: 4 });
    expect(answered.map(({ durationMs, ...rest }) => ({ ...rest, timed: durationMs >= 0 }))).toEqual([['list_alerts', 'ok'], ['get_alert', 'alert_not_found'], ['unknown', 'unknown_tool'], ['notify_lpp_detection', 'not_allowed']]
      .map(([tool, status]) => ({ requestId: 'r1', caller: 'agent', tool, status, timed: true })));
    expect(defects).toEqual([]);
  });

  test('by an operation is told by its tool, or by the operation where that is not in order', async () => {
    answered.length = 0;
    const sender = { ...caller, scopes: ['messages:send'] as const };
    const names = gatewayNames(gateway);
    const operate = async (tool: string, parameters: Record<string, unknown>): Promise<unknown> => {
      const meant = names.meant(tool, parameters);
      return callTool(gateway, { requestId: 'r1', tool, args: parameters, caller: sender, signal: AbortSignal.timeout(5_000), ...(meant ? { meant } : {}) });
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
});
