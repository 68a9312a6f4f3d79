import type { FaultRuleInput } from '../../src/sandbox/faults.ts';
import { NO_LIMITS, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

const HIGH = '  high:\n    mode: page\n    routes: [slack, twilio]\n';
const WHATSAPP_FIRST = '  high:\n    mode: page\n    routes: [twilio, twilio-sms, slack]\n';

describe('where policy goes by WhatsApp first', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config: { 'policy.yaml': (text) => text.replace(HIGH, WHATSAPP_FIRST) } });
  });
  afterEach(() => ward.sandbox.faults.clear());
  afterAll(() => ward.close());

  function toAna(route: 'twilio' | 'twilio-sms', fault: FaultRuleInput['fault']): void {
    ward.sandbox.faults.add({ platform: 'twilio', operation: 'messages.create', match: { to: ward.address('ana', route) }, fault });
  }

  test('a message that Twilio took and WhatsApp then failed goes out by SMS', async () => {
    toAna('twilio', { kind: 'receipts', plan: [{ status: 'sent' }, { status: 'undelivered', errorCode: 63003 }] });
    const code = await ward.detect({ stage: 3, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', ...told(['ana'], ['sms', 'whatsapp'], 'page'), 'fernando by whatsapp: page']);
    expect((await ward.show(code)).timeline.find(({ kind }) => kind === 'page_failed')).toMatchObject({ platform: 'twilio', responder: 'ana', reason: '63003' });
    expect(await ward.service.operator.problems()).toMatchObject([{ code: '63003:ana', kind: 'notice' }]);
    // Who brings no key hears what happened, and not to whom.
    expect((await ward.get('/health')).body.problems).toMatchObject([{ code: '63003', words: { es: expect.stringMatching(/^Alguien no recibe WhatsApp/), en: expect.stringMatching(/^Somebody gets no WhatsApp/) } }]);
    await ward.reply('ana', 'voy', { by: 'sms' });
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', 'ana by sms: answer', 'fernando by whatsapp: taken notice']);
    await ward.ask(code, 'resolve', 'ana');
    await ward.wait('10 min');
    await ward.messages();
  });

  /** Ends an alert, and all that is said of that. */
  async function end(code: string): Promise<void> {
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
  }

  test('a message that failed for the moment goes by WhatsApp once more after some seconds, and only then by SMS', async () => {
    toAna('twilio', { kind: 'receipts', plan: [{ status: 'sent' }, { status: 'undelivered', errorCode: 63018, times: 2 }] });
    const code = await ward.detect({ stage: 3, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'ana by whatsapp: page', 'fernando by whatsapp: page']);
    await ward.wait('7 s');
    expect(await ward.messages()).toEqual(told(['ana'], ['sms', 'whatsapp'], 'page'));
    expect(ward.texts('ana').at(-1)).not.toContain('(repet');
    expect((await ward.show(code)).timeline.filter(({ kind }) => kind === 'page_failed')).toMatchObject([{ responder: 'ana', reason: '63018' }, { responder: 'ana', reason: '63018' }]);
    await end(code);
  });

  test('a message that wanted a template after all goes once more at once, and then by SMS', async () => {
    toAna('twilio', { kind: 'receipts', plan: [{ status: 'failed', errorCode: 63016 }] });
    const code = await ward.detect({ stage: 3, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', ...told(['ana'], ['sms', 'whatsapp', 'whatsapp'], 'page'), 'fernando by whatsapp: page']);
    await end(code);
  });

  test('at critical severity the next route doesn\'t wait for that', async () => {
    const code = await ward.detect({ stage: 4, confidence: 0.93 });
    const first = await ward.messages();
    await end(code);
    toAna('twilio', { kind: 'receipts', plan: [{ status: 'undelivered', errorCode: 63018 }] });
    const again = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(first);
    await ward.wait('7 s');
    expect(await ward.messages()).toEqual(['ana by whatsapp: page']);
    await end(again);
  });

  test('a refusal that somebody must see to goes to the operator, with the route that it stops, and delays no other alert, until a message arrives again', async () => {
    for (const person of ['ana', 'fernando']) {
      const to = ward.address(person, 'twilio');
      ward.sandbox.faults.add({ platform: 'twilio', operation: 'messages.create', match: { to }, fault: { kind: 'receipts', plan: [{ status: 'failed', errorCode: 63007 }] } });
    }
    const code = await ward.detect({ stage: 3, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', ...told(['ana', 'fernando'], ['sms', 'whatsapp'], 'page')]);
    expect((await ward.get('/health')).body).toMatchObject({ status: 'degraded', problems: expect.arrayContaining([expect.objectContaining({ platform: 'twilio', code: '63007', words: expect.objectContaining({ en: expect.stringContaining('TWILIO_WHATSAPP_NUMBER') }) })]) });
    expect((await ward.get('/health')).body.failing).toMatchObject([{ sender: 'twilio whatsapp', code: '63007' }]);
    const other = await ward.detect({ stage: 3, confidence: 0.91 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', ...told(['ana', 'fernando'], ['sms'], 'page')]);
    for (const each of [code, other]) await end(each);
    ward.sandbox.faults.clear();
    await ward.wait('2 min');
    const next = await ward.detect({ stage: 3, confidence: 0.9 });
    await ward.messages();
    expect((await ward.get('/health')).body).toMatchObject({ status: 'ok', problems: [], failing: [] });
    await end(next);
  });

  test('a message of ours that WhatsApp calls wrong is told as a defect, and goes out by SMS', async () => {
    toAna('twilio', { kind: 'receipts', plan: [{ status: 'failed', errorCode: 63005 }] });
    const code = await ward.detect({ stage: 3, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', ...told(['ana'], ['sms', 'whatsapp'], 'page'), 'fernando by whatsapp: page']);
    expect(await ward.service.operator.problems()).toMatchObject([{ code: '63005', kind: 'defect' }]);
    await end(code);
  });

  test('an SMS that fails by callback too goes on to Slack', async () => {
    toAna('twilio', { kind: 'receipts', plan: [{ status: 'failed', errorCode: 63003 }] });
    toAna('twilio-sms', { kind: 'receipts', plan: [{ status: 'sent' }, { status: 'undelivered', errorCode: 30003 }] });
    const code = await ward.detect({ stage: 3, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', ...told(['ana'], ['slack', 'sms', 'whatsapp'], 'page'), 'fernando by whatsapp: page']);
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
  });

  test('a number that is blocked goes on to the next route without waiting', async () => {
    toAna('twilio', { kind: 'platform_error', code: 21610 });
    const code = await ward.detect({ stage: 3, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'ana by sms: page', 'fernando by whatsapp: page']);
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
  });

  test('a message that shows no receipt in a minute counts as not having arrived', async () => {
    toAna('twilio', { kind: 'receipts', plan: [] });
    const code = await ward.detect({ stage: 3, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'ana by whatsapp: page', 'fernando by whatsapp: page']);
    await ward.wait('55 s');
    await ward.sweep();
    expect(await ward.messages()).toEqual([]);
    await ward.wait('10 s');
    await ward.sweep();
    expect(await ward.messages()).toEqual(['ana by sms: page']);
    const overdue = (await ward.show(code)).timeline.filter(({ kind }) => kind === 'page_failed');
    expect(overdue).toMatchObject([{ platform: 'twilio', responder: 'ana', reason: 'receipt_overdue' }]);
    await ward.sweep();
    expect(await ward.messages()).toEqual([]);
    await ward.tap('ana', 'SÍ, VOY', code);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    await ward.messages();
  });
});
