import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { MCPGateway } from '../../src/client.ts';
import { ALIASES, OPERATIONS, type OperationService } from '../../src/gateway/operations/operation-table.ts';
import type { ToolListing } from '../../src/gateway/tool-schema.ts';
import { NO_LIMITS, TUESDAY_MORNING } from '../scenarios/support/told.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { addApiKey } from './support/api-keys.ts';
import { callByRest, gatewayOf, type Outcome } from './support/callers.ts';

const message = 'Ring the ward about bed 4.';

/** Every operation as it is called by its own name, and the same call of its tool; twice with other words where a caller has them. */
const CALLS: readonly { service: OperationService; operation: string; given: Record<string, unknown>; tool: string; parameters: Record<string, unknown> }[] = [
  { service: 'twilio', operation: 'send_message', given: { to: 'whatsapp:+14155550116', body: message }, tool: 'whatsapp_send_message', parameters: { to: 'whatsapp:+14155550116', message } },
  { service: 'twilio', operation: 'send_media', given: { to: 'pedro', text: message, media_url: 'img/1.png' }, tool: 'whatsapp_send_message', parameters: { to: 'pedro', message, media_ref: 'img/1.png' } },
  { service: 'twilio', operation: 'send_sms', given: { to: '+1234567890', body: message }, tool: 'sms_send_message', parameters: { to: '+1234567890', message } },
  { service: 'slack', operation: 'send_message', given: { channel: '#medical-team', text: message, medical_context: { department: 'wound_care', priority: 'high' } }, tool: 'slack_send_message', parameters: { channel: '#medical-team', message: `${message}\n\ndepartment: wound_care\npriority: high` } },
  { service: 'slack', operation: 'send_message', given: { channel: '#elsewhere', text: message }, tool: 'slack_send_message', parameters: { channel: '#elsewhere', message } },
  {
    service: 'slack', operation: 'send_alert', given: { alert_type: 'lpp_review', patient_id: 'PAT-1', body: message, priority: 'low', department: 'uci' },
    tool: 'send_medical_alert', parameters: { alert_type: 'lpp_review', patient_id: 'PAT-1', message, severity: 'low', unit: 'uci', platform: 'slack' },
  },
  { service: 'twilio', operation: 'send_media', given: { to: 'pedro', media_ref: 'img/2.png', priority: 'low' }, tool: 'whatsapp_send_message', parameters: { to: 'pedro', message: 'Imagen sin texto. / Image without words.\n\npriority: low', media_ref: 'img/2.png' } },
  {
    service: 'slack', operation: 'send_alert', given: { channel: '#medical-team', message },
    tool: 'send_medical_alert', parameters: { alert_type: 'slack_alert', severity: 'high', message, channel: '#medical-team', platform: 'slack' },
  },
  {
    service: 'fhir', operation: 'create_observation', given: { patient_id: 'PAT-1', observation_type: 'pressure_injury', grade: 2, confidence: 0.9 },
    tool: 'fhir_create_observation', parameters: { patient_id: 'PAT-1', observation_type: 'pressure_injury', lpp_grade: 2, confidence: 0.9 },
  },
];

const ajv = formats.default(new Ajv2020({ strict: false }));

