import { anAlert, aRecord, attemptIn, closeAll, CODE, onEachStore, T0, testLedger, wanted } from './fixtures.ts';
import type { TestLedger } from './fixtures.ts';

afterEach(closeAll);

const ref = { id: 'SM1', conversation: 'whatsapp:+56911111111' };

function page(who: string, kind = 'page', step = 1) {
  return wanted({ id: `${CODE}.1.${step}.${who}.twilio.${kind}.0`, responder: who, step, shared: true, severity: 'critical' });
}

async function withAlert(): Promise<TestLedger> {
  const test = await testLedger();
  await test.ledger.accept(anAlert());
  await test.ledger.record(aRecord({ revision: 1 }), T0);
  return test;
}

onEachStore('two people who are called together at a phone that they share', () => {
  test('get one message, which is theirs both, and takes one place under the limit', async () => {
    const { ledger, time } = await withAlert();
    const attemptId = attemptIn(await ledger.claim(page('ana'), time.now()));
    await expect(ledger.claim(page('luis'), time.now())).resolves.toMatchObject({ grant: 'wait', why: 'in_flight' });
    await ledger.markSent(attemptId, { ref, state: 'sent' }, time.now());
    await expect(ledger.claim(page('luis'), time.now())).resolves.toEqual({ grant: 'done', state: 'sent', ref, responder: 'luis' });
    for (const who of ['ana', 'luis']) expect(await ledger.openPagesTo(who)).toMatchObject([{ attemptId, responder: who }]);
    expect(await ledger.headroom(page('ana').sender, time.now())).toMatchObject({ used: 1 });
    await ledger.report('twilio', { providerId: 'SM1' }, 'delivered', null, time.now());
    await expect(ledger.claim(page('luis'), time.now())).resolves.toMatchObject({ grant: 'done', state: 'delivered' });
  });

  test('are both without it when it fails, each with their own next way', async () => {
    const { ledger, time } = await withAlert();
    const attemptId = attemptIn(await ledger.claim(page('ana'), time.now()));
    await ledger.claim(page('luis'), time.now());
    await ledger.markFailed(attemptId, { kind: 'fail_over', code: '63003' }, null, time.now());
    for (const who of ['ana', 'luis']) await expect(ledger.claim(page(who), time.now())).resolves.toMatchObject({ grant: 'done', state: 'failed_permanent', responder: who });
  });

  test('have it looked up where its outcome is unknown, and get it again once', async () => {
    const { ledger, time } = await withAlert();
    const attemptId = attemptIn(await ledger.claim(page('ana'), time.now()));
    await ledger.claim(page('luis'), time.now());
    await ledger.markUncertain(attemptId, { kind: 'settle_first', code: 'timeout' }, time.now());
    time.pass(5_000);
    for (const who of ['luis', 'ana']) await expect(ledger.claim(page(who), time.now())).resolves.toMatchObject({ grant: 'settle', attemptId });
    await ledger.giveUp(attemptId, time.now());
    const again = await ledger.claim(page('luis'), time.now());
    expect(again).toMatchObject({ grant: 'send', repeat: true });
    await expect(ledger.claim(page('ana'), time.now())).resolves.toMatchObject({ grant: 'wait', why: 'in_flight' });
  });

  test('get another message for a reminder and for a later step', async () => {
    const { ledger, time } = await withAlert();
    const attemptId = attemptIn(await ledger.claim(page('ana'), time.now()));
    await ledger.markSent(attemptId, { ref, state: 'sent' }, time.now());
    for (const next of [page('luis', 'reminder'), page('luis', 'page', 2)]) await expect(ledger.claim(next, time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('get a message each where the phone is said to be one person’s', async () => {
    const { ledger, time } = await withAlert();
    attemptIn(await ledger.claim(page('ana'), time.now()));
    await expect(ledger.claim({ ...page('luis'), shared: false }, time.now())).resolves.toMatchObject({ grant: 'send' });
  });
});
