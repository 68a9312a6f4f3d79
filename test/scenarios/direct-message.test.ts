import { Client, Connection } from '@temporalio/client';
import { AlertClient, DirectConflictError, DirectRefusedError } from '../../src/client.ts';
import type { DirectRequest } from '../../src/domain/direct-message.ts';
import { planFor, planForAlert } from '../../src/domain/triage.ts';
import { historyText } from './support/history.ts';
import { NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

/** What no platform may ever see. */
const TEXT = 'Don Aurelio Quispe, pieza 305: 🏥 LPP grado 2, favor revisar';

describe('a program sends somebody a message', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  const send = (message: Pick<DirectRequest, 'route' | 'to'> & Partial<DirectRequest>) => ward.service.client.sendDirect({ by: 'agent-1', text: TEXT, ...message });

  test('by WhatsApp: they are told that it waits, by which code, and where to ask', async () => {
    const { code, ...sent } = await send({ route: 'twilio', to: 'whatsapp:+14155550101' });
    expect(sent).toEqual({ status: 'accepted', duplicate: false, content: 'template', to: { responder: 'ana' } });
    expect(await ward.messages()).toEqual(['ana by whatsapp: direct message']);
    expect(ward.texts('ana').at(-1)).toBe(
      `Vigía tiene un mensaje para usted: ${code}\nNo es una alerta: no hay que responder. Para saber qué dice, dé ese código.\nDónde: https://ficha.hospital.example/lpp/${code} o anexo 4100\nGracias.`,
    );
    expect(await ward.service.ledger.directMessage(code)).toMatchObject({ text: TEXT, by: 'agent-1', delivery: { state: 'read', reason: null } });
    const history = await historyText(ward, code, `message-${code}`);
    expect(history).toContain(`message: ${code}`);
    for (const secret of ['Aurelio', 'pieza', '14155550101']) expect(history).not.toContain(secret);
  });

  test('by SMS, in letters that an SMS carries', async () => {
    const { code, to } = await send({ route: 'twilio-sms', to: '+1234567890' });
    expect(to).toEqual({ responder: 'gabriela' });
    expect(await ward.messages()).toEqual(['gabriela by sms: direct message']);
    expect(ward.texts('gabriela', 'sms').at(-1)).toContain(`Vigia tiene un mensaje para usted: ${code}`);
  });

  test('in Slack, to a person in their own language', async () => {
    const { code, to } = await send({ route: 'slack', to: 'hugo' });
    expect(to).toEqual({ responder: 'hugo' });
    expect(await ward.messages()).toEqual(['hugo by slack: direct message']);
    expect(ward.slackTexts('hugo').at(-1)).toContain(`Vigia has a message for you: ${code}`);
    expect(await ward.service.ledger.directMessage(code)).toMatchObject({ delivery: { state: 'sent' } });
  });

  test('in Slack, to a channel, without buttons', async () => {
    const { code, to } = await send({ route: 'slack', to: '#medical-alerts' });
    expect(to).toEqual({ channel: '#medical-alerts' });
    expect(await ward.messages()).toEqual(['#medical-alerts by slack: direct message']);
    expect(ward.slackTexts('#medical-alerts').at(-1)).toContain(`Vigía tiene un mensaje para este canal: ${code}`);
    expect(JSON.stringify(ward.slackMessages('#medical-alerts').at(-1)?.blocks)).not.toContain('"actions"');
  });

  test('the program’s own words are on no platform’s wire', () => {
    const wire = JSON.stringify(ward.sandbox.journal.since(0));
    expect(wire).toContain('un mensaje para usted');
    for (const word of TEXT.split(/[ ,:]+/).filter((each) => each.length > 4)) expect(wire).not.toContain(word);
  });

  test('the same key is the same message, and is sent once', async () => {
    const first = await send({ key: 'k1', route: 'slack', to: 'ana' });
    expect(await send({ key: 'k1', route: 'slack', to: 'ana' })).toEqual({ ...first, duplicate: true });
    expect(await ward.messages()).toEqual(['ana by slack: direct message']);
    await expect(send({ key: 'k1', route: 'slack', to: 'ana', text: 'otra cosa' })).rejects.toThrow(DirectConflictError);
    expect((await send({ key: 'k1', by: 'agent-2', route: 'slack', to: 'luis' })).code).not.toBe(first.code);
    expect(await ward.messages()).toEqual(['luis by slack: direct message']);
  });

  test.each<[string, Pick<DirectRequest, 'route' | 'to'> & Partial<DirectRequest>, string]>([
    ['to a number that the directory does not have', { route: 'twilio', to: 'whatsapp:+56999999999' }, 'unknown_recipient'],
    ['to a channel that the directory does not have', { route: 'slack', to: '#general' }, 'unknown_recipient'],
    ['by a way that its address is not of', { route: 'slack', to: '+14155550101' }, 'wrong_address'],
    ['about an alert that there is not', { route: 'slack', to: 'ana', alert: 'A2BC-D5EF' }, 'unknown_alert'],
    ['without words', { route: 'slack', to: 'ana', text: ' \n' }, 'no_text'],
    ['with too many words', { route: 'slack', to: 'ana', text: 'x'.repeat(4_097) }, 'text_too_long'],
  ])('%s: refused by name, in words that repeat nothing of it', async (_what, message, reason) => {
    const refused = await send(message).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DirectRefusedError);
    expect(refused).toMatchObject({ reason });
    expect((refused as Error).message).not.toContain(message.to);
  });

  test('to somebody who wrote STOP: refused by name, until they come back; what was taken before is still answered as it was', async () => {
    const before = await send({ key: 'k2', route: 'twilio', to: 'ana' });
    expect(await ward.messages()).toEqual(['ana by whatsapp: direct message']);
    await ward.reply('ana', 'STOP');
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    await expect(send({ route: 'twilio', to: 'ana' })).rejects.toMatchObject({ reason: 'opted_out' });
    expect(await send({ key: 'k2', route: 'twilio', to: 'ana' })).toEqual({ ...before, duplicate: true });
    await ward.reply('ana', 'START');
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    await send({ route: 'twilio', to: 'ana' });
    expect(await ward.messages()).toEqual(['ana by whatsapp: direct message']);
  });

  test('a reply to it takes no alert, and says why', async () => {
    const code = await ward.detect({ stage: 2, confidence: 0.93 });
    await ward.messages();
    const message = await send({ route: 'twilio', to: 'ana' });
    await ward.messages();
    const sid = ward.sandbox.twilio?.messages.list({ to: ward.address('ana', 'twilio') }).find(({ body }) => body.includes(message.code))?.sid;
    await ward.reply('ana', 'Sí', { quoting: sid ?? '' });
    expect(ward.texts('ana').at(-1)).toBe(`${message.code} es un mensaje, no una alerta. No tomó nada. Para tomar una alerta, responda SÍ y el código de ella.`);
    await ward.reply('ana', `SI ${message.code}`);
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer', 'ana by whatsapp: answer']);
    expect(await ward.show(code)).toMatchObject({ acknowledgedBy: null });
    await ward.ask(code, 'cancel', 'luis');
    await ward.messages();
  });
});

describe('Temporal cannot be reached', () => {
  let ward: Ward;
  let connection: Connection;
  let cutOff: AlertClient;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(async () => {
    await cutOff.settled();
    await connection.close();
    await ward.close();
  });

  test('a message is kept all the same, and goes out once Temporal is there again', async () => {
    const { ledger, config, hospital } = ward.service;
    // The discard port: nothing listens there.
    connection = Connection.lazy({ address: '127.0.0.1:9' });
    cutOff = new AlertClient({
      temporal: new Client({ connection }), ledger, now: () => ward.time.now(), direct: { hospital, platforms: ['slack', 'twilio'] },
      planFor: (detection) => planFor(config.current().policy, detection), planForAlert: (alert) => planForAlert(config.current().policy, alert),
    });
    const { code } = await cutOff.sendDirect({ by: 'agent-1', route: 'slack', to: 'ana', text: TEXT });
    expect(await ward.messages()).toEqual([]);
    expect(await ledger.directMessage(code)).toMatchObject({ status: 'accepted', delivery: { state: 'pending' } });
    await ward.sweep();
    expect(await ward.messages()).toEqual(['ana by slack: direct message']);
    await ward.sweep();
    expect(await ward.messages()).toEqual([]);
  });
});
