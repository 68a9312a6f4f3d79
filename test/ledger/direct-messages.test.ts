import type { AcceptedDirect } from '../../src/ledger/ledger.ts';
import { pageAheadId } from '../../src/domain/escalation/page-ahead.ts';
import { directCodeOf, directNotificationId, NO_ALERT } from '../../src/ledger/ledger.ts';
import { anAlert, aRecord, attemptIn, closeAll, CODE, onEachStore, sendOne, T0, testLedger, wanted } from './fixtures.ts';

afterEach(closeAll);

const MESSAGE = 'M3NP-R4ST';

function aMessage(changes: Partial<AcceptedDirect> = {}, asked: Partial<AcceptedDirect['asked']> = {}): AcceptedDirect {
  return {
    code: MESSAGE, recipient: { kind: 'responder', responder: 'ana' }, status: 'accepted', alert: null, acceptedAt: T0,
    asked: { by: 'agent-1', route: 'twilio', to: 'whatsapp:+56911111111', text: 'llame a la UCI', ...asked }, ...changes,
  };
}

/** Claims the message's one notification. */
const claimed = { id: directNotificationId(MESSAGE), code: NO_ALERT, purpose: 'notice' as const, severity: 'low' as const };

onEachStore('accepting a direct message', () => {
  test('it can be read back whole, by another process too', async () => {
    const { ledger, again } = await testLedger();
    await expect(ledger.acceptDirect(aMessage({ alert: CODE }, { mediaRef: 's3://images/1' }))).resolves.toEqual({ result: 'created', code: MESSAGE });
    await expect((await again()).directMessage(MESSAGE)).resolves.toEqual({
      code: MESSAGE, by: 'agent-1', route: 'twilio', recipient: { kind: 'responder', responder: 'ana' }, status: 'accepted', alert: CODE, acceptedAt: T0,
      text: 'llame a la UCI', mediaRef: 's3://images/1', delivery: { state: 'pending', reason: null, sentAt: null },
    });
    await expect(ledger.directMessage('A2BC-D5EF')).resolves.toBeNull();
  });

  test('the same key of the same caller with the same content is the first one again', async () => {
    const { ledger } = await testLedger();
    const first = aMessage({}, { key: 'k1' });
    await expect(ledger.takenBefore(first.asked)).resolves.toBeNull();
    await ledger.acceptDirect(first);
    await expect(ledger.takenBefore(first.asked)).resolves.toEqual({ result: 'duplicate', code: MESSAGE });
    await expect(ledger.acceptDirect({ ...first, code: 'A2BC-D5EF' })).resolves.toEqual({ result: 'duplicate', code: MESSAGE });
    await expect(ledger.directMessage('A2BC-D5EF')).resolves.toBeNull();
  });

  test.each<[string, Partial<AcceptedDirect['asked']>]>([
    ['text', { text: 'otra cosa' }], ['recipient', { to: 'luis' }], ['way', { route: 'twilio-sms' }], ['image', { mediaRef: 's3://images/2' }], ['alert', { alert: CODE }],
  ])('the same key with another %s is a conflict that names the first one', async (_what, other) => {
    const { ledger } = await testLedger();
    await ledger.acceptDirect(aMessage({}, { key: 'k1' }));
    const second = aMessage({ code: 'A2BC-D5EF' }, { key: 'k1', ...other });
    await expect(ledger.acceptDirect(second)).resolves.toEqual({ result: 'conflict', code: MESSAGE });
    await expect(ledger.takenBefore(second.asked)).resolves.toEqual({ result: 'conflict', code: MESSAGE });
  });

  test('a key is its caller’s own, and without one each is a message of its own', async () => {
    const { ledger } = await testLedger();
    await ledger.acceptDirect(aMessage({}, { key: 'k1' }));
    for (const [code, asked] of [['A2BC-D5EF', { key: 'k1', by: 'agent-2' }], ['B2BC-D5EF', {}], ['C2BC-D5EF', {}]] as const) {
      await expect(ledger.acceptDirect(aMessage({ code }, asked))).resolves.toEqual({ result: 'created', code });
    }
  });

  test('the same key from several processes at once makes one', async () => {
    const { ledger, again } = await testLedger();
    const ledgers = [ledger, await again(), await again({ bootId: 'boot-3' })];
    const taken = await Promise.all(ledgers.map((each, index) => each.acceptDirect(aMessage({ code: `A2BC-D5E${index}` }, { key: 'k1' }))));
    expect(taken.map(({ result }) => result).sort()).toEqual(['created', 'duplicate', 'duplicate']);
    expect(new Set(taken.map(({ code }) => code)).size).toBe(1);
  });

  test('a code never stands for two: not for two messages, nor for a message and an alert', async () => {
    const { ledger } = await testLedger();
    await ledger.accept(anAlert());
    await expect(ledger.acceptDirect(aMessage({ code: CODE }))).resolves.toEqual({ result: 'code_taken', code: CODE });
    await ledger.acceptDirect(aMessage());
    await expect(ledger.acceptDirect(aMessage())).resolves.toEqual({ result: 'code_taken', code: MESSAGE });
  });
});

