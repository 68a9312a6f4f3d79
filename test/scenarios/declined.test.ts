import { byWhatsAppFirst, FIRST_STEP_OF_CRITICAL, NO_LIMITS, SECOND_STEP_OF_CRITICAL, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('somebody who was paged says "not me"', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });
  afterAll(() => ward.close());

  test('the next step is called at once, not at the end of the window', async () => {
    await ward.tap('ana', 'NO PUEDO', code);
    expect(await ward.messages()).toEqual([...SECOND_STEP_OF_CRITICAL, '#emergency-escalation by slack: timeline', 'ana by whatsapp: answer'].sort());
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 2, acknowledgedBy: null });
    expect(ward.texts('ana').at(-1)).toBe(`Entendido: usted no toma ${code}. Llamamos a otra persona.`);
  });

  test("a second no to the old step takes nothing away from the present one's time", async () => {
    await ward.press('fernando', 'decline', code);
    expect(await ward.messages()).toEqual(['#wound-care-team by slack: timeline']);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 2 });
  });

  test('whoever declined can still change their mind and take it', async () => {
    await ward.reply('ana', 'voy');
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(await ward.messages()).toEqual([
      'ana by whatsapp: answer', ...told(['fernando', 'hugo', 'isidora'], ['whatsapp'], 'taken notice'),
    ]);
    expect(ward.texts('hugo').at(-1)).toContain('Ana Rojas');
  });
});

test('"not me" of somebody who sees it in the channel and was not paged takes nobody\'s time away', async () => {
  const ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  const code = await ward.detect({ stage: 4, confidence: 0.93 });
  expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  await ward.press('karina', 'decline', code, { channel: '#emergency-escalation' });
  expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 1, acknowledgedBy: null });
  expect(await ward.messages()).toEqual(['#emergency-escalation by slack: timeline']);
  await ward.close();
});

test('"not me" of the last one who can be called at night is answered with when somebody is, and so is whoever says it again or asks for help', async () => {
  const ward = await openWard({ startAt: '2027-03-02T22:00:00-03:00', env: NO_LIMITS, config: { 'policy.yaml': byWhatsAppFirst } });
  const code = await ward.detect({ stage: 2, confidence: 0.9 });
  await ward.tap('diego', 'NO PUEDO', code);
  expect(ward.texts('diego').at(-1)).toBe(`Entendido: usted no toma ${code}. Llamamos a otra persona.`);
  await ward.reply('diego', 'no');
  expect(ward.texts('diego').at(-1)).toBe(`Entendido: usted no toma ${code}. Ya estamos llamando a otras personas.`);
  await ward.tap('elena', 'NO PUEDO', code);
  expect(ward.texts('elena').at(-1)).toBe(`Entendido: usted no toma ${code}. Sigue abierta, pero no llamamos a nadie más hasta las 08:00. Si no puede esperar, avise a un colega.`);
  expect(await ward.ask(code, 'escalate', 'elena')).toMatchObject({ outcome: 'escalated', follows: 'last_person_later', nextDeadline: expect.stringMatching(/^2027-03-03T11:00:00/) });
  expect((await ward.messages()).filter((message) => message.includes('fail-safe'))).toEqual([]);
  await ward.close();
});
