import { NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

const STRANGER = 'U0VIGIA0016';
const STRANGERS_PHONE = 'whatsapp:+14155550177';

/** Pedro's place in Slack is somebody else's now: the workspace knows the person, the directory doesn't. */
const WITHOUT_PEDRO_IN_SLACK = (directory: string): string => directory.replace(`slack: ${STRANGER}`, 'slack: U0VIGIA0099');

describe('somebody whom the directory does not know', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 3, confidence: 0.93 });
    await ward.messages();
  });
  afterEach(async () => {
    expect(await ward.show(code)).toMatchObject({ status: 'notified', acknowledgedBy: null, escalationLevel: 1 });
  });
  afterAll(() => ward.close());

  const unprocessed = async (): Promise<number> => (await ward.service.ledger.unprocessed('twilio', 10)).length;

  test.each(['voy', 'listo', 'ok', '1'])('who writes "%s" is told that they are not known, and nothing changes', async (text) => {
    await ward.replyFrom(STRANGERS_PHONE, text);
    expect(await ward.messages()).toEqual([`${STRANGERS_PHONE} by whatsapp: answer`]);
    expect(ward.textsAt(STRANGERS_PHONE).at(-1)).toBe('Este número no está en Vigía. No tomó nada. Avise a su hospital.');
    expect(await unprocessed()).toBe(0);
  });

  test('who names a code learns nothing about it', async () => {
    await ward.replyFrom(STRANGERS_PHONE, `voy ${code}`);
    expect(ward.textsAt(STRANGERS_PHONE).at(-1)).toBe('Este número no está en Vigía. No tomó nada. Avise a su hospital.');
    await ward.messages();
  });

  test('who writes by SMS is answered by SMS', async () => {
    await ward.replyFrom('+14155550178', 'voy');
    expect(await ward.messages()).toEqual(['+14155550178 by sms: answer']);
    expect(ward.textsAt('+14155550178').at(-1)).toBe('Este numero no esta en Vigia. No tomo nada. Avise a su hospital.');
  });
});

describe('somebody in Slack whom the directory does not know', () => {
  test('presses a button in a channel, and only they see that it had no effect', async () => {
    const ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    const code = await ward.detect({ stage: 3, confidence: 0.93 });
    await ward.messages();
    await ward.changeConfig('directory.yaml', WITHOUT_PEDRO_IN_SLACK);
    await ward.sandbox.slack.press({ user: STRANGER, code, action: 'acknowledge', channel: '#lpp-notifications' });
    expect(await ward.messages()).toEqual([]);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', acknowledgedBy: null });
    const seen = ward.slackMessages('#lpp-notifications').filter(({ ephemeralFor }) => ephemeralFor !== null);
    expect(seen).toMatchObject([{ ephemeralFor: STRANGER, text: 'Usted no está en Vigía. No tomó nada. Avise a su hospital.' }]);
    await ward.close();
  });
});