onEachStore('a direct message on its way', () => {
  test('waits to be started, the oldest first, unless it isn’t to be sent, and is counted beside alerts that wait', async () => {
    const { ledger } = await testLedger();
    await ledger.acceptDirect(aMessage({ acceptedAt: new Date(T0.getTime() + 1) }));
    await ledger.acceptDirect(aMessage({ code: 'A2BC-D5EF', recipient: { kind: 'channel', channel: 'medical_alerts' } }, { route: 'slack' }));
    await ledger.acceptDirect(aMessage({ code: 'B2BC-D5EF', status: 'already_told', alert: CODE }));
    await expect(ledger.unstartedDirect(9)).resolves.toEqual([{ code: 'A2BC-D5EF', route: 'slack' }, { code: MESSAGE, route: 'twilio' }]);
    await ledger.accept(anAlert({ acceptedAt: new Date(T0.getTime() + 2) }));
    await expect(ledger.unstartedCounts()).resolves.toEqual({ alerts: 1, messages: 2, oldestAt: T0 });
    await ledger.markStarted(CODE, T0);
    await ledger.markDirectStarted('A2BC-D5EF', T0);
    await expect(ledger.unstartedCounts()).resolves.toEqual({ alerts: 0, messages: 1, oldestAt: new Date(T0.getTime() + 1) });
    await expect(ledger.unstartedDirect(9)).resolves.toEqual([{ code: MESSAGE, route: 'twilio' }]);
    await ledger.markDirectStarted(MESSAGE, T0);
    await expect(ledger.unstartedCounts()).resolves.toEqual({ alerts: 0, messages: 0, oldestAt: null });
    await expect(ledger.directMessage('B2BC-D5EF')).resolves.toMatchObject({ status: 'already_told', delivery: null });
  });

  test('tells how far it has come, and why it failed', async () => {
    const test = await testLedger();
    await test.ledger.acceptDirect(aMessage());
    const delivery = async (): Promise<unknown> => (await test.ledger.directMessage(MESSAGE))?.delivery;
    await sendOne(test, claimed, 'SM1');
    expect(await delivery()).toEqual({ state: 'sent', reason: null, sentAt: T0 });
    await test.ledger.report('twilio', { providerId: 'SM1' }, 'failed_permanent', '63024', T0);
    expect(await delivery()).toEqual({ state: 'failed_permanent', reason: '63024', sentAt: T0 });
  });

  test('that goes out as its alert’s page tells how far that has come, and the alert that it has', async () => {
    const test = await testLedger();
    const page = { code: CODE, responder: 'ana', route: 'twilio' } as const;
    const id = pageAheadId({ ...page, message: MESSAGE });
    await test.ledger.accept(anAlert());
    await test.ledger.acceptDirect(aMessage({ status: 'as_page', alert: CODE }));
    const delivery = async (): Promise<unknown> => (await test.ledger.directMessage(MESSAGE))?.delivery;
    await expect(test.ledger.unstartedDirect(9)).resolves.toEqual([{ code: MESSAGE, route: 'twilio' }]);
    expect(await delivery()).toEqual({ state: 'pending', reason: null, sentAt: null });
    await sendOne(test, { responder: 'ana' });
    await expect(test.ledger.wasPagedAhead(page, T0)).resolves.toBe(false);
    await sendOne(test, { id, responder: 'ana' }, 'SM1');
    expect(await delivery()).toEqual({ state: 'sent', reason: null, sentAt: T0 });
    await expect(test.ledger.wasPagedAhead(page, T0)).resolves.toBe(true);
    await expect(test.ledger.wasPagedAhead(page, new Date(T0.getTime() + 1))).resolves.toBe(false);
    for (const other of [{ responder: 'luis' }, { route: 'slack' }, { code: 'A2BC-D5EF' }] as const) await expect(test.ledger.wasPagedAhead({ ...page, ...other }, T0)).resolves.toBe(false);
    await test.ledger.report('twilio', { providerId: 'SM1' }, 'failed_permanent', '63024', T0);
    await expect(test.ledger.wasPagedAhead(page, T0)).resolves.toBe(false);
    expect(await delivery()).toEqual({ state: 'failed_permanent', reason: '63024', sentAt: T0 });
  });

  test('that was given up before any call says why', async () => {
    const { ledger } = await testLedger();
    await ledger.acceptDirect(aMessage());
    await ledger.markDirectUnsent(MESSAGE, 'opted_out');
    await expect(ledger.directMessage(MESSAGE)).resolves.toMatchObject({ delivery: { state: 'failed_permanent', reason: 'opted_out', sentAt: null } });
  });

  test('goes after pages: the last place on a limit is left to them', async () => {
    const test = await testLedger({ limits: () => 1 });
    const { ledger, time } = test;
    await ledger.accept(anAlert());
    await sendOne(test);
    const page = wanted({ severity: 'low' });
    const message = wanted(claimed);
    await expect(ledger.claim(message, time.now())).resolves.toMatchObject({ grant: 'wait', why: 'limit' });
    await expect(ledger.claim(page, time.now())).resolves.toMatchObject({ grant: 'wait', why: 'limit' });
    time.pass(60_001);
    await expect(ledger.claim(message, time.now())).resolves.toMatchObject({ grant: 'wait' });
    await expect(ledger.claim(page, time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('of unknown outcome is looked up by no alert’s code', async () => {
    const { ledger, time, again } = await testLedger();
    await ledger.acceptDirect(aMessage());
    attemptIn(await ledger.claim(wanted(claimed), time.now()));
    await ledger.close();
    time.pass(60_000);
    await expect((await again()).settleable('twilio', time.now())).resolves.toMatchObject([{ notificationId: directNotificationId(MESSAGE), code: null }]);
  });

  test('is known by its notification, and no other notification is taken for one', () => {
    expect(directCodeOf(directNotificationId(MESSAGE))).toBe(MESSAGE);
    expect(directCodeOf(`answer~twilio~SM1`)).toBeNull();
  });

  test('loses its text by retention, and stays', async () => {
    const { ledger } = await testLedger();
    await ledger.acceptDirect(aMessage({}, { mediaRef: 's3://images/1' }));
    await expect(ledger.purgeHistory(T0)).resolves.toBe(0);
    await expect(ledger.purgeHistory(new Date(T0.getTime() + 1))).resolves.toBe(1);
    await expect(ledger.directMessage(MESSAGE)).resolves.toMatchObject({ code: MESSAGE, text: null, mediaRef: null });
  });
});

onEachStore('what the alerts of a caller have told somebody', () => {
  const raised = anAlert({ by: 'agent-1', detection: { stage: 4, confidence: 0.9, unit: 'uci' } });

  test('who raised an alert is kept', async () => {
    const { ledger } = await testLedger();
    await ledger.accept(raised);
    await expect(ledger.accepted(CODE)).resolves.toEqual(raised);
    await expect(ledger.alertsTelling({ raisedBy: 'agent-1' }, 'ana', T0)).resolves.toMatchObject([{ code: CODE, unit: 'uci', acceptedAt: T0, escalationLevel: 0, leftAt: null, onItsWay: false, asked: false }]);
    await expect(ledger.alertsTelling({ raisedBy: 'agent-2' }, 'ana', T0)).resolves.toEqual([]);
    await expect(ledger.alertsTelling({ code: CODE }, 'ana', T0)).resolves.toHaveLength(1);
  });

  test('a page under way, one that waits and one that left count; for whom, by name', async () => {
    const test = await testLedger({ limits: () => 1 });
    const { ledger, time } = test;
    await ledger.accept(raised);
    const told = async (responder: string): Promise<unknown> => (await ledger.alertsTelling({ raisedBy: 'agent-1' }, responder, time.now()))[0];
    await sendOne(test, { responder: 'ana' });
    await ledger.claim(wanted({ responder: 'luis' }), time.now());
    attemptIn(await ledger.claim(wanted({ responder: 'hugo', sender: 'other' }), time.now()));
    expect(await told('ana')).toMatchObject({ leftAt: T0, onItsWay: false, asked: true });
    expect(await told('luis')).toMatchObject({ leftAt: null, onItsWay: true, asked: true });
    expect(await told('hugo')).toMatchObject({ leftAt: null, onItsWay: true, asked: true });
    expect(await told('pedro')).toMatchObject({ leftAt: null, onItsWay: false, asked: false });
    time.pass(21_000);
    // Nobody has come back for it: it was withdrawn.
    expect(await told('luis')).toMatchObject({ onItsWay: false, asked: true });
  });

  test('a page that failed, and a message that is no page, tell nothing', async () => {
    const test = await testLedger();
    const { ledger, time } = test;
    await ledger.accept(raised);
    const attemptId = attemptIn(await ledger.claim(wanted(), time.now()));
    await ledger.markFailed(attemptId, { kind: 'fail_over', code: '63024' }, null, time.now());
    await sendOne(test, { purpose: 'notice', responder: 'luis' });
    for (const responder of ['ana', 'luis']) expect((await ledger.alertsTelling({ raisedBy: 'agent-1' }, responder, T0))[0]).toMatchObject({ leftAt: null, onItsWay: false });
  });

  test('an alert that is over, and a drill, tell nothing', async () => {
    const { ledger } = await testLedger();
    await ledger.accept(raised);
    await ledger.accept({ ...raised, code: 'A2BC-D5EF', drill: true });
    await ledger.record(aRecord({ status: 'cancelled' }), T0);
    await expect(ledger.alertsTelling({ raisedBy: 'agent-1' }, 'ana', T0)).resolves.toEqual([]);
  });
});
