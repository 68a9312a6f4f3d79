import { NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('Slack is in trouble', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterEach(() => ward.sandbox.faults.clear());
  afterAll(() => ward.close());

  test('and asks to be left alone for longer than the alert can wait: WhatsApp goes out at once, and Slack when its time has come', async () => {
    ward.sandbox.faults.add({ platform: 'slack', operation: 'chat.postMessage', match: { to: ward.address('ana', 'slack') }, fault: { kind: 'status', status: 429, headers: { 'retry-after': '30' } } });
    const code = await ward.detect({ stage: 3, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'ana by whatsapp: page', 'fernando by slack: page']);
    ward.sandbox.faults.clear();
    await ward.wait('10 s');
    expect(await ward.messages()).toEqual([]);
    await ward.wait('30 s');
    expect(await ward.messages()).toEqual(['ana by slack: page']);
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
  });

  test('and fails with 503 for a while: it is tried again less and less often, and WhatsApp goes out after 10 s', async () => {
    ward.sandbox.faults.add({ platform: 'slack', operation: 'chat.postMessage', match: { to: ward.address('ana', 'slack') }, fault: { kind: 'status', status: 503 } });
    const code = await ward.detect({ stage: 3, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'fernando by slack: page']);
    await ward.wait('2 min');
    expect(await ward.messages()).toEqual(['ana by whatsapp: page']);
    const tries = ward.sandbox.journal.since(0).filter(({ operation, fault }) => operation === 'chat.postMessage' && fault === 'status').length - 3;
    expect(tries).toBeLessThan(25);
    await ward.tap('ana', 'SÍ, VOY', code);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    await ward.messages();
  });
});
