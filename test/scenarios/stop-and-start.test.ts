import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, SECOND_STEP_OF_CRITICAL, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('somebody who was paged writes STOP', () => {
  let ward: Ward;
  let code: string;
  let stoppedAt: number;
  const sinceStop = (): unknown[] => ward.sandbox.journal.since(stoppedAt).filter(({ to }) => to === ward.address('ana', 'twilio'));
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });
  afterAll(() => ward.close());

  test('a word that may mean the alert ends no messages: it is not understood', async () => {
    await ward.reply('ana', 'cancel');
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(ward.texts('ana').at(-1)).toMatch(/^No entendimos; aún no la tomó\./);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 1 });
  });

  test('the next person is called at once, and the operator is told who can no longer be reached', async () => {
    stoppedAt = ward.sandbox.journal.since(0).at(-1)?.seq ?? 0;
    await ward.reply('ana', 'STOP');
    expect(await ward.messages()).toEqual(['#emergency-escalation by slack: timeline', 'ana by whatsapp: answer', ...SECOND_STEP_OF_CRITICAL].sort());
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 2 });
    expect(await ward.service.operator.problems()).toMatchObject([{ platform: 'twilio', code: 'opted_out:ana' }]);
  });

  test('the last thing that goes to that number says so, and how to come back', () => {
    expect(ward.texts('ana').at(-1)).toBe('No le mandaremos más mensajes. Avisamos a su hospital. Para volver: START.');
    expect(sinceStop()).toHaveLength(1);
  });

  test('nothing more goes to that number: not that somebody has it, and not that it is over', async () => {
    await ward.reply('isidora', 'voy');
    expect(await ward.messages()).toEqual(['#wound-care-team by slack: timeline', ...told(['fernando', 'hugo'], ['whatsapp'], 'taken notice'), 'isidora by whatsapp: answer']);
    await ward.reply('isidora', 'listo');
    expect(await ward.messages()).toEqual([...told(['fernando', 'hugo'], ['whatsapp'], 'closed notice'), 'isidora by whatsapp: answer']);
    await ward.wait('11 min');
    expect(sinceStop()).toHaveLength(1);
  });

  test('the next alert reaches them by the routes that are left', async () => {
    const next = await ward.detect({ stage: 4, confidence: 0.9 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL.filter((message) => message !== 'ana by whatsapp: page'));
    const { timeline } = await ward.show(next);
    expect(timeline.find(({ kind }) => kind === 'page_failed')).toMatchObject({ responder: 'ana', platform: 'twilio', reason: 'opted_out' });
    await ward.ask(next, 'cancel', 'fernando');
    expect(await ward.messages()).toEqual(['#emergency-escalation by slack: timeline']);
  });

  const cutOff = async (): Promise<unknown> => (await ward.service.operator.problems()).map(({ code }) => code);

  test('health says for hours who can no longer be reached there', async () => {
    await ward.wait('3 h');
    expect(await ward.messages()).toEqual([]);
    expect(await cutOff()).toEqual(['opted_out:ana']);
    // Who brings no key hears that somebody can't be reached, and not who.
    expect((await ward.get('/health')).body.problems).toMatchObject([{ code: 'opted_out' }]);
  });

  test('START brings it back, says so, and health has nothing more to say of it; STOP after that is told anew', async () => {
    await ward.reply('ana', 'stop', { by: 'sms' });
    await ward.reply('ana', 'start', { by: 'sms' });
    expect(await cutOff()).toEqual(['opted_out:ana']);
    await ward.reply('ana', 'start');
    expect(await cutOff()).toEqual([]);
    await ward.reply('ana', 'stop');
    expect(await cutOff()).toEqual(['opted_out:ana']);
    await ward.reply('ana', 'start');
    expect(await ward.messages()).toEqual(['ana by sms: answer', ...Array<string>(3).fill('ana by whatsapp: answer')]);
    expect(ward.texts('ana').at(-1)).toBe('Vuelve a recibir las alertas de Vigía.');
    const next = await ward.detect({ stage: 4, confidence: 0.9 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    await ward.ask(next, 'cancel', 'fernando');
    expect(await ward.messages()).toEqual(['#emergency-escalation by slack: timeline', 'ana by whatsapp: closed notice']);
  });
});
