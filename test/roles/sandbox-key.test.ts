import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyState, type Scope } from '../../src/domain/api-key.ts';
import { parseKey } from '../../src/gateway/api-key-secret.ts';
import { issueKey } from '../../src/gateway/issue-key.ts';
import { openSandboxKey } from '../../src/roles/sandbox-key.ts';
import { closeAll, testLedger, type TestLedger } from '../ledger/fixtures.ts';

afterEach(closeAll);

const opening = ({ ledger, time, folder }: TestLedger): Parameters<typeof openSandboxKey>[0] =>
  ({ ledger, clock: { now: () => time.now(), virtual: true }, home: { file: (name: string) => join(folder, name) } }) as Parameters<typeof openSandboxKey>[0];

test("the sandbox's key is made once, and found again", async () => {
  const tested = await testLedger();
  const first = await openSandboxKey(opening(tested));
  expect(first).toMatchObject({ isNew: true });
  expect(await openSandboxKey(opening(tested))).toEqual({ ...first, isNew: false });
});

test('one that an earlier release made, with fewer scopes, is renewed once, and goes on for a day beside the new one', async () => {
  const tested = await testLedger();
  const { ledger, time, folder } = tested;
  const scopes: Scope[] = ['alerts:read', 'alerts:send'];
  const old = issueKey({ name: 'sandbox', scopes, responder: null, createdAt: time.now(), expiresAt: null });
  await ledger.addApiKey(old.key);
  writeFileSync(join(folder, 'sandbox-key'), `${old.written}\n`);
  const renewed = await openSandboxKey(opening(tested));
  expect(renewed).toMatchObject({ isNew: true });
  expect(readFileSync(join(folder, 'sandbox-key'), 'utf8')).toBe(`${renewed.written}\n`);
  expect(await ledger.apiKey(parseKey(renewed.written)?.id ?? '')).toMatchObject({ name: 'sandbox', scopes: ['alerts:read', 'alerts:send', 'messages:send', 'fhir:write'], expiresAt: null });
  const stateOfOld = async (): Promise<string> => keyState((await ledger.apiKey(old.key.id)) ?? old.key, time.now());
  expect(await stateOfOld()).toBe('valid');
  time.pass(24 * 3_600_000);
  expect(await stateOfOld()).toBe('expired');
  expect(await openSandboxKey(opening(tested))).toEqual({ ...renewed, isNew: false });
});
