import { NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('Slack is in trouble', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  test('and asks to be left alone for longer than the alert can wait: WhatsApp goes out at once, and Slack when its time has come', async () => {
    ward.sandbox.faults.add({ platform: 'slack', operation: 'chat.postMessage', match: { to: ward.address('ana', 'slack') }, fault: { kind: 'status', status: 429, headers: { 'retry-after': '30' } } });
    const code = await ward.detect({ stage: 3, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'ana by whatsapp: page', 'fernando by slack: page']);
    ward.sandbox.faults.clear();
    await ward.wait('10 s');
    expect(await ward.messages()).toEqual([]);
    const delayed = (await ward.show(code)).timeline.filter(({ kind }) => kind === 'page_delayed');
    expect(delayed).toEqual([expect.objectContaining({ responder: 'ana', route: 'slack', reason: 'retry_after' })]);
    expect(Date.parse(delayed[0]?.until ?? '') - Date.parse(delayed[0]?.at ?? '')).toBeGreaterThan(25_000);
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
    ward.sandbox.faults.clear();
    await ward.tap('ana', 'SÍ, VOY', code);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    await ward.messages();
  });

  /** Pages to people that Slack was asked to post since, and didn't. */
  const askedSince = (seq: number): number => {
    const people = ['ana', 'fernando'].map((person) => ward.address(person, 'slack'));
    return ward.sandbox.journal.since(seq).filter(({ operation, fault, to }) => operation === 'chat.postMessage' && fault !== undefined && to !== null && people.includes(to)).length;
  };
  const newest = (): number => ward.sandbox.journal.since(0).at(-1)?.seq ?? 0;
  const done = async (...codes: string[]): Promise<void> => {
    for (const code of codes) await ward.ask(code, 'cancel', 'luis');
    await ward.messages();
  };

  test('and refuses everything: the first alert pays for it, the next ones go by WhatsApp without asking it, but for one page now and then', async () => {
    ward.sandbox.faults.add({ platform: 'slack', operation: 'chat.postMessage', fault: { kind: 'platform_error', code: 'invalid_auth' } });
    const byWhatsApp = ['ana by whatsapp: page', 'fernando by whatsapp: page'];
    const first = await ward.detect({ stage: 3, confidence: 0.9 });
    expect(await ward.messages()).toEqual(byWhatsApp);
    const before = newest();
    const next = [await ward.detect({ stage: 3, confidence: 0.91 }), await ward.detect({ stage: 3, confidence: 0.92 }), await ward.detect({ stage: 3, confidence: 0.94 })];
    expect((await ward.messages()).length).toBe(6);
    expect(askedSince(before)).toBeLessThanOrEqual(2);
    const deferred = await ward.show(next[2] ?? '');
    expect(deferred.timeline.filter(({ kind }) => kind === 'page_deferred').map(({ platform, responder, reason }) => ({ platform, responder, reason }))).toContainEqual({ platform: 'slack', responder: 'fernando', reason: 'platform_failing' });
    expect((await ward.get('/health')).body).toMatchObject({ status: 'degraded', failing: [{ sender: 'slack', code: 'invalid_auth' }] });
    await ward.wait('1 min');
    const probed = newest();
    const later = await ward.detect({ stage: 3, confidence: 0.95 });
    expect(await ward.messages()).toEqual(byWhatsApp);
    expect(askedSince(probed)).toBe(1);
    await done(first, ...next, later);
  });

  test('and a page of every route at once asks it all the same', async () => {
    const before = newest();
    const code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(['ana by whatsapp: page', 'fernando by whatsapp: page']);
    expect(askedSince(before)).toBe(2);
    await done(code);
  });

  test('and is back: with the first message that it takes it is used as before', async () => {
    ward.sandbox.faults.clear();
    await ward.wait('1 min');
    const probe = await ward.detect({ stage: 3, confidence: 0.9 });
    expect((await ward.messages()).length).toBe(3);
    expect((await ward.get('/health')).body.failing).toEqual([]);
    const code = await ward.detect({ stage: 3, confidence: 0.91 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'ana by slack: page', 'fernando by slack: page']);
    await done(probe, code);
  });

  test('and cuts every connection: a page that tries it now and then goes by WhatsApp at once as well, before it is known what became of it', async () => {
    ward.sandbox.faults.add(['chat.postMessage', 'conversations.history'].map((operation) => ({ platform: 'slack', operation, fault: { kind: 'reset' } })));
    const first = await ward.detect({ stage: 3, confidence: 0.9 });
    await ward.wait('1 min');
    await ward.messages();
    const before = newest();
    const code = await ward.detect({ stage: 3, confidence: 0.91 });
    expect(await ward.messages()).toEqual(['ana by whatsapp: page', 'fernando by whatsapp: page']);
    expect(askedSince(before)).toBeGreaterThan(0);
    await done(first, code);
    ward.sandbox.faults.clear();
    await ward.wait('1 min');
    await done(await ward.detect({ stage: 3, confidence: 0.92 }));
  });

  test('and Twilio refuses everything too: what waits for Slack goes out when that is back, with nobody passed over', async () => {
    const twilio = { platform: 'twilio', operation: 'messages.create', fault: { kind: 'platform_error', code: 20003 } } as const;
    ward.sandbox.faults.add([twilio, { platform: 'slack', operation: 'chat.postMessage', fault: { kind: 'platform_error', code: 'service_unavailable' } }]);
    const codes = [await ward.detect({ stage: 3, confidence: 0.9 }), await ward.detect({ stage: 3, confidence: 0.91 })];
    await ward.wait('1 min');
    expect(await ward.messages()).toEqual([]);
    for (const code of codes) expect(await ward.show(code)).toMatchObject({ status: 'triggered', escalationLevel: 1 });
    ward.sandbox.faults.clear();
    ward.sandbox.faults.add(twilio);
    await ward.wait('30 s');
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'ana by slack: page', 'fernando by slack: page'].flatMap((line) => [line, line]));
    ward.sandbox.faults.clear();
    await done(...codes);
  });
});
