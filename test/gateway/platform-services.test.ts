import { request } from 'node:http';
import { AlertClient } from '../../src/client.ts';
import { planFor, planForAlert } from '../../src/domain/triage.ts';
import { createGateway } from '../../src/roles/create-gateway.ts';
import { startPlatformService } from '../../src/roles/platform-service.ts';
import { NO_LIMITS, TUESDAY_MORNING } from '../scenarios/support/told.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { addApiKey } from './support/api-keys.ts';
import { gatewayOf, post, sandboxKeyOf } from './support/callers.ts';

/** As the service's own document has them. */
const SMS = { tool: 'send_sms', parameters: { to: '+1234567890', body: 'Test message from Vigia MCP' } };
const SLACK = { tool: 'send_message', parameters: { channel: '#test-channel', text: 'Test message from Vigia MCP' } };

describe("each platform's own service", () => {
  let ward: Ward;
  let twilio: string;
  let slack: string;
  let whatsappWeb: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    ({ twilio = '', slack = '', whatsappWeb = '' } = ward.service.home.endpoints.read().services);
  });
  afterAll(() => ward.close());

  test('takes the calls of the document as they stand there, from this machine, without a key', async () => {
    const reply = { status: 'success', error: null, request_id: expect.stringMatching(/^mcp_/) as string, response_time: expect.any(Number) as number };
    expect(await post(twilio, SMS, {})).toMatchObject({ status: 202, body: { ...reply, service: 'twilio_whatsapp', tool: 'send_sms', data: { status: 'accepted', content: 'template', to: { responder: 'gabriela' } } } });
    expect(await post(slack, SLACK, {})).toMatchObject({ status: 202, body: { ...reply, service: 'slack', tool: 'send_message', data: { status: 'accepted', content: 'template', to: { channel: '#test-channel' } } } });
    expect(await ward.messages()).toEqual(['#test-channel by slack: direct message', 'gabriela by sms: direct message']);
    expect(JSON.stringify(ward.sandbox.journal.since(0))).not.toContain('Test message from Vigia');
  });

  test('has its own operations alone, and those of the registry by none of its names', async () => {
    for (const [address, tool] of [[twilio, 'send_alert'], [slack, 'send_sms'], [slack, 'slack_send_message'], [twilio, 'notify_lpp_detection'], [slack, 'Juana Rojas'], [twilio, 'constructor']] as const) {
      const { status, body } = await post(address, { tool, parameters: {} }, {});
      expect({ tool, status, error: body.error }).toMatchObject({ tool, status: 404, error: { code: 'unknown_tool', field: 'tool', hint: expect.stringContaining('send_message') as string } });
    }
  });

  test('a key counts as ever: one that is wrong is refused, one that may not send cannot, and its calls are counted', async () => {
    expect(await post(slack, SLACK, { authorization: 'Bearer vigia_none' })).toMatchObject({ status: 401, body: { service: 'slack', error: { code: 'not_authenticated' } } });
    expect(await post(slack, SLACK, { authorization: `Bearer ${await addApiKey(ward.service, { scopes: ['alerts:read'] })}` })).toMatchObject({ status: 403, body: { error: { code: 'not_allowed' } } });
    const keyed = { authorization: `Bearer ${sandboxKeyOf(ward.service)}`, 'idempotency-key': 'once' };
    const first = await post(slack, SLACK, keyed);
    expect(await post(slack, SLACK, keyed)).toMatchObject({ status: 200, body: { data: { code: (first.body.data as { code: string }).code, duplicate: true } } });
    expect(await ward.messages()).toEqual(['#test-channel by slack: direct message']);
  });

  test('without a key nobody calls through a proxy, from a page in a browser, or by another name; nor does anybody the gateway', async () => {
    for (const headers of [{ 'x-forwarded-for': '10.0.0.9' }, { forwarded: 'for=10.0.0.9' }, { via: '1.1 proxy' }, { origin: 'http://localhost:3000' }]) {
      expect({ headers, status: await statusOf(slack, headers) }).toEqual({ headers, status: 401 });
    }
    for (const headers of [{ host: 'vigia.example' }, { origin: 'https://evil.example' }]) expect({ headers, status: await statusOf(slack, headers) }).toEqual({ headers, status: 403 });
    expect(await statusOf(gatewayOf(ward.service), {})).toBe(401);
  });

  test('says how its platform is, and what it works with', async () => {
    const health = await Promise.all([twilio, slack].map(async (address) => (await (await fetch(`${address}/health`)).json()) as object));
    const known = { status: 'ok', ready: true, mode: 'sandbox', parts: { temporal: true, ledger: true }, waiting: 0, failing: [], problems: [] };
    expect(health).toMatchObject([{ ...known, service: 'twilio', limits: [{ sender: 'twilio whatsapp' }, { sender: 'twilio sms', used: 1 }] }, { ...known, service: 'slack', limits: [{ sender: 'slack', used: 2 }] }]);
    for (const { lastSuccess } of health as { lastSuccess: string }[]) expect(Math.abs(Date.parse(lastSuccess) - ward.time.now().getTime())).toBeLessThan(60_000);
    for (const address of [twilio, slack]) expect([(await fetch(`${address}/live`)).status, (await fetch(`${address}/ready`)).status]).toEqual([200, 200]);
    expect((await ward.get('/health')).body).toMatchObject({ complianceLevel: 'hipaa', lastSuccess: { slack: expect.any(String) as string, twilio: expect.any(String) as string } });
  });

  test('of WhatsApp Web says that it is not released, and takes nothing', async () => {
    expect(await (await fetch(`${whatsappWeb}/health`)).json()).toMatchObject({ service: 'whatsapp-web', status: 'not_released', ready: false, lastSuccess: null });
    expect([(await fetch(`${whatsappWeb}/live`)).status, (await fetch(`${whatsappWeb}/ready`)).status]).toEqual([200, 503]);
    for (const tool of ['send_message', 'send_media']) {
      expect(await post(whatsappWeb, { tool, parameters: { to: '+1234567890', message: 'a' } }, {})).toMatchObject({ status: 501, body: { service: 'whatsapp_direct', error: { code: 'not_configured', retryable: false, hint: expect.stringContaining('Twilio') as string } } });
    }
  });

  test('answers a path or a body that it does not know as the gateway does', async () => {
    const nowhere = await fetch(`${slack}/Juana%20Rojas`);
    expect([nowhere.status, await nowhere.text()]).toEqual([404, expect.not.stringContaining('Juana') as string]);
    expect(await post(slack, '{', {})).toMatchObject({ status: 400, body: { status: 'error', error: { code: 'invalid_arguments' } } });
    expect((await fetch(`${slack}/health`)).headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('where alerts are real', () => {
  let ward: Ward;
  let slack: Awaited<ReturnType<typeof startPlatformService>>;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING });
    const { ledger, config, hospital, temporal, settings } = ward.service;
    // As in production with Twilio alone: nothing real is reached, since nothing is sent.
    const service = { ...ward.service, settings: { ...settings, mode: 'production' as const, slack: { state: 'not_configured' as const, missing: [] }, ports: { ...settings.ports, slack: 0 } } };
    const client = new AlertClient({
      temporal, ledger, now: () => ward.time.now(), direct: { hospital, platforms: ['twilio'] },
      planFor: (detection) => planFor(config.current().policy, detection), planForAlert: (alert) => planForAlert(config.current().policy, alert),
    });
    const gateway = createGateway(service);
    slack = await startPlatformService(service, { ...gateway, context: { ...gateway.context, client } }, 'slack');
  });
  afterAll(async () => {
    await slack.stop();
    await ward.close();
  });

  test('nobody calls without a key', async () => {
    expect(await post(slack.url, SLACK, {})).toMatchObject({ status: 401, body: { error: { code: 'not_authenticated' } } });
  });

  test('the service of a platform without credentials says so, and so does each call of it', async () => {
    expect(await (await fetch(`${slack.url}/health`)).json()).toMatchObject({ service: 'slack', status: 'not_configured', ready: false, mode: 'production' });
    expect((await fetch(`${slack.url}/ready`)).status).toBe(503);
    const key = await addApiKey(ward.service, { scopes: ['messages:send'] });
    expect(await post(slack.url, SLACK, { authorization: `Bearer ${key}` })).toMatchObject({ status: 501, body: { tool: 'send_message', error: { code: 'not_configured', retryable: false } } });
  });
});

/** With headers that fetch doesn't let one set. */
async function statusOf(address: string, headers: Record<string, string>): Promise<number | undefined> {
  const answered = Promise.withResolvers<number | undefined>();
  request(`${address}/tools/call`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } }, (response) => {
    response.resume();
    answered.resolve(response.statusCode);
  }).on('error', answered.reject).end(JSON.stringify(SLACK));
  return answered.promise;
}
