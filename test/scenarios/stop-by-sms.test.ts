import { NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('somebody ends all messages by SMS', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  const cutOff = async (): Promise<unknown> => (await ward.service.operator.problems()).map(({ code }) => code).sort();

  test('a word of Twilio\'s, which answers it by itself and blocks whatever else we send, is left to Twilio', async () => {
    await ward.reply('ana', 'CANCEL', { by: 'sms' });
    expect(await ward.messages()).toEqual([]);
    expect(await cutOff()).toEqual(['opted_out:ana']);
  });

  test('BAJA, which Twilio doesn\'t know, is answered in letters that an SMS carries', async () => {
    await ward.reply('luis', 'Baja', { by: 'sms' });
    expect(await ward.messages()).toEqual(['luis by sms: answer']);
    expect(ward.texts('luis', 'sms').at(-1)).toBe('No le mandaremos mas mensajes. Avisamos a su hospital. Para volver: START.');
    expect(await cutOff()).toEqual(['opted_out:ana', 'opted_out:luis']);
  });

  test('a stranger who writes it is told nothing', async () => {
    await ward.replyFrom('+56955550199', 'BAJA');
    expect(await ward.messages()).toEqual([]);
  });
});
