import { workflowIdOf } from '../../src/workflows/messages.ts';
import { historyText } from './support/history.ts';
import { NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

const PATIENT_REF = 'ref_planted_7731';
const BODY_SITE = 'heel_left_planted';

describe('what Temporal keeps of an alert', () => {
  let ward: Ward;
  let code: string;
  let text: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 4, confidence: 0.93, unit: 'uci', patientRef: PATIENT_REF, bodySite: BODY_SITE, idempotencyKey: 'key-planted-7731' });
    await ward.wait('15 min');
    await ward.reply('pedro', 'palabras plantadas');
    await ward.reply('pedro', 'SÍ', { by: 'sms' });
    await ward.press('pedro', 'resolve', code);
    await ward.wait('11 min');
    await ward.messages();
    text = await historyText(ward, code);
    const { searchAttributes, memo } = await ward.service.temporal.workflow.getHandle(workflowIdOf(code)).describe();
    text += JSON.stringify({ searchAttributes, memo });
  });
  afterAll(() => ward.close());

  test('is read whole: it tells which responder took which step', () => {
    expect(text).toContain(code);
    expect(text).toContain('pedro');
    expect(text).toContain('emergency_escalation');
    expect(text).toContain('policyId');
  });

  test('holds no reference to the patient, no body site and no key of the caller', () => {
    for (const planted of [PATIENT_REF, BODY_SITE, 'key-planted-7731']) expect(text).not.toContain(planted);
  });

  test('holds no phone number', () => {
    const numbers = ward.service.config.current().directory.responders.flatMap(({ destinations }) => [destinations.twilio, destinations['twilio-sms']]);
    const digits = numbers.map((number) => (number ?? '').replaceAll(/\D/g, ''));
    expect(digits).toContain('14155550116');
    expect(digits.filter((number) => text.includes(number))).toEqual([]);
  });

  test("holds no responder's name, and no word of what was written to us or by us", () => {
    expect(ward.service.config.current().directory.responders.filter(({ name }) => text.includes(name)).map(({ id }) => id)).toEqual([]);
    for (const words of ['palabras plantadas', 'Vea al paciente', 'https://ficha.hospital.example']) expect(text).not.toContain(words);
  });
});
