import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import * as examples from '../../examples/usage-examples.ts';
import { MCPGateway, type MCPResponse } from '../../src/client.ts';
import { gatewayOf, sandboxKeyOf } from '../gateway/support/callers.ts';
import { NO_LIMITS, told } from '../scenarios/support/told.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { waitUntil } from '../support/wait-until.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Tuesday, 10 in the morning in Santiago, when the number of the document's examples is the on-call physician's. On call by config/oncall.yaml: diego
 * (primary nurse), elena (charge nurse), gabriela (physician), isidora (wound nurse).
 */
const GABRIELA_IS_ON_CALL = '2027-03-09T10:00:00-03:00';

/** So that a critical alert calls her at once. */
const physicianFirst = (policy: string): string => policy.replace('- to: [primary_nurse, charge_nurse]\n        window: 5 min', '- to: [primary_nurse, charge_nurse, physician]\n        window: 5 min');

const dataOf = (response: MCPResponse): Record<string, unknown> => response.data as Record<string, unknown>;

describe("the document's usage examples, against the whole service", () => {
  let ward: Ward;
  let before: NodeJS.ProcessEnv;
  beforeAll(async () => {
    ward = await openWard({ startAt: GABRIELA_IS_ON_CALL, env: NO_LIMITS, config: { 'policy.yaml': physicianFirst } });
    before = { ...process.env };
    Object.assign(process.env, { VIGIA_GATEWAY_URL: gatewayOf(ward.service), VIGIA_API_KEY: sandboxKeyOf(ward.service) });
  });
  afterAll(async () => {
    process.env = before;
    await ward.close();
  });

  test('basic WhatsApp notification: the person behind the number is told that a message waits', async () => {
    const response = await examples.sendWhatsAppAlert();
    expect(response).toMatchObject({
      status: 'success', service: 'twilio_whatsapp', tool: 'whatsapp_operation', error: null, request_id: expect.stringMatching(/^mcp_/) as string, response_time: expect.any(Number) as number,
      data: { status: 'accepted', to: { responder: 'gabriela' }, content: 'template', dropped: ['patient_context'] },
    });
    expect(await ward.messages()).toEqual(['gabriela by whatsapp: direct message']);
    await ward.wait('11 min');
  });

  test('Slack team notification: department and priority are kept with the words', async () => {
    const response = await examples.notifyMedicalTeam();
    expect(response).toMatchObject({ status: 'success', data: { status: 'accepted', to: { channel: '#medical-alerts' } } });
    expect(await ward.messages()).toEqual(['#medical-alerts by slack: direct message']);
    expect(await ward.service.ledger.directMessage(String(dataOf(response)['code']))).toMatchObject({ text: expect.stringContaining('department: wound_care\npriority: high') as string });
  });

  test('automated LPP workflow: policy says who is paged; the same finding again is that alert', async () => {
    const response = await examples.automatedLppNotification(3, 0.92, { patientId: 'PAT-001' });
    const code = await ward.begun({ code: String(dataOf(response)['code']) });
    expect(response.status).toBe('success');
    expect(response.data).toMatchObject({ severity: 'high', stage: 3, dropped: ['patient_context'] });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'diego by slack: page', 'elena by slack: page']);
    expect(await examples.automatedLppNotification(3, 0.92, { patientId: 'PAT-001' })).toMatchObject({ status: 'success', data: { code, duplicate: true } });
    await ward.ask(code, 'cancel', 'diego');
    await ward.messages();
  });

  test('emergency escalation: the physician whom the alert calls is told once, and it counts who acknowledged', async () => {
    const { alert, followUp } = await examples.emergencyEscalation('PAT-002');
    const code = await ward.begun({ code: String(dataOf(alert)['code']) });
    expect(alert.data).toMatchObject({ severity: 'critical', content: 'template' });
    expect(followUp).toMatchObject({ status: 'success', data: { status: 'already_told', alert: code, to: { responder: 'gabriela' } } });
    expect(await ward.messages()).toEqual(['#emergency-escalation by slack: page', ...told(['diego', 'elena', 'gabriela'], ['slack', 'whatsapp'], 'page')].sort());
    await ward.press('gabriela', 'acknowledge', code);
    await using gateway = new MCPGateway();
    expect(await gateway.alerts.taken(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'gabriela' });
    await ward.ask(code, 'cancel', 'gabriela');
    await ward.messages();
  });

  test('secure notification: protections are as they always are, and asking for less is refused by name', async () => {
    expect(await examples.secureNotification()).toMatchObject({ status: 'success', data: { to: { channel: '#medical-team' }, content: 'template' } });
    expect(await ward.messages()).toEqual(['#medical-team by slack: direct message']);
    await using gateway = new MCPGateway();
    const refused = await gateway.slackOperation('send_message', { channel: '#medical-team', message: 'x', medicalContext: { phiProtection: false } });
    expect(refused).toMatchObject({ status: 'error', data: null, request_id: null, error: { code: 'invalid_arguments', field: 'medical_context.phi_protection', retryable: false } });
  });

  test('health check: each messaging platform, one line', async () => {
    expect(await examples.checkMessagingHealth()).toEqual(expect.arrayContaining(['slack: ✅', 'twilio: ✅', 'whatsapp-web: ❌']));
  });

  test('integration with the HIS: nothing is written where no FHIR server is configured, and nobody is told that it was', async () => {
    const { recorded, told: toldOf } = await examples.integrateWithHis('PAT-003', { grade: 2, confidence: 0.9 });
    expect(recorded).toMatchObject({ status: 'error', tool: 'fhir_integration', error: { code: 'not_configured', retryable: false } });
    expect(toldOf).toBeNull();
    expect(await ward.messages()).toEqual([]);
  });

  test('EHR workflow: people are told all the same', async () => {
    const { recorded, alert, reminder } = await examples.ehrWorkflow('PAT-004', { grade: 2, confidence: 0.9 });
    const code = await ward.begun({ code: String(dataOf(alert)['code']) });
    expect(recorded).toMatchObject({ status: 'error', error: { code: 'not_configured' } });
    expect(reminder).toMatchObject({ status: 'success', data: { status: 'accepted', to: { responder: 'isidora' } } });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'diego by slack: page', 'isidora by whatsapp: direct message']);
    await ward.ask(code, 'cancel', 'diego');
    await ward.messages();
  });

  test('the demo, for a person to watch: how the service is, messages, a plan, an emergency, and who took it', async () => {
    const demo = spawn(process.execPath, ['examples/mcp-messaging-demo.ts'], { cwd: ROOT, env: process.env, stdio: ['ignore', 'pipe', 'inherit'] });
    const over = once(demo, 'close');
    let text = '';
    demo.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    await waitUntil('it has raised an alert', () => text.includes(' is raised ('));
    const code = await ward.begun({ code: / (\S+) is raised \(/.exec(text)?.[1] ?? '' });
    await ward.press('gabriela', 'acknowledge', code);
    expect(await over).toEqual([0, null]);
    for (const line of ['slack: ✅', 'WhatsApp: success, to gabriela', 'It is critical.', 'The message: already_told.', 'acknowledged gabriela', `gabriela has ${code}.`]) expect(text).toContain(line);
    expect(await ward.messages()).toEqual(expect.arrayContaining(['#medical-alerts by slack: direct message', '#medical-team by slack: direct message', 'gabriela by whatsapp: direct message', 'gabriela by whatsapp: page']));
    await ward.ask(code, 'cancel', 'gabriela');
    await ward.messages();
  });

  test('and in all of it no word of theirs went to a provider', () => {
    const sent = JSON.stringify(ward.sandbox.journal.since(0));
    expect(['PAT-00', 'Room', 'IMMEDIATE', 'next round'].filter((word) => sent.includes(word))).toEqual([]);
  });
});
