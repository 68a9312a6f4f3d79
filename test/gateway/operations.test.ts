import { OPERATIONS, ALIASES } from '../../src/gateway/operations/operation-table.ts';
import { aliasToToolCall, operationToToolCall, type Meant, type MeantCall } from '../../src/gateway/operations/to-tool-call.ts';
import { TOOLS } from '../../src/gateway/registry.ts';
import { listingOf } from '../../src/gateway/tool-schema.ts';

const call = (meant: Meant | null): Partial<MeantCall> => (meant?.ok ? meant.call : {});
const problems = (meant: Meant | null): string[] => (meant && !meant.ok ? meant.problems.map(({ field, problem }) => `${field} ${problem}`) : []);
const whatsapp = (parameters: Record<string, unknown>): Meant | null => aliasToToolCall({ tool: 'whatsapp_operation', parameters: { operation: 'send_message', to: 'whatsapp:+1234567890', ...parameters } });
const slack = (parameters: Record<string, unknown>): Meant | null => aliasToToolCall({ tool: 'slack_operation', parameters: { operation: 'send_message', channel: '#medical-team', message: 'Look', ...parameters } });
const alert = (parameters: Record<string, unknown>): Meant | null => operationToToolCall('slack', { tool: 'send_alert', parameters: { alert_type: 'lpp_critical', patient_id: 'PAT-1', severity: 'high', ...parameters } });

