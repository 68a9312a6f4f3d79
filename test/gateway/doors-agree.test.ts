import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { authenticate } from '../../src/gateway/authenticate.ts';
import { TOOLS } from '../../src/gateway/registry.ts';
import { listingOf } from '../../src/gateway/tool-schema.ts';
import { historyText } from '../scenarios/support/history.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from '../scenarios/support/told.ts';
import { addApiKey } from './support/api-keys.ts';
import { callByClient, callByMcp, callByRest, callByStdio, callHere, gatewayOf, sandboxKeyOf, type GatewayCaller, type Outcome } from './support/callers.ts';

describe('every tool, by every door', () => {
  let ward: Ward;
  let code: string;
  const agents: GatewayCaller[] = [];
  const nurses: GatewayCaller[] = [];
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    const gateway = gatewayOf(ward.service);
    const nurse = await addApiKey(ward.service, { name: 'ana-console', scopes: ['alerts:ack'], responder: 'ana' });
    for (const [key, callers] of [[sandboxKeyOf(ward.service), agents], [nurse, nurses]] as const) {
      for (const era of ['modern', 'legacy'] as const) callers.push(await callByMcp(gateway, key, era), await callByStdio(ward.service, key, era));
      const caller = await authenticate({ mode: 'sandbox', ledger: ward.service.ledger, now: () => ward.time.now(), issuers: null }, `Bearer ${key}`);
      callers.push(callByRest(gateway, key), callByClient(gateway, key), callHere(ward.service, caller));
    }
  });
  afterAll(async () => {
    for (const caller of [...agents, ...nurses]) await caller.close();
    await ward.close();
  });

  const called = new Set<string>();
  /** One call, and once what follows from it is done the same through each door: all of them come to the same, in the form that the tool promises. Answers what. */
  const agree = async (callers: readonly GatewayCaller[], tool: string, parameters: Record<string, unknown> = {}): Promise<Outcome> => {
    await callers[0]?.call(tool, parameters);
    await ward.quiet();
    const outcomes: { door: string; outcome: Outcome }[] = [];
    for (const caller of callers) outcomes.push({ door: caller.door, outcome: await caller.call(tool, parameters) });
    const [first] = outcomes;
    if (!first) throw new Error('no door was tried');
    for (const { door, outcome } of outcomes) expect({ door, outcome: timeless(outcome) }).toEqual({ door, outcome: timeless(first.outcome) });
    expectToFit(tool, first.outcome);
    called.add(tool);
    return first.outcome;
  };

  test('lists the same tools to the same key, each with a schema, annotations and words', async () => {
    const lists = await Promise.all(agents.map((agent) => agent.tools()));
    expect(lists[0]?.map(({ name }) => name)).toEqual(['notify_lpp_detection', 'send_medical_alert', 'get_alert', 'list_alerts', 'cancel_alert', 'slack_send_message', 'whatsapp_send_message', 'sms_send_message', 'fhir_create_observation', 'get_service_status', 'verify_receipt']);
    const listed = lists.map((tools) => tools.map(({ name, inputSchema, outputSchema }) => ({ name, inputSchema, outputSchema })));
    for (const list of listed) expect(list).toEqual(listed[0]);
    for (const { name, description } of TOOLS.map(listingOf)) expect({ name, length: description.length > 100 }).toEqual({ name, length: true });
  });

  test('a finding and an alert are taken in once under a key, and told the same', async () => {
    const first = await agents[0]?.call('notify_lpp_detection', { lpp_grade: 4, confidence: 0.93, idempotency_key: 'image-1' });
    code = await ward.begun({ code: String(first?.data['code']) });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    expect((await agree(agents, 'notify_lpp_detection', { lpp_grade: 4, confidence: 0.93, idempotency_key: 'image-1' })).data).toMatchObject({ code, duplicate: true, status: 'notified' });
    const low = await agents[0]?.call('send_medical_alert', { alert_type: 'lpp_review', patient_id: 'PAT-1', severity: 'low', idempotency_key: 'low-1' });
    await ward.begun({ code: String(low?.data['code']) });
    expect(await ward.messages()).toEqual([]);
    expect((await agree(agents, 'send_medical_alert', { alert_type: 'lpp_review', patient_id: 'PAT-1', severity: 'low', idempotency_key: 'low-1' })).data).toMatchObject({ duplicate: true, severity: 'low', dropped: ['patient_id'] });
  });

  test('what would be done is told, and nothing is', async () => {
    const { data } = await agree(agents, 'notify_lpp_detection', { lpp_grade: 2, confidence: 0.5, unit: 'uci', dry_run: true });
    expect(data).toMatchObject({ dryRun: true, severity: 'medium', mode: 'page', reasons: expect.arrayContaining(['low_confidence_reviewer']) as unknown });
    await agree(agents, 'send_medical_alert', { alert_type: 'lpp_critical', patient_id: 'PAT-1', severity: 'critical', dry_run: true });
    expect(await ward.service.client.list()).toHaveLength(2);
  });

  test('an alert is shown, and listed without its story', async () => {
    expect((await agree(agents, 'get_alert', { code: code.toLowerCase() })).data).toMatchObject({ code, resourceUri: `alert://${code}`, next: { tool: 'get_alert', arguments: { code } } });
    expect((await agree(agents, 'list_alerts')).data).toMatchObject({ more: false, alerts: [{ code, severity: 'critical' }, { severity: 'low' }] });
    expect((await agree(agents, 'list_alerts', { severity: 'low', limit: 1 })).data).toMatchObject({ alerts: [{ severity: 'low' }] });
    expect((await agree(agents, 'list_alerts', { status: 'resolved' })).data).toEqual({ alerts: [], more: false });
    expect((await agree(agents, 'list_alerts', { unit: 'medicina' })).data).toEqual({ alerts: [], more: false });
    expect(await agree(agents, 'list_alerts', { unit: 'nowhere' })).toMatchObject({ ok: false, data: { code: 'invalid_arguments', field: 'unit' } });
  });

  test('a wait for what does not come lasts as long as was asked for', async () => {
    const waitMs = 600;
    for (const agent of agents) {
      const startedMs = performance.now();
      expect((await agent.call('get_alert', { code, wait_seconds: waitMs / 1_000 })).data).toMatchObject({ code });
      expect({ door: agent.door, waited: performance.now() - startedMs >= waitMs }).toEqual({ door: agent.door, waited: true });
    }
  });

  test('an agent takes its alert back, and people see that it asked', async () => {
    expect((await agree(agents, 'cancel_alert', { code, idempotency_key: 'oops' })).data).toMatchObject({ status: 'notified', answer: { ok: true, outcome: 'retraction_shown' } });
    await ward.quiet();
    expect(await ward.messages()).toEqual(['#emergency-escalation by slack: timeline']);
  });

  test('a person or a channel is told that a message waits, and not again whom an alert tells already', async () => {
    const message = 'Ring the ward about bed 4.';
    const sent = await agree(agents, 'whatsapp_send_message', { to: 'pedro', message, idempotency_key: 'to-pedro' });
    expect(sent.data).toMatchObject({ status: 'accepted', duplicate: true, content: 'template', to: { responder: 'pedro' } });
    expect((await agree(agents, 'slack_send_message', { channel: '#medical-alerts', message, alert: code, idempotency_key: 'to-all' })).data).toMatchObject({ status: 'accepted', to: { channel: '#medical-alerts' }, alert: code });
    expect((await agree(agents, 'whatsapp_send_message', { to: 'ana', message, idempotency_key: 'to-ana' })).data).toMatchObject({ status: 'already_told', to: { responder: 'ana' }, alert: code });
    expect((await agree(agents, 'sms_send_message', { to: '+1234567890', message, idempotency_key: 'to-gabriela' })).data).toMatchObject({ status: 'accepted', to: { responder: 'gabriela' }, dropped: [] });
    await ward.quiet();
    expect(await ward.messages()).toEqual(['#medical-alerts by slack: direct message', 'gabriela by sms: direct message', 'pedro by whatsapp: direct message']);
    expect(await agree(agents, 'slack_send_message', { channel: '#elsewhere', message })).toMatchObject({ ok: false, data: { code: 'invalid_arguments', field: 'channel' } });
  });

  test('a responder asks for the next step, and takes the alert, by a key of their own', async () => {
    expect((await agree(nurses, 'escalate_alert', { code, idempotency_key: 'help' })).data).toMatchObject({ answer: { ok: true, outcome: 'escalated' }, escalationLevel: 2 });
    await ward.quiet();
    await ward.messages();
    const { data } = await agree(nurses, 'acknowledge_alert', { code, idempotency_key: 'mine' });
    expect(data).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana', answer: { ok: true, outcome: 'taken', owner: { responder: 'ana' } } });
    await ward.quiet();
    await ward.messages();
    expect(await historyText(ward, code)).not.toMatch(/mine|help|oops/);
  });

  test('what this release lacks is said, once the call is in order', async () => {
    const observation = { patient_id: 'PAT-1', lpp_grade: 2, confidence: 0.9 };
    expect(await agree(agents, 'fhir_create_observation', observation)).toMatchObject({ ok: false, data: { code: 'not_configured', retryable: false } });
    expect(await agree(agents, 'fhir_create_observation', { ...observation, lpp_grade: 0 })).toMatchObject({ ok: false, data: { code: 'invalid_arguments', field: 'lpp_grade' } });
    expect(await agree(agents, 'verify_receipt', { code })).toMatchObject({ ok: false, data: { code: 'not_configured', retryable: false } });
  });

  test('how the service is, and what is refused', async () => {
    expect((await agree(agents, 'get_service_status')).data).toMatchObject({ status: 'ok', mode: 'sandbox', services: { slack: { type: 'messaging', healthy: true }, twilio: { healthy: true }, temporal: { healthy: true }, ledger: { healthy: true } } });
    for (const tool of ['acknowledge_alert', 'escalate_alert']) expect(await agree(agents, tool, { code })).toMatchObject({ ok: false, data: { code: 'not_allowed' } });
    for (const tool of ['notify_lpp_detection', 'send_medical_alert']) expect(await agree(nurses, tool, {})).toMatchObject({ ok: false, data: { code: 'not_allowed' } });
  });

  test('none was left out', () => {
    expect([...called].sort()).toEqual(TOOLS.map(({ name }) => name).sort());
  });
});

/** A plan is reckoned from the moment it is asked for. */
function timeless({ ok, data }: Outcome): Outcome {
  const { plan } = data as { plan?: Record<string, unknown>[] };
  return { ok, data: plan ? { ...data, plan: plan.map((row) => ({ ...row, at: 'then' })) } : data };
}

const ajv = formats.default(new Ajv2020({ strict: false }));

/** What a program may rely on: results are as listed. */
function expectToFit(name: string, { ok, data }: Outcome): void {
  const tool = TOOLS.find((each) => each.name === name);
  if (!ok || !tool) return;
  const fits = ajv.compile(listingOf(tool).outputSchema);
  expect({ name, fits: fits(data), errors: fits.errors }).toEqual({ name, fits: true, errors: null });
}
