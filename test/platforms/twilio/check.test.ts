import { createTwilioClient } from '../../../src/platforms/twilio/client.ts';
import { PAGE, startSandboxed } from './sandboxed.ts';
import type { Sandboxed } from './sandboxed.ts';

let sandbox: Sandboxed;
beforeEach(async () => {
  sandbox = await startSandboxed();
});
afterEach(() => sandbox.stop());

const PUBLIC = { publicUrl: 'https://vigia.example.org' };

async function textsOf(changes: Parameters<Sandboxed['platform']>[0]): Promise<string[]> {
  return (await sandbox.platform(changes).check()).findings.map(({ severity, text }) => `${severity}: ${text}`);
}

it('all is well with a Standard API key, which may not read the account', async () => {
  expect(await sandbox.platform(PUBLIC).check()).toEqual({ ok: true, findings: [] });
});

it('without a public URL it says that replies are polled, and is content', async () => {
  const check = await sandbox.platform().check();
  expect(check.ok).toBe(true);
  expect(check.findings).toMatchObject([{ severity: 'warning', text: expect.stringMatching(/No public URL .* asked for/) }]);
});

it.each<[string, Parameters<Sandboxed['platform']>[0], RegExp]>([
  ['the Auth Token', { ...PUBLIC, hasAuthToken: false }, /^error: The Auth Token is missing: .*webhooks/],
  ['the WhatsApp number', { ...PUBLIC, whatsAppNumber: null }, /^warning: No WhatsApp number .*also go by WhatsApp/],
  ['the SMS number', { ...PUBLIC, smsNumber: null }, /^warning: No SMS number .*fail-safe recipient/],
  ['a template', { ...PUBLIC, templateNames: [PAGE.name, 'vigia_reminder_es_v1'] }, /^error: WhatsApp template vigia_reminder_es_v1 is missing/],
])('names what it adds when %s is missing', async (_name, changes, expected) => {
  expect(await textsOf(changes)).toEqual([expect.stringMatching(expected)]);
});

it.each<[string, Parameters<Sandboxed['platform']>[0], RegExp]>([
  ['a WhatsApp number without a plus', { ...PUBLIC, whatsAppNumber: 'whatsapp:14155550100' }, /WhatsApp number is not one/],
  ['an SMS number with spaces', { ...PUBLIC, smsNumber: '+1 415 555 0101' }, /SMS number is not one/],
  ['a public URL that is none', { publicUrl: 'vigia.example.org' }, /public URL is not one/],
  ['a public URL without https', { publicUrl: 'http://vigia.example.org' }, /not https/],
])('refuses %s', async (_name, changes, expected) => {
  const check = await sandbox.platform(changes).check();
  expect(check.ok).toBe(false);
  expect(check.findings).toMatchObject([{ severity: 'error', text: expect.stringMatching(expected) }]);
});

it('says that there is no number at all', async () => {
  const check = await sandbox.platform({ whatsAppNumber: null, smsNumber: null }).check();
  expect(check.ok).toBe(false);
  expect(check.findings.map(({ text }) => text)).toContainEqual(expect.stringContaining('no number to send from'));
});

it.each([['received', /Meta has yet to approve/], ['rejected', /under another name/], ['paused', /submit it/]] as const)('tells a template that is %s', async (status, expected) => {
  const [template] = sandbox.rig.simulator.contents.list();
  sandbox.rig.simulator.contents.setApproval(template?.sid ?? '', { status });
  expect(await textsOf(PUBLIC)).toEqual([expect.stringMatching(expected)]);
});

it('believes a sid that configuration gives for a template that isn\'t listed', async () => {
  const changes = { ...PUBLIC, templateNames: ['other_es_v1'], templateSids: { other_es_v1: `HX${'1'.repeat(32)}` } };
  expect(await textsOf(changes)).toEqual([]);
});

it('names refused credentials once, and no secret', async () => {
  const { account } = sandbox.rig.simulator;
  const client = createTwilioClient({ ...account, apiKeySecret: 'wrong-secret' }, { api: sandbox.rig.baseUrl, content: sandbox.rig.baseUrl }, 20_000);
  const texts = await textsOf({ ...PUBLIC, client });
  expect(texts).toEqual([expect.stringMatching(/refused the credentials \(20003\)/)]);
  expect(texts.join()).not.toMatch(/wrong-secret|SK5a/);
});

it('tells a suspended account and a trial one, where the key may read it', async () => {
  const main = await startSandboxed({ account: { apiKeyType: 'main' } });
  expect((await main.platform(PUBLIC).check()).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  main.rig.faults.add({ platform: 'twilio', operation: 'accounts.fetch', fault: { kind: 'status', status: 200, body: JSON.stringify({ status: 'suspended', type: 'Full' }) } });
  expect((await main.platform(PUBLIC).check()).findings).toContainEqual(expect.objectContaining({ severity: 'error', text: expect.stringContaining('suspended') }));
  main.rig.faults.clear();
  main.rig.faults.add({ platform: 'twilio', operation: 'accounts.fetch', fault: { kind: 'status', status: 200, body: JSON.stringify({ status: 'active', type: 'Trial' }) } });
  expect((await main.platform(PUBLIC).check()).findings).toContainEqual(expect.objectContaining({ severity: 'warning', text: expect.stringContaining('trial') }));
  await main.stop();
});

it('says that Twilio can\'t be reached', async () => {
  const { account } = sandbox.rig.simulator;
  const client = createTwilioClient(account, { api: 'http://no-such-host.invalid', content: 'http://no-such-host.invalid' }, 1_000);
  expect(await textsOf({ ...PUBLIC, client })).toEqual([expect.stringContaining("can't be reached")]);
});

it.each([['accountSid', 'Account SID'], ['apiKeySid', 'API key SID']] as const)('a malformed %s is refused by name and not repeated', (field, name) => {
  const { account } = sandbox.rig.simulator;
  expect(() => createTwilioClient({ ...account, [field]: 'something-secret' })).toThrow(name);
  expect(() => createTwilioClient({ ...account, [field]: 'something-secret' })).not.toThrow('something-secret');
});
