import type { AlertRequest } from '../../src/domain/request.ts';
import { toBody } from '../../src/webhooks/inbox/incoming.ts';
import type { Ward } from './support/ward.ts';
import { endAlert, openWhatsAppWard, pageByWhatsApp } from './support/whatsapp-page.ts';

/** A reply as a process leaves it that dies right after it wrote it down. */
describe('a reply that was written down and not handed on', () => {
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

  async function leave(eventId: string, body: string, kind: 'reply' | 'opt_out'): Promise<void> {
    const at = ward.time.now();
    const reply = { eventId, from: ward.address('ana', 'twilio'), to: 'whatsapp:+14155550190', body, button: null, quotedSid: null, mediaTypes: [], externalUserId: null, at: at.toISOString() };
    const taking = kind === 'reply';
    await ward.service.ledger.noteInbound({ platform: 'twilio', kind: 'person', address: reply.from }, at);
    await ward.service.ledger.receive({ platform: 'twilio', eventId, receivedAt: at, kind, code: taking ? code : null, mayAcknowledge: taking, body: toBody({ type: 'reply', reply }) });
  }

  test('takes the alert at the next look, once, and is answered', async () => {
    await leave('SM-kept-1', 'voy', 'reply');
    await ward.sweep();
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', 'ana by whatsapp: answer']);
    await ward.sweep();
    expect(await ward.messages()).toEqual([]);
    expect(await ward.service.ledger.unprocessed('twilio', 10)).toEqual([]);
  });

  test('asks who or which as it would have at once', async () => {
    const other = await ward.detect({ stage: 2, confidence: 0.91 });
    await ward.messages();
    await leave('SM-kept-2', 'voy', 'reply');
    await ward.sweep();
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(ward.texts('ana').at(-1)).toMatch(/^¿Cuál toma\?/);
    await ward.ask(other, 'cancel', 'luis');
    await ward.messages();
  });

  test('the answer to a question takes the alert once, and nobody is told that it took nothing', async () => {
    const other = await ward.detect({ stage: 2, confidence: 0.91 });
    await ward.messages();
    await ward.reply('ana', 'voy');
    const asked = ward.texts('ana').at(-1) ?? '';
    expect(asked).toMatch(/^¿Cuál toma\?/);
    await ward.messages();
    await leave('SM-kept-4', asked.includes(`1) ${other}`) ? '1' : '2', 'reply');
    // The alert has heard it; the process died before it had noted that.
    const request: AlertRequest = { id: 'SM-kept-4', kind: 'acknowledge', by: { kind: 'responder', id: 'ana' }, via: 'twilio', step: 1 };
    await ward.service.client.reply(other, { request, answerTo: { route: 'twilio', responder: 'ana', conversation: null } });
    await ward.sweep();
    expect(await ward.show(other)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', 'ana by whatsapp: answer']);
    expect(ward.texts('ana').at(-1)).toMatch(new RegExp(`^Usted tomó ${other}`));
    await ward.ask(other, 'cancel', 'luis');
    await ward.messages();
  });

  test('STOP: from the next look on the number is left alone but for the answer, and the next person is called', async () => {
    await leave('SM-kept-3', 'STOP', 'opt_out');
    await ward.sweep();
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', 'ana by whatsapp: answer', 'fernando by whatsapp: page']);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 2 });
    expect(await ward.service.operator.problems()).toMatchObject([{ code: 'opted_out:ana' }]);
  });
});
