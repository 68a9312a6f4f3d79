import type { DirectRequest } from '../../src/domain/direct-message.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

const TEXT = '🚨 URGENTE: alerta crítica de PAT-001. Favor responder.';

describe('a program raises a critical alert, and writes by hand to somebody whom that calls', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  const write = (to: string, more: Partial<DirectRequest> = {}) => ward.service.client.sendDirect({ by: 'agent-1', route: 'twilio', to, text: TEXT, ...more });

  test('before the page has left: they are told once, by the alert', async () => {
    const raised = await ward.service.client.raise({ stage: 4, confidence: 0.93 }, { by: 'agent-1' });
    const written = await write('ana', { key: 'follow-up' });
    code = await ward.begun(raised);
    expect(written).toMatchObject({ status: 'already_told', alert: code, to: { responder: 'ana' }, duplicate: false, content: 'template' });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });

  test('after it has left: the same, by whichever way; the words are kept', async () => {
    const written = await write('fernando', { route: 'slack' });
    expect(written).toMatchObject({ status: 'already_told', alert: code });
    expect(await ward.messages()).toEqual([]);
    expect(await ward.service.ledger.directMessage(written.code)).toMatchObject({ text: TEXT, status: 'already_told', alert: code, delivery: null });
  });

  test('the same key again is answered as before', async () => {
    expect(await write('ana', { key: 'follow-up' })).toMatchObject({ status: 'already_told', alert: code, duplicate: true });
  });

  test('somebody whom the alert does not call is written to', async () => {
    expect(await write('karina')).toMatchObject({ status: 'accepted', to: { responder: 'karina' } });
    expect(await ward.messages()).toEqual(['karina by whatsapp: direct message']);
  });

  test('another program’s message says something else, and goes out', async () => {
    expect(await write('ana', { by: 'agent-2' })).toMatchObject({ status: 'accepted' });
    expect(await ward.messages()).toEqual(['ana by whatsapp: direct message']);
  });

  test('another program that names the alert would only repeat it', async () => {
    expect(await write('ana', { by: 'agent-2', alert: code })).toMatchObject({ status: 'already_told', alert: code });
    expect(await ward.messages()).toEqual([]);
  });

  test('naming another alert does not have them told twice', async () => {
    const other = await ward.begun(await ward.service.client.raise({ stage: 0, confidence: 0.98 }));
    expect(await write('ana', { alert: other })).toMatchObject({ status: 'already_told', alert: code });
    expect(await ward.messages()).toEqual([]);
  });

  test('once more than 10 minutes have passed since the last page, it goes out', async () => {
    await ward.ask(code, 'acknowledge', 'fernando');
    await ward.wait('11 min');
    await ward.messages();
    expect(await write('ana')).toMatchObject({ status: 'accepted' });
    expect(await ward.messages()).toEqual(['ana by whatsapp: direct message']);
  });

  test('once the alert is over, it goes out', async () => {
    const other = await ward.begun(await ward.service.client.raise({ stage: 4, confidence: 0.93 }, { by: 'agent-3' }));
    await ward.ask(other, 'cancel', 'luis');
    await ward.ask(code, 'cancel', 'luis');
    await ward.messages();
    expect(await write('ana', { by: 'agent-3' })).toMatchObject({ status: 'accepted' });
    expect(await ward.messages()).toEqual(['ana by whatsapp: direct message']);
  });
});
