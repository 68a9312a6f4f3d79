import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, SECOND_STEP_OF_CRITICAL, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('a page is answered by SMS', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    await ward.wait('5 min');
    expect(await ward.messages()).toEqual([...told(['ana', 'fernando'], ['slack', 'whatsapp'], 'reminder'), ...SECOND_STEP_OF_CRITICAL].sort());
    await ward.wait('5 min');
    expect(await ward.messages()).toEqual([...told(['hugo', 'isidora'], ['slack', 'whatsapp'], 'reminder'), ...told(['luis'], ['slack', 'whatsapp', 'sms'], 'page')].sort());
  });
  afterAll(() => ward.close());

  test('the page says how to answer in letters that an SMS carries', () => {
    const [page] = ward.texts('luis', 'sms');
    expect(page).toContain(code);
    expect(page).toMatch(/Responda SI o NO/);
    // GSM 03.38: one letter outside it, such as Í, makes every SMS more than twice as long and as dear.
    expect(page).toMatch(/^[A-Za-z0-9Ññé¿¡?.,:;()/\-\n ]*$/);
  });

  test('OK by SMS has only been seen', async () => {
    await ward.reply('luis', 'Ok', { by: 'sms' });
    expect(await ward.messages()).toEqual(['luis by sms: answer']);
    expect(ward.texts('luis', 'sms').at(-1)).toBe(`Aun no la tomo: responda SI o NO. Alerta ${code}.`);
    expect(await ward.show(code)).toMatchObject({ acknowledgedBy: null });
  });

  test('SI takes it, and the answer comes by SMS', async () => {
    await ward.reply('luis', 'Si voy', { by: 'sms' });
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'luis' });
    expect(await ward.messages()).toEqual([
      '#emergency-escalation by slack: timeline', '#wound-care-team by slack: timeline',
      ...told(['ana', 'fernando', 'hugo', 'isidora'], ['whatsapp'], 'taken notice'), 'luis by sms: answer',
    ]);
    expect(ward.texts('luis', 'sms').at(-1)).toMatch(new RegExp(`^Usted tomo ${code}\\. Vea al paciente\\. Responda LISTO`));
  });

  test('LISTO by SMS says that it is done', async () => {
    await ward.reply('luis', 'LISTO', { by: 'sms' });
    expect(await ward.show(code)).toMatchObject({ status: 'resolved' });
    expect(await ward.messages()).toEqual([...told(['ana', 'fernando', 'hugo', 'isidora'], ['whatsapp'], 'closed notice'), 'luis by sms: answer']);
  });
});
