import { sql } from 'kysely';
import { issueKey } from '../../src/gateway/issue-key.ts';
import { closeAll, onEachStore, testLedger } from './fixtures.ts';

afterEach(closeAll);

onEachStore('whose a ledger is', () => {
  test('is settled by who starts on it first, for good and for all processes', async () => {
    const { ledger, again } = await testLedger();
    const other = await again();
    const both = await Promise.all([ledger.belongTo('production'), other.belongTo('sandbox')]);
    expect(new Set(both).size).toBe(1);
    expect([await other.belongTo('production'), await ledger.belongTo('sandbox')]).toEqual(both);
  });

  test.each([['sandbox', 'sandbox'], ['vigia-ai', 'production']] as const)('is for a ledger of before, with a key called %s, the %s', async (name, whose) => {
    const { ledger, time, again } = await testLedger();
    await ledger.addApiKey(issueKey({ name, scopes: ['alerts:send'], responder: null, createdAt: time.now(), expiresAt: null }).key);
    await ledger.store.write(async (trx) => {
      await sql`drop table service_mode`.execute(trx);
      await sql`delete from kysely_migration where name = '0013-service-mode'`.execute(trx);
    });
    expect(await (await again()).belongTo('production')).toBe(whose);
  });
});
