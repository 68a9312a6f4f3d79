import type { Ward } from './support/ward.ts';
import { endAlert, openWhatsAppWard, pageByWhatsApp } from './support/whatsapp-page.ts';

describe('what a provider delivers more than once', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWhatsAppWard();
  });
  beforeEach(async () => {
    code = await pageByWhatsApp(ward);
  });
  afterEach(() => endAlert(ward, code));
  afterAll(() => ward.close());

  const repeated = async (): Promise<object> => (await ward.get('/health')).body.callbacks.repeated;

  const times = async (kind: string): Promise<number> => (await ward.show(code)).timeline.filter((entry) => entry.kind === kind).length;

  test.each(['socket', 'http'] as const)('a press over %s has one effect', async (via) => {
    const { answers } = await ward.sandbox.slack.press({ user: ward.address('fernando', 'slack'), code, action: 'acknowledge', channel: '#lpp-notifications', via, forge: { copies: 3 } });
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', 'ana by whatsapp: taken notice']);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'fernando' });
    expect(await times('acknowledged')).toBe(1);
    expect(await repeated()).toEqual({ slack: via === 'socket' ? 2 : 4 });
  });

  test('a reply that comes again, as it was, has one effect and one answer', async () => {
    await ward.reply('ana', 'no puedo');
    const declined = ['#lpp-notifications by slack: timeline', 'ana by whatsapp: answer', 'fernando by whatsapp: page'];
    expect(await ward.messages()).toEqual(declined);
    const again = await ward.sandbox.twilio?.reply({ from: ward.address('ana', 'twilio'), forge: 'replay' });
    expect(again?.answers.map(({ status }) => status)).toEqual([200]);
    await ward.sweep();
    expect(await ward.messages()).toEqual([]);
    expect(await times('declined')).toBe(1);
    expect(await repeated()).toEqual({ slack: 4, twilio: 1 });
    expect(await ward.show(code)).toMatchObject({ escalationLevel: 2 });
  });

  test('a reply that comes again long after its alert was given back does not take it anew', async () => {
    await ward.reply('ana', 'voy');
    await ward.ask(code, 'giveBack', 'ana');
    await ward.messages();
    await ward.sandbox.twilio?.reply({ from: ward.address('ana', 'twilio'), forge: 'replay' });
    await ward.sweep();
    expect(await ward.messages()).toEqual([]);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', acknowledgedBy: null });
  });

  test('a press that was pressed five times takes it once, and answers the other four', async () => {
    await ward.sandbox.slack.press({ user: ward.address('fernando', 'slack'), code, action: 'acknowledge', channel: '#lpp-notifications', times: 5 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', 'ana by whatsapp: taken notice']);
    expect(await times('acknowledged')).toBe(1);
    const answers = ward.slackMessages('#lpp-notifications').filter(({ ephemeralFor, text }) => ephemeralFor !== null && text.includes(code)).map(({ text }) => text);
    expect(answers.filter((text) => text.startsWith('Usted tomó'))).toHaveLength(1);
    expect(answers.filter((text) => text.includes('ya está a su nombre'))).toHaveLength(4);
  });

  test('a press that is handed to its alert twice, for nobody knew whether it had been, is answered once', async () => {
    const conversation = ward.slackMessages('#lpp-notifications').at(-1)?.channel ?? '';
    const request = { id: `handed-on-twice-${code}`, kind: 'acknowledge', by: { kind: 'responder', id: 'fernando' }, via: 'slack' } as const;
    for (let time = 0; time < 2; time += 1) {
      await ward.service.client.reply(code, { request, answerTo: { route: 'slack', responder: 'fernando', conversation } });
      await ward.quiet();
    }
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', 'ana by whatsapp: taken notice']);
    expect(ward.slackMessages('#lpp-notifications').filter(({ ephemeralFor, text }) => ephemeralFor !== null && text.includes(code))).toHaveLength(1);
  });
});
