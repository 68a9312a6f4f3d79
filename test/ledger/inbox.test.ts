import type { InboxEvent } from '../../src/ledger/ledger.ts';
import { anAlert, attemptIn, closeAll, CODE, NURSE, onEachStore, T0, testLedger, wanted } from './fixtures.ts';

afterEach(closeAll);

const later = (ms: number): Date => new Date(T0.getTime() + ms);
const reply = (changes: Partial<InboxEvent> = {}): InboxEvent => ({
  platform: 'twilio', eventId: 'E1', receivedAt: T0, kind: 'reply', code: CODE, mayAcknowledge: true, body: '{"text":"VOY"}', ...changes,
});

onEachStore('the inbox', () => {
  test('takes each event of a provider once, whichever process it reaches', async () => {
    const test = await testLedger();
    const other = await test.again();
    await expect(test.ledger.receive(reply())).resolves.toBe(true);
    await expect(other.receive(reply())).resolves.toBe(false);
    await expect(other.receive(reply({ platform: 'slack' }))).resolves.toBe(true);
  });

  test('keeps what wasn\'t processed, oldest first, across a restart', async () => {
    const test = await testLedger();
    await test.ledger.receive(reply({ eventId: 'E2', receivedAt: later(2) }));
    await test.ledger.receive(reply({ eventId: 'E1', receivedAt: later(1), code: null }));
    await test.ledger.receive(reply({ platform: 'slack', eventId: 'E3' }));
    await test.ledger.close();
    const next = await test.again();
    await expect(next.unprocessed('twilio', 10)).resolves.toEqual([
      reply({ eventId: 'E1', receivedAt: later(1), code: null }),
      reply({ eventId: 'E2', receivedAt: later(2) }),
    ]);
    await next.markProcessed('twilio', 'E1', 'taken', later(3));
    expect((await next.unprocessed('twilio', 10)).map((event) => event.eventId)).toEqual(['E2']);
    await expect(next.inboxEvent('twilio', 'E1')).resolves.toEqual(reply({ eventId: 'E1', receivedAt: later(1), code: null }));
    await expect(next.inboxEvent('slack', 'E1')).resolves.toBeNull();
  });
});

onEachStore('what may have come in unheard', () => {
  test('is asked for since the newest event but receipts, and since the first start where there is none', async () => {
    const test = await testLedger();
    await expect(test.ledger.unheardSince('twilio')).resolves.toEqual(expect.any(Date));
    const first = await test.ledger.unheardSince('twilio');
    await test.ledger.receive(reply({ eventId: 'E1', receivedAt: later(5_000) }));
    await test.ledger.receive(reply({ eventId: 'E2', receivedAt: later(9_000), kind: 'receipt' }));
    await test.ledger.receive(reply({ eventId: 'E3', receivedAt: later(3_000), kind: 'opt_out' }));
    await expect(test.ledger.unheardSince('twilio')).resolves.toEqual(later(5_000));
    const next = await test.again();
    await expect(next.unheardSince('slack')).resolves.toEqual(first);
  });
});

onEachStore('a destination', () => {
  test('remembers when it last wrote, whatever the order in which that is told', async () => {
    const { ledger } = await testLedger();
    await expect(ledger.lastInboundAt(NURSE)).resolves.toBeNull();
    await ledger.noteInbound(NURSE, later(2_000));
    await ledger.noteInbound(NURSE, later(1_000));
    await expect(ledger.lastInboundAt(NURSE)).resolves.toEqual(later(2_000));
  });

  test('that said STOP gets nothing until it says START, and SMS is a destination of its own', async () => {
    const { ledger } = await testLedger();
    await ledger.noteInbound(NURSE, T0);
    await ledger.setOptedOut(NURSE, true, later(1));
    await expect(ledger.isOptedOut(NURSE)).resolves.toBe(true);
    await expect(ledger.isOptedOut({ ...NURSE, address: '+56911111111' })).resolves.toBe(false);
    await ledger.setOptedOut(NURSE, false, later(2));
    await expect(ledger.isOptedOut(NURSE)).resolves.toBe(false);
    await expect(ledger.lastInboundAt(NURSE)).resolves.toEqual(T0);
  });

  test('is asked one question at a time, which ends with its answer or its time', async () => {
    const { ledger } = await testLedger();
    const question = { destination: NURSE, kind: 'which_alert', options: ['AAAA-AAAA', 'BBBB-BBBB'], request: { kind: 'acknowledge', code: null, responder: 'ana' }, expiresAt: later(1_000) } as const;
    await ledger.ask({ ...question, options: ['OLD'] });
    await ledger.ask({ ...question, options: [...question.options] });
    await expect(ledger.pendingQuestion(NURSE, later(999))).resolves.toEqual(question);
    await expect(ledger.pendingQuestion(NURSE, later(1_000))).resolves.toBeNull();
    await ledger.receive(reply());
    await ledger.markProcessed('twilio', 'E1', 'taken', later(1), { answered: NURSE });
    await expect(ledger.pendingQuestion(NURSE, T0)).resolves.toBeNull();
  });
});

onEachStore('the message history', () => {
  test('holds what went out and what came in about an alert, in order', async () => {
    const { ledger, time } = await testLedger();
    await ledger.accept(anAlert());
    const attemptId = attemptIn(await ledger.claim(wanted(), time.now()));
    await ledger.markSent(attemptId, { ref: { id: 'SM1', conversation: NURSE.address }, state: 'sent', text: 'CRÍTICO K7F2-Q9MD' }, time.now());
    await ledger.receive(reply({ receivedAt: later(1_000) }));
    await ledger.receive(reply({ eventId: 'E2', receivedAt: later(2_000), code: null }));
    await ledger.markProcessed('twilio', 'E2', 'taken', later(3_000), { code: CODE });
    await expect(ledger.history(CODE)).resolves.toEqual([
      { at: T0, direction: 'out', platform: 'twilio', kind: 'page', destination: NURSE, text: 'CRÍTICO K7F2-Q9MD', outcome: 'sent' },
      { at: later(1_000), direction: 'in', platform: 'twilio', kind: 'reply', destination: null, text: '{"text":"VOY"}', outcome: null },
      { at: later(2_000), direction: 'in', platform: 'twilio', kind: 'reply', destination: null, text: '{"text":"VOY"}', outcome: 'taken' },
    ]);
    await expect(ledger.history('AAAA-AAAA')).resolves.toEqual([]);
  });

  test('loses its texts to retention, but not what nobody has processed yet, nor that it happened', async () => {
    const { ledger, time } = await testLedger();
    const attemptId = attemptIn(await ledger.claim(wanted(), time.now()));
    await ledger.markSent(attemptId, { ref: { id: 'SM1', conversation: NURSE.address }, state: 'sent', text: 'CRÍTICO' }, time.now());
    await ledger.receive(reply());
    await ledger.receive(reply({ eventId: 'E2' }));
    await ledger.markProcessed('twilio', 'E2', 'taken', T0);
    await expect(ledger.purgeHistory(T0)).resolves.toBe(0);
    await expect(ledger.purgeHistory(later(1))).resolves.toBe(2);
    expect((await ledger.history(CODE)).map((entry) => entry.text).sort()).toEqual([null, null, '{"text":"VOY"}'].sort());
    await expect(ledger.receive(reply({ eventId: 'E2' }))).resolves.toBe(false);
    await expect(ledger.inboxEvent('twilio', 'E2')).resolves.toBeNull();
  });
});
