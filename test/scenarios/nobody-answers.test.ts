import { NO_LIMITS, told } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('a stage 4 finding that nobody answers, at 3 on a Monday morning', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: '2027-03-01T03:00:00-03:00', env: NO_LIMITS });
    code = await ward.detect({ stage: 4, confidence: 0.93 });
  });
  afterAll(() => ward.close());

  test('pages the primary and the charge nurse of the night together', async () => {
    expect(await ward.messages()).toEqual(['#emergency-escalation by slack: page', ...told(['bruno', 'fernando'], ['slack', 'whatsapp'], 'page')].sort());
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 1, nextDeadline: expect.stringMatching(/^2027-03-01T06:05:/) });
  });

  test('reminds both after 3 minutes, but no channel', async () => {
    await ward.wait('3 min');
    expect(await ward.messages()).toEqual(told(['bruno', 'fernando'], ['slack', 'whatsapp'], 'reminder').sort());
    expect(ward.texts('bruno').at(-1)).toMatch(/^Recordatorio de alerta CRÍTICA de Vigía: \S+\nNadie la ha tomado\. Vea al paciente\./);
  });

  test('calls the physician and the wound nurse after 5', async () => {
    await ward.wait('2 min');
    expect(await ward.messages()).toEqual(['#wound-care-team by slack: page', ...told(['gabriela', 'javier'], ['slack', 'whatsapp'], 'page')].sort());
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 2, nextDeadline: expect.stringMatching(/^2027-03-01T06:10:/) });
  });

  test('calls the supervisor after 10, by SMS as well', async () => {
    await ward.wait('5 min');
    expect(await ward.messages()).toEqual([
      ...told(['gabriela', 'javier'], ['slack', 'whatsapp'], 'reminder'), ...told(['karina'], ['slack', 'whatsapp', 'sms'], 'page'),
    ].sort());
    expect(ward.texts('karina', 'sms')).toHaveLength(1);
    expect(await ward.show(code)).toMatchObject({ escalationLevel: 3 });
  });

  test('comes to the fail-safe recipient after 15, unanswered', async () => {
    await ward.wait('5 min');
    expect(await ward.messages()).toEqual([
      ...told(['karina'], ['slack', 'whatsapp', 'sms'], 'reminder'), ...told(['olivia'], ['slack', 'whatsapp', 'sms'], 'fail-safe'),
      '#emergency-escalation by slack: timeline', '#wound-care-team by slack: timeline',
    ].sort());
    expect(ward.texts('olivia', 'sms').at(-1)).toMatch(/sin respuesta: .*depende de usted/is);
    expect(await ward.show(code)).toMatchObject({ status: 'unanswered', escalationLevel: 4, acknowledgedBy: null });
  });

  test('reminds the fail-safe recipient every 5 minutes', async () => {
    await ward.wait('5 min');
    expect(await ward.messages()).toEqual(told(['olivia'], ['slack', 'whatsapp', 'sms'], 'fail-safe').sort());
    await ward.wait('5 min');
    expect(await ward.messages()).toEqual(told(['olivia'], ['slack', 'whatsapp', 'sms'], 'fail-safe').sort());
  });

  test('stops when the fail-safe recipient answers by SMS, and tells everybody who was paged', async () => {
    await ward.reply('olivia', 'SÍ', { by: 'sms' });
    expect(await ward.messages()).toEqual([
      'olivia by sms: answer',
      ...told(['bruno', 'fernando', 'gabriela', 'javier', 'karina'], ['whatsapp'], 'taken notice'), 'karina by sms: taken notice',
    ].sort());
    expect(ward.texts('olivia', 'sms').at(-1)).toMatch(new RegExp(`^Usted tomo ${code}\\. Vea al paciente\\.`));
    expect(ward.texts('karina', 'sms').at(-1)).toContain('La tomo Olivia Sepulveda');
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'olivia' });
    await ward.wait('20 min');
  });
});
