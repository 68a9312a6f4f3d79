import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, SECOND_STEP_OF_CRITICAL, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

const FIRST_STEP = '      - to: [primary_nurse, charge_nurse]\n        window: 5 min\n';

describe('a step that two people must acknowledge', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    const config = { 'policy.yaml': (text: string) => text.replace(FIRST_STEP, `${FIRST_STEP}        needs: 2\n`) };
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config });
  });
  beforeEach(async () => {
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    await ward.tap('ana', 'SÍ, VOY', code);
  });
  afterAll(() => ward.close());

  test('is not taken by the first, who hears that another one is missing', async () => {
    expect(await ward.messages()).toEqual(['#emergency-escalation by slack: timeline', 'ana by whatsapp: answer']);
    expect(ward.texts('ana').at(-1)).toMatch(new RegExp(`^Anotado: usted va por ${code}\\. Falta otra persona y seguimos llamando\\.`));
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 1 });
    expect(await ward.ask(code, 'acknowledge', 'ana')).toMatchObject({ outcome: 'taken_waiting_for_others' });
    expect(await ward.show(code)).toMatchObject({ status: 'notified' });

    await ward.press('fernando', 'acknowledge', code);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(await ward.messages()).toEqual([]);
    await ward.wait('5 min');
    expect(await ward.messages()).toEqual([]);
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
  });

  test('tells the other, who only says that they have seen it, that they are still needed, and takes all of theirs', async () => {
    await ward.messages();
    await ward.reply('fernando', 'ok');
    expect(await ward.messages()).toEqual(['fernando by whatsapp: answer']);
    expect(ward.texts('fernando').at(-1)).toMatch(/^Aún no la tomó: responda SÍ o NO\./);
    await ward.reply('fernando', 'ACK TODOS');
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(await ward.messages()).toEqual(['fernando by whatsapp: answer']);
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
  });

  test('is open again when the second gives their part back, and the first holds it meanwhile', async () => {
    await ward.messages();
    await ward.press('fernando', 'acknowledge', code);
    await ward.messages();
    await ward.reply('fernando', 'DESHACER');
    expect(await ward.show(code)).toMatchObject({ status: 'notified', acknowledgedBy: 'ana', escalationLevel: 2 });
    expect(ward.texts('fernando').at(-1)).toBe(`Usted devolvió ${code}. Llamamos a otra persona.`);
    expect(await ward.messages()).toEqual([...SECOND_STEP_OF_CRITICAL, 'fernando by whatsapp: answer'].sort());
    await ward.tap('isidora', 'SÍ, VOY', code);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    await ward.messages();
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
  });

  test('goes on without the second at the end of its window, and reminds only who has not answered', async () => {
    await ward.messages();
    await ward.wait('5 min');
    expect(await ward.messages()).toEqual([...SECOND_STEP_OF_CRITICAL, 'fernando by slack: reminder', 'fernando by whatsapp: reminder'].sort());
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 2 });
  });
});