describe('an operation, by every name it has', () => {
  let ward: Ward;
  let key: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    key = await addApiKey(ward.service, { scopes: ['alerts:read', 'alerts:send', 'messages:send', 'fhir:write'] });
  });
  afterAll(() => ward.close());

  const addressOf = (service: OperationService): string | undefined => (service === 'fhir' ? undefined : ward.service.home.endpoints.read().services[service]);
  const listed = async (address: string): Promise<{ tools: ToolListing[]; aliases?: ToolListing[] }> =>
    (await (await fetch(`${address}/tools`, { headers: { authorization: `Bearer ${key}` } })).json()) as { tools: ToolListing[]; aliases?: ToolListing[] };

  const byClient = async (service: OperationService, operation: string, given: Record<string, unknown>): Promise<Outcome> => {
    await using client = new MCPGateway({ gatewayUrl: gatewayOf(ward.service), apiKey: key, retries: { tries: 1 } });
    const call = { twilio: () => client.whatsappOperation(operation, given), slack: () => client.slackOperation(operation, given), fhir: () => client.fhirIntegration(operation, given) };
    const { data, error } = await call[service]();
    return error === null ? { ok: true, data: data as Record<string, unknown> } : { ok: false, data: { ...error } };
  };

  test.each(CALLS)('$service $operation comes to what $tool comes to', async ({ service, operation, given, tool, parameters }) => {
    const gateway = callByRest(gatewayOf(ward.service), key);
    const keyed = { idempotency_key: `${service}-${operation}-${Object.keys(given).join('-')}` };
    const first = await gateway.call(tool, { ...parameters, ...keyed });
    if (first.ok && tool === 'send_medical_alert') await ward.begun({ code: String(first.data['code']) });
    await ward.quiet();
    const asTool = await gateway.call(tool, { ...parameters, ...keyed });
    expect(asTool.data['duplicate']).toBe(asTool.ok ? true : undefined);
    const alias = Object.keys(ALIASES).find((name) => ALIASES[name] === service) ?? '';
    const own = addressOf(service);
    const outcomes: Outcome[] = [await gateway.call(alias, { operation, ...given, ...keyed }), ...(own === undefined ? [] : [await callByRest(own, key).call(operation, { ...given, ...keyed })]), await byClient(service, operation, { ...given, ...keyed })];
    for (const outcome of outcomes) expect(outcome).toEqual(asTool);
    await ward.messages();
  });

  test('an alert with a channel and a message alone, as the document names them, calls whom policy names and that channel; one that is none of the directory is refused', async () => {
    const gateway = callByRest(gatewayOf(ward.service), key);
    const refused = await gateway.call('slack_operation', { operation: 'send_alert', channel: '#nowhere', message });
    expect(refused).toMatchObject({ ok: false, data: { field: 'channel', message: 'channel is no channel of the directory.', hint: expect.stringContaining('#medical-alerts') as string } });
    expect(await gateway.call('slack_operation', { operation: 'send_alert', channel: 'ana', message })).toMatchObject({ ok: false, data: { field: 'channel' } });
    const alert = { operation: 'send_alert', message, channel: '#medical-team', patient_id: 'PAT-7', unit: 'uci' };
    const plan = await gateway.call('slack_operation', { ...alert, dry_run: true });
    expect(plan.data['plan']).toEqual(expect.arrayContaining([expect.objectContaining({ step: 1, recipient: 'medical_team' }) as unknown]));
    const raised = await gateway.call('slack_operation', alert);
    expect(raised).toMatchObject({ ok: true, data: { severity: 'high', duplicate: false, words: 'kept', dropped: ['patient_id'] } });
    await ward.begun({ code: String(raised.data['code']) });
    expect(await ward.messages()).toEqual(['#medical-alerts by slack: page', '#medical-team by slack: page', 'ana by slack: page', 'fernando by slack: page']);
    expect(await gateway.call('slack_operation', alert)).toMatchObject({ ok: true, data: { duplicate: true, dropped: ['patient_id'] } });
    expect(await gateway.call('slack_operation', { ...alert, channel: '#wound-care-team' })).toMatchObject({ ok: true, data: { code: raised.data['code'], duplicate: true, dropped: ['patient_id', 'channel'] } });
    await ward.ask(String(raised.data['code']), 'cancel', 'ana');
    await ward.messages();
  });

  test('says beside what its tool says that the context was dropped', async () => {
    const gateway = callByRest(gatewayOf(ward.service), key);
    const patient_context = { patient_id: 'PAT-1', name: 'Juana Rojas' };
    const sent = await gateway.call('whatsapp_operation', { operation: 'send_message', to: 'pedro', message, patient_context });
    expect(sent).toMatchObject({ ok: true, data: { dropped: ['patient_context'] } });
    const alert = await gateway.call('slack_operation', { operation: 'send_alert', alert_type: 'lpp_review', severity: 'low', patient_context });
    expect(alert).toMatchObject({ ok: true, data: { dropped: ['patient_id', 'patient_context'] } });
    await ward.begun({ code: String(alert.data['code']) });
    expect(await ward.messages()).toEqual(['pedro by whatsapp: direct message']);
    expect(JSON.stringify([sent, alert])).not.toMatch(/PAT-1|Juana/);
    const { text } = (await ward.service.ledger.directMessage(String(sent.data['code']))) ?? {};
    expect(text).toBe(message);
  });

  test('is told what is wrong in the words that it used', async () => {
    const refused = await callByRest(gatewayOf(ward.service), key).call('slack_operation', { operation: 'send_alert', alert_type: 'Juana Rojas', grade: 9, patient_context: { patient_id: 4 }, medical_context: { department: 'nowhere', priority: 'low' } });
    expect(refused).toMatchObject({ ok: false, data: { code: 'invalid_arguments', field: 'alert_type', problems: [{ field: 'alert_type' }, { field: 'patient_context.patient_id' }, { field: 'grade' }] } });
    expect(await callByRest(gatewayOf(ward.service), key).call('slack_operation', { operation: 'send_alert', alert_type: 'lpp', patient_id: 'P', medical_context: { department: 'nowhere', priority: 'low' } }))
      .toMatchObject({ ok: false, data: { field: 'medical_context.department', message: 'medical_context.department is no unit of the directory.' } });
    expect(JSON.stringify(refused)).not.toContain('Juana');
  });

  test('is listed with schemas that take these calls, to those who may make them', async () => {
    const { aliases = [], tools } = await listed(gatewayOf(ward.service));
    expect(aliases.map(({ name }) => name)).toEqual(['whatsapp_operation', 'slack_operation', 'fhir_integration']);
    expect(tools.filter(({ name }) => Object.hasOwn(ALIASES, name))).toEqual([]);
    for (const { service, operation, given } of CALLS) {
      const alias = aliases.find(({ name }) => ALIASES[name] === service);
      expect({ operation, fits: ajv.compile(alias?.inputSchema ?? {})({ operation, ...given }) }).toEqual({ operation, fits: true });
      const own = addressOf(service);
      const named = own === undefined ? undefined : (await listed(own)).tools.find(({ name }) => name === operation);
      if (own !== undefined) expect({ operation, fits: ajv.compile(named?.inputSchema ?? false)(given) }).toEqual({ operation, fits: true });
    }
    const reader = await addApiKey(ward.service, { scopes: ['alerts:read'] });
    expect(await (await fetch(`${addressOf('slack')}/tools`, { headers: { authorization: `Bearer ${reader}` } })).json()).toEqual({ tools: [] });
  });

  test('none was left out', () => {
    const all = Object.entries(OPERATIONS).flatMap(([service, operations]) => Object.keys(operations).map((operation) => `${service} ${operation}`));
    expect([...new Set(CALLS.map(({ service, operation }) => `${service} ${operation}`))].sort()).toEqual(all.sort());
  });
});