describe("an operation of the service's document", () => {
  test.each([
    ['whatsapp_operation', { operation: 'send_message', to: 'whatsapp:+1', message: 'a' }, 'whatsapp_send_message', { to: 'whatsapp:+1', message: 'a' }],
    ['whatsapp_operation', { operation: 'send_media', to: 'ana', body: 'a', media_url: 'img/1.png' }, 'whatsapp_send_message', { to: 'ana', message: 'a', media_ref: 'img/1.png' }],
    ['whatsapp_operation', { operation: 'send_sms', to: '+1', text: 'a', idempotency_key: 'k' }, 'sms_send_message', { to: '+1', message: 'a', idempotency_key: 'k' }],
    ['slack_operation', { operation: 'send_message', channel: '#a', text: 'a', alert: 'K7F2-Q9MD' }, 'slack_send_message', { channel: '#a', message: 'a', alert: 'K7F2-Q9MD' }],
    ['slack_operation', { operation: 'send_alert', alert_type: 'lpp', patient_id: 'P', severity: 'low', body: 'a', grade: 2 }, 'send_medical_alert', { alert_type: 'lpp', patient_id: 'P', severity: 'low', message: 'a', lpp_grade: 2, platform: 'slack' }],
    ['fhir_integration', { operation: 'create_observation', patient_id: 'P', observation_type: 'pressure_injury', grade: 2, confidence: 0.9 }, 'fhir_create_observation', { patient_id: 'P', observation_type: 'pressure_injury', lpp_grade: 2, confidence: 0.9 }],
    ['slack_operation', { operation: 'send_alert', channel: '#medical-alerts', message: 'a' }, 'send_medical_alert', { channel: '#medical-alerts', message: 'a', platform: 'slack', alert_type: 'slack_alert', severity: 'high' }],
    ['slack_operation', { operation: 'send_alert', channel: '#medical-alerts', message: 'a', medical_context: { department: 'uci', priority: 'critical' } }, 'send_medical_alert', { channel: '#medical-alerts', message: 'a', platform: 'slack', alert_type: 'slack_alert', severity: 'critical', unit: 'uci' }],
    ['whatsapp_operation', { operation: 'send_media', to: 'ana', media_url: 'img/1.png' }, 'whatsapp_send_message', { to: 'ana', media_ref: 'img/1.png', message: 'Imagen sin texto. / Image without words.' }],
  ])('%s %j is a call of a tool in the tool\'s own words', (tool, parameters, meant, args) => {
    expect(call(aliasToToolCall({ tool, parameters }))).toMatchObject({ tool: meant, args });
  });

  test('has tools and parameters that the registry has, and its needs are those of its tool', () => {
    const operations = Object.values(OPERATIONS).flatMap((each) => Object.values(each));
    for (const { tool, takes, given = {}, otherwise = {} } of operations) {
      const found = TOOLS.find(({ name }) => name === tool);
      const { properties, required = [] } = (found ? listingOf(found).inputSchema : {}) as { properties: object; required?: string[] };
      expect({ tool, unknown: [...Object.keys(takes), ...Object.keys(given), ...Object.keys(otherwise)].filter((name) => !(name in properties)) }).toEqual({ tool, unknown: [] });
      expect({ tool, missing: required.filter((name) => !(name in takes)) }).toEqual({ tool, missing: [] });
    }
    expect(Object.values(ALIASES).sort()).toEqual(Object.keys(OPERATIONS).sort());
  });

  test('is refused by name where there is none, or none is named', () => {
    expect(aliasToToolCall({ tool: 'notify_lpp_detection', parameters: {} })).toBeNull();
    for (const tool of ['constructor', '__proto__']) expect([aliasToToolCall({ tool }), operationToToolCall('slack', { tool })]).toEqual([null, null]);
    expect(aliasToToolCall({ tool: 'slack_operation' })).toEqual({ ok: false, problems: [{ field: 'operation', problem: 'is missing', hint: 'There are send_message, send_alert.' }] });
    for (const operation of ['send_fax', 4, null, 'constructor']) expect(problems(slack({ operation }))).toEqual(['operation is no operation of slack_operation']);
    expect(operationToToolCall('twilio', { tool: 'send_alert' })).toBeNull();
    expect(problems(slack({ operation: 'send_alert', message: undefined }))).toEqual(['message is missing']);
  });

  test('takes nothing that it does not know, and tells it by its place, a word of our own by its name', () => {
    expect(problems(slack({ thread: '1', 'Juana Rojas': 1 }))).toEqual(['(parameter 4) is not a parameter of this operation', '(parameter 5) is not a parameter of this operation']);
    expect(problems(slack({ medical_context: { ward: 'x', department: 'uci' } }))).toEqual(['medical_context.(parameter 1) is not a parameter of this operation']);
    expect(problems(aliasToToolCall({ tool: 'fhir_integration', parameters: { operation: 'create_observation', priority: 'high', medical_context: { department: 'uci' } } })))
      .toEqual(['priority is not a parameter of this operation', 'medical_context.department is not a parameter of this operation']);
    for (const context of ['patient_context', 'medical_context']) for (const value of ['PAT-1', null, [1]]) expect(problems(slack({ [context]: value }))).toEqual([`${context} is not of the type object`]);
  });

  test('takes one spelling of each parameter, and tells which the caller used', () => {
    expect(call(whatsapp({ body: 'a' })).spelt).toEqual({ message: 'body' });
    expect(problems(whatsapp({ body: 'a', text: 'a' }))).toEqual(['text is the same as body']);
    expect(problems(aliasToToolCall({ tool: 'whatsapp_operation', parameters: { operation: 'send_media', to: 'ana', message: 'a' } }))).toEqual(['media_ref is missing']);
  });

  test('hands on nothing of what is known of the patient but the id, to a tool that keeps a reference of it, and says so', () => {
    expect(call(whatsapp({ message: 'a', patient_context: { patient_id: 'PAT-1', name: 'Juana' } }))).toMatchObject({ args: { to: 'whatsapp:+1234567890', message: 'a' }, dropped: ['patient_context'] });
    expect(JSON.stringify(call(whatsapp({ message: 'a', patient_context: { patient_id: 'PAT-1', name: 'Juana' } })))).not.toMatch(/PAT-1|Juana/);
    expect(call(alert({ patient_id: undefined, patient_context: { patient_id: 'PAT-2', name: 'Juana' } }))).toMatchObject({ args: { patient_id: 'PAT-2' }, dropped: ['patient_context'], spelt: { patient_id: 'patient_context.patient_id' } });
    expect(call(alert({ patient_id: undefined, medical_context: { patient_id: 'PAT-3' } }))).toMatchObject({ args: { patient_id: 'PAT-3' }, dropped: ['medical_context.patient_id'] });
    expect(call(alert({ patient_context: { patient_id: 'PAT-2' } })).args).toMatchObject({ patient_id: 'PAT-1' });
  });

  test.each(['audit_enabled', 'phi_protection', 'anonymize_patient_data', 'medical_compliance'])('keeps %s on: to ask for it changes nothing, and to refuse it is refused', (name) => {
    const on = name === 'medical_compliance' ? 'HIPAA' : true;
    const off = name === 'medical_compliance' ? 'none' : false;
    expect(slack({ [name]: on })).toEqual(slack({}));
    expect(slack({ medical_context: { [name]: on } })).toEqual(slack({}));
    const refusal = name === 'medical_compliance' ? 'is no level that this service keeps' : 'cannot be turned off';
    expect(problems(slack({ [name]: off }))).toEqual([`${name} ${refusal}`]);
    expect(problems(slack({ medical_context: { [name]: off } }))).toEqual([`medical_context.${name} ${refusal}`]);
    expect(problems(slack({ [name]: 1 }))).toHaveLength(1);
  });

  test('keeps department and priority with a message, for whoever reads it', () => {
    expect(call(slack({ medical_context: { department: 'wound_care', priority: 'high' } })).args).toEqual({ channel: '#medical-team', message: 'Look\n\ndepartment: wound_care\npriority: high' });
    expect(call(slack({ department: 'uci' })).args).toMatchObject({ message: 'Look\n\ndepartment: uci' });
    expect(problems(slack({ department: 'Wound Care', priority: 'soon' }))).toEqual(['department is none of the values there are', 'priority is none of the values there are']);
  });

  test('makes them unit and severity of an alert, where they say nothing else', () => {
    expect(call(alert({ severity: undefined, medical_context: { department: 'uci', priority: 'critical' } }))).toMatchObject({
      args: { unit: 'uci', severity: 'critical' }, spelt: { unit: 'medical_context.department', severity: 'medical_context.priority' },
    });
    expect(call(alert({ priority: 'high', department: 'uci', unit: 'uci' })).args).toMatchObject({ severity: 'high', unit: 'uci' });
    expect(problems(alert({ priority: 'low', department: 'uci', unit: 'medicina' }))).toEqual(['department says otherwise than unit', 'priority says otherwise than severity']);
  });
});
