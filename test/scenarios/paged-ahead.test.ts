import type { DirectRequest } from '../../src/domain/direct-message.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

/** Tuesday, 10 in the morning: hugo is the physician on call, isidora the wound nurse. A critical alert calls both in its second step. */
const TEXT = 'URGENT: critical alert for PAT-001. Please respond.';

describe('a program raises a critical alert, and writes by hand to the physician whom its second step calls', () => {
  let ward: Ward;
  let code: string;
  let message: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.begun(await ward.service.client.raise({ stage: 4, confidence: 0.93 }, { by: 'agent-1' }));
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });
  afterAll(() => ward.close());

  const write = (to: string, more: Partial<DirectRequest> = {}) => ward.service.client.sendDirect({ by: 'agent-1', route: 'twilio', to, text: TEXT, ...more });

  test('the alert’s own page goes to them at once, with its buttons, in the place of the message, whose words are kept', async () => {
    const written = await write('hugo', { key: 'follow-up' });
    message = written.code;
    expect(written).toMatchObject({ status: 'as_page', alert: code, to: { responder: 'hugo' } });
    expect(await ward.messages()).toEqual(['hugo by whatsapp: page']);
    expect(ward.texts('hugo').at(-1)).toContain(code);
    expect(await ward.service.ledger.directMessage(message)).toMatchObject({ text: TEXT, status: 'as_page', alert: code, delivery: { state: 'read', reason: null } });
  });

  test('the same key again sends nothing more, and another message finds them told', async () => {
    expect(await write('hugo', { key: 'follow-up' })).toMatchObject({ status: 'as_page', alert: code, code: message, duplicate: true });
    expect(await write('hugo', { route: 'slack' })).toMatchObject({ status: 'already_told', alert: code });
    expect(await ward.messages()).toEqual([]);
  });

  test('the step that calls them does not page them there again, and goes on by their other way', async () => {
    await ward.wait('3 min');
    expect(await ward.messages()).toEqual(told(['ana', 'fernando'], ['slack', 'whatsapp'], 'reminder'));
    await ward.wait('2 min');
    expect(await ward.messages()).toEqual(['#wound-care-team by slack: page', 'hugo by slack: page', ...told(['isidora'], ['slack', 'whatsapp'], 'page')].sort());
    const { timeline } = await ward.show(code);
    expect(timeline.filter(({ responder, route }) => responder === 'hugo' && route === 'twilio')).toMatchObject([{ kind: 'paged', step: 1 }, { kind: 'paged', step: 2, reason: 'paged_ahead' }]);
    expect(timeline.find(({ kind }) => kind === 'person_added')).toMatchObject({ responder: 'hugo', step: 1, reason: 'asked_by_program' });
  });

  test('they are reminded with the others of that step', async () => {
    await ward.wait('3 min');
    expect(await ward.messages()).toEqual(told(['hugo', 'isidora'], ['slack', 'whatsapp'], 'reminder'));
  });

  test('a button of that page takes the alert, and everybody else hears who has it', async () => {
    await ward.tap('hugo', 'YES, ON MY WAY', code);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'hugo' });
    expect(await ward.messages()).toEqual(expect.arrayContaining(['ana by whatsapp: taken notice', 'isidora by whatsapp: taken notice']));
    await ward.ask(code, 'cancel', 'hugo');
    await ward.messages();
  });
});

describe('a program writes to somebody whom its alert would call later', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  const raise = async (stage: 3 | 4, by: string): Promise<string> => {
    const code = await ward.begun(await ward.service.client.raise({ stage, confidence: 0.93 }, { by }));
    await ward.messages();
    return code;
  };
  const write = (by: string, to: string, more: Partial<DirectRequest> = {}) => ward.service.client.sendDirect({ by, route: 'twilio', to, text: TEXT, ...more });
  const over = async (code: string): Promise<void> => {
    await ward.ask(code, 'cancel', 'luis');
    await ward.messages();
  };

  test('once somebody has taken it, a notice says that a message waits', async () => {
    const code = await raise(4, 'agent-1');
    await ward.ask(code, 'acknowledge', 'ana');
    await ward.messages();
    expect(await write('agent-1', 'hugo')).toMatchObject({ status: 'accepted' });
    expect(await ward.messages()).toEqual(['hugo by whatsapp: direct message']);
    await over(code);
  });

  test('before anybody of its first step: who was paged ahead hears that somebody else has it', async () => {
    const code = await raise(4, 'agent-2');
    await write('agent-2', 'hugo');
    expect(await ward.messages()).toEqual(['hugo by whatsapp: page']);
    await ward.press('ana', 'acknowledge', code);
    expect(await ward.messages()).toEqual(expect.arrayContaining(['hugo by whatsapp: taken notice']));
    await over(code);
  });

  test('by a platform that its present step does not use, a notice goes out: nobody would tell them there what becomes of it', async () => {
    const code = await raise(3, 'agent-3');
    expect(await write('agent-3', 'hugo')).toMatchObject({ status: 'accepted' });
    expect(await write('agent-3', 'hugo', { route: 'slack' })).toMatchObject({ status: 'as_page', alert: code });
    expect(await ward.messages()).toEqual(['hugo by slack: page', 'hugo by whatsapp: direct message']);
    await over(code);
  });

  test('another program’s message is none of the alert’s, unless it names it', async () => {
    const code = await raise(4, 'agent-4');
    expect(await write('agent-5', 'hugo')).toMatchObject({ status: 'accepted' });
    expect(await write('agent-5', 'hugo', { alert: code })).toMatchObject({ status: 'as_page', alert: code });
    expect(await ward.messages()).toEqual(['hugo by whatsapp: direct message', 'hugo by whatsapp: page']);
    await over(code);
  });
});
