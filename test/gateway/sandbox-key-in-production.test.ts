import type { ApiKey } from '../../src/domain/api-key.ts';
import type { ServiceMode } from '../../src/domain/service-mode.ts';
import { authenticate } from '../../src/gateway/authenticate.ts';
import { issueKey, reissueKey, type IssuedKey } from '../../src/gateway/issue-key.ts';
import { closeAll, testLedger, type TestLedger } from '../ledger/fixtures.ts';

afterEach(closeAll);

const added = async ({ ledger }: TestLedger, issued: IssuedKey): Promise<IssuedKey> => {
  await ledger.addApiKey(issued.key);
  return issued;
};
const made = async (tested: TestLedger, wanted: Partial<Pick<ApiKey, 'name' | 'expiresAt'>>): Promise<IssuedKey> =>
  added(tested, issueKey({ name: 'vigia-ai', scopes: ['alerts:send'], responder: null, createdAt: tested.time.now(), expiresAt: null, ...wanted }));

test("the sandbox's key and its successors are taken in the sandbox, and in production answered with what to do instead", async () => {
  const tested = await testLedger();
  const caller = async (mode: ServiceMode, { written }: IssuedKey): Promise<string> =>
    (await authenticate({ mode, ledger: tested.ledger, now: () => tested.time.now(), issuers: null }, `Bearer ${written}`)).name;
  const printed = await made(tested, { name: 'sandbox' });
  const rotated = await added(tested, reissueKey(printed.key, tested.time.now()));
  for (const key of [printed, rotated]) {
    expect(await caller('sandbox', key)).toBe('sandbox');
    await expect(caller('production', key)).rejects.toMatchObject({
      failure: { code: 'not_authenticated', message: "This is the sandbox's API key, which production does not take.", hint: expect.stringContaining('npx vigia keys create') as string, retryable: false },
      note: { reason: 'sandbox_key', caller: 'sandbox' },
    });
  }
  expect(await caller('production', await made(tested, {}))).toBe('vigia-ai');
});

test('why a key is refused is known to whoever reads the record: which key it was, and not to whoever guesses', async () => {
  const tested = await testLedger();
  const refusal = async (written: string): Promise<unknown> =>
    authenticate({ mode: 'production', ledger: tested.ledger, now: () => tested.time.now(), issuers: null }, `Bearer ${written}`).then(() => null, (error: unknown) => error);
  const { written } = await made(tested, { name: 'ward-agent' });
  const [wrong, unknown] = [await refusal(`${written.slice(0, -2)}xx`), await refusal(`vigia_aaaaaaaaaaaa_${'A'.repeat(43)}`)];
  expect([wrong, unknown]).toMatchObject([{ note: { reason: 'wrong_secret', caller: 'ward-agent' } }, { note: { reason: 'unknown_key' } }]);
  expect((wrong as { failure: unknown }).failure).toEqual((unknown as { failure: unknown }).failure);
  expect(await refusal((await made(tested, { name: 'late', expiresAt: tested.time.now() })).written)).toMatchObject({ note: { reason: 'expired', caller: 'late' } });
});
