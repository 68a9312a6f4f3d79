import { FIRST_STEP_OF_CRITICAL, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('the gateway says how the service is', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING });
  });
  afterAll(() => ward.close());

  const used = async (sender: string): Promise<{ used: number; limit: number } | undefined> => (await ward.get('/health')).body.limits.find((each) => each.sender === sender);

  test('alive, ready and well, in sandbox mode, with all of each limit free', async () => {
    expect(await ward.get('/live')).toEqual({ status: 200, body: { live: true } });
    expect((await ward.get('/ready')).status).toBe(200);
    expect((await ward.get('/health')).body).toMatchObject({
      status: 'ok', mode: 'sandbox', parts: { temporal: true, ledger: true }, platforms: { slack: 'sandbox', twilio: 'sandbox' },
      config: { source: 'folder', problems: [] }, problems: [],
    });
    expect(await used('slack')).toMatchObject({ used: 0, limit: 15, freeAt: null });
    expect(await used('twilio whatsapp')).toMatchObject({ used: 0, limit: 8 });
    expect(await used('twilio sms')).toMatchObject({ used: 0, limit: 8 });
  });

  test('room falls with each message, and comes back a minute later', async () => {
    const code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    const slack = (await ward.get('/health')).body.limits.find(({ sender }) => sender === 'slack');
    expect(slack).toMatchObject({ used: 3, limit: 15 });
    const freeInMs = Date.parse(slack?.freeAt ?? '') - ward.time.now().getTime();
    expect(freeInMs).toBeGreaterThan(50_000);
    expect(freeInMs).toBeLessThanOrEqual(60_000);
    expect(await used('twilio whatsapp')).toMatchObject({ used: 2, limit: 8 });
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
    await ward.wait('2 min');
    expect(await used('slack')).toMatchObject({ used: 0 });
    expect(await used('twilio whatsapp')).toMatchObject({ used: 0 });
  });

  test('what a provider refuses for good is a problem that a person must see to, named and dated', async () => {
    ward.sandbox.faults.add({ platform: 'slack', operation: 'chat.postMessage', fault: { kind: 'platform_error', code: 'invalid_auth' } });
    const code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(['ana by whatsapp: page', 'fernando by whatsapp: page']);
    const { body } = await ward.get('/health');
    expect(body).toMatchObject({ status: 'degraded', problems: [{ platform: 'slack', code: 'invalid_auth', words: { es: expect.stringContaining('SLACK_BOT_TOKEN'), en: expect.stringContaining('SLACK_BOT_TOKEN') } }] });
    expect(Math.abs(Date.parse(body.problems[0]?.since ?? '') - ward.time.now().getTime())).toBeLessThan(60_000);
    // It can still take alerts in and send them: a balancer that took it out would make it worse.
    expect((await ward.get('/ready')).status).toBe(200);
    ward.sandbox.faults.clear();
    await ward.ask(code, 'cancel', 'luis');
    await ward.messages();
  });

  test('it stays shown until Slack takes a message again, however long that is', async () => {
    await ward.wait('2 h');
    expect((await ward.get('/health')).body.status).toBe('degraded');
    const code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    expect((await ward.get('/health')).body).toMatchObject({ status: 'ok', problems: [] });
    await ward.ask(code, 'cancel', 'luis');
    await ward.messages();
  });

  test('a form of ours that Slack refuses is a defect that is told, though the page went out as plain words', async () => {
    await ward.wait('2 min');
    ward.sandbox.faults.add({ platform: 'slack', operation: 'chat.postMessage', nth: 1, fault: { kind: 'platform_error', code: 'invalid_blocks' } });
    const code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    ward.sandbox.faults.clear();
    expect((await ward.get('/health')).body.problems).toContainEqual(expect.objectContaining({ platform: 'slack', code: 'invalid_blocks', words: { es: expect.stringContaining('defecto'), en: expect.stringContaining('defect') } }));
    await ward.ask(code, 'cancel', 'luis');
    await ward.messages();
  });
});
