import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('a named person cancels an alert', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });
  afterAll(() => ward.close());

  test('it ends at once, and those who were paged are told', async () => {
    expect(await ward.ask(code, 'cancel', 'ana')).toMatchObject({ ok: true, outcome: 'cancelled', status: 'cancelled' });
    expect(await ward.messages()).toEqual(['#emergency-escalation by slack: timeline', 'fernando by whatsapp: closed notice']);
    expect(ward.texts('fernando').at(-1)).toContain('Quedó cancelada.');
    expect(ward.slackTexts('fernando').at(-1)).toContain('Cancelada');
    const view = await ward.show(code);
    expect(view).toMatchObject({ status: 'cancelled', nextDeadline: null });
    expect(view.timeline.findLast(({ kind }) => kind === 'cancelled')).toMatchObject({ responder: 'ana' });
    await ward.wait('1 h');
  });

  test('whoever answers after that hears that it is over', async () => {
    await ward.tap('fernando', 'SÍ, VOY', code);
    expect(await ward.messages()).toEqual(['fernando by whatsapp: answer']);
    expect(ward.texts('fernando').at(-1)).toBe(`${code} ya está cancelada. No cambió nada.`);
  });
});
