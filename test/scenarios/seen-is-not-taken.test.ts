import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, SECOND_STEP_OF_CRITICAL, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('somebody has only seen a page', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });
  afterAll(() => ward.close());

  test.each([['OK', {}], ['ya', {}], ['VISTO', {}], ['👍🏽', {}], ['recibido, gracias', {}], ['', { mediaType: 'audio/ogg' }], ['', { mediaType: 'image/webp' }]])('"%s" takes nothing, and asks for a yes or a no', async (text, how) => {
    await ward.reply('ana', text, how);
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(ward.texts('ana').at(-1)).toBe(`Aún no la tomó: responda SÍ o NO. Alerta ${code}.`);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', acknowledgedBy: null, escalationLevel: 1 });
  });

  test('the clock runs on: a reminder, then the next step', async () => {
    await ward.wait('3 min');
    expect(await ward.messages()).toEqual(told(['ana', 'fernando'], ['slack', 'whatsapp'], 'reminder'));
    await ward.wait('2 min');
    expect(await ward.messages()).toEqual(SECOND_STEP_OF_CRITICAL);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 2 });
  });

  test('once somebody has it, a receipt is told who that is, and the owner that it is still theirs', async () => {
    await ward.reply('isidora', 'voy');
    await ward.messages();
    await ward.reply('ana', 'ok');
    expect(ward.texts('ana').at(-1)).toBe(`${code}: ya la tiene Isidora Campos. Usted no tiene que hacer nada.`);
    await ward.reply('isidora', 'visto');
    expect(ward.texts('isidora').at(-1)).toBe(`${code} sigue a su nombre. Responda LISTO cuando esté atendida, o DESHACER para devolverla.`);
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer', 'isidora by whatsapp: answer']);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'isidora' });
  });
});
