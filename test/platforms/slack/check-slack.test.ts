import { SlackPlatform } from '../../../src/platforms/slack/slack-platform.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { SECRETS, startSandbox, useCleanup } from '../../sandbox/sandbox-rig.ts';

const SIX = ['chat:write', 'channels:read', 'groups:read', 'im:read', 'mpim:read', 'users:read'];

const cleanup = useCleanup();
let sandbox: Sandbox;
beforeEach(async () => { sandbox = await startSandbox(cleanup); });

const check = (credentials: Partial<typeof SECRETS> = SECRETS) =>
  new SlackPlatform({ botToken: SECRETS.botToken, ...credentials, apiUrl: `${sandbox.url}/slack/api/` }).check();

test('the six scopes of the brief pass, and each further one is named with what it would add', async () => {
  sandbox.slack.setScopes(SIX);
  const { ok, findings } = await check();
  expect(ok).toBe(true);
  expect(findings.every(({ severity }) => severity === 'warning')).toBe(true);
  for (const scope of ['channels:history', 'groups:history', 'im:history', 'chat:write.public', 'im:write', 'users:read.email']) {
    expect(findings.filter(({ text }) => text.includes(` ${scope},`) && text.includes('it adds'))).toHaveLength(1);
  }
});

test('without chat:write nothing works, and it says so', async () => {
  sandbox.slack.setScopes(SIX.slice(1));
  const { ok, findings } = await check();
  expect(ok).toBe(false);
  expect(findings.filter(({ severity }) => severity === 'error').map(({ text }) => text)).toEqual([
    'The Slack bot token lacks chat:write: it adds posting and updating messages; without it Slack carries no alert.',
  ]);
});

test.each([
  ['the app token', { signingSecret: SECRETS.signingSecret }, true, 'No Slack app token'],
  ['the signing secret', { appToken: SECRETS.appToken }, true, 'No Slack signing secret'],
  ['both', {}, false, 'Neither a Slack app token nor a signing secret'],
])('without %s it says what is lost', async (_name, credentials, ok, text) => {
  const result = await check(credentials);
  expect(result.ok).toBe(ok);
  expect(result.findings.some((finding) => finding.text.startsWith(text))).toBe(true);
});

test('a token of the wrong kind is named and not shown', async () => {
  const { ok, findings } = await check({ botToken: 'xoxp-invented-user-token', appToken: 'xoxb-invented', signingSecret: 'invented' });
  expect(ok).toBe(false);
  const text = findings.map((finding) => finding.text).join('\n');
  expect(text).toContain('does not begin with xoxb-');
  expect(text).toContain('does not begin with xapp-');
  expect(text).not.toContain('invented');
});

test('a token that Slack refuses is for the operator', async () => {
  sandbox.slack.tokens.setRevoked(true);
  const { ok, findings } = await check();
  expect(ok).toBe(false);
  expect(findings[0]?.text).toBe('Slack did not accept the bot token or could not be asked (token_revoked): check the bot token and reinstall the app if it was removed.');
});

test('a Slack that can not be asked is told apart from one that refuses', async () => {
  sandbox.faults.add({ platform: 'slack', operation: 'auth.test', fault: { kind: 'status', status: 500 } });
  const { ok, findings } = await check();
  expect(ok).toBe(false);
  expect(findings[0]?.text).toContain('(http_500): check the connection to Slack');
});
