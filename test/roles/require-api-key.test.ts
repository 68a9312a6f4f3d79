import { readSettings } from '../../src/config.ts';
import { issueKey } from '../../src/gateway/issue-key.ts';
import { StartUpError } from '../../src/launch/start-up-error.ts';
import { requireApiKey } from '../../src/roles/require-api-key.ts';
import { closeAll, testLedger } from '../ledger/fixtures.ts';

afterEach(closeAll);

const PRODUCTION = {
  MCP_MODE: 'production', TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: '0'.repeat(32), TWILIO_WHATSAPP_NUMBER: 'whatsapp:+14155550100', TWILIO_SMS_NUMBER: '+14155550100',
  SLACK_BOT_TOKEN: 'xoxb-1-1-none', SLACK_APP_TOKEN: 'xapp-1-none',
};

test('a production gateway starts once an API key but that of the sandbox is valid or an issuer is trusted, and says how to make one until then', async () => {
  const { ledger, time } = await testLedger();
  const start = (env: Record<string, string>): Promise<void> => requireApiKey({ settings: readSettings(env, { cwd: '.' }), clock: { now: () => time.now(), virtual: true } }, { ledger });
  await start({});
  const add = async (ends: { expiresAt?: Date; revokedAt?: Date } = {}, name = 'vigia-ai'): Promise<void> => {
    const { key } = issueKey({ name, scopes: ['alerts:send'], responder: null, createdAt: time.now(), expiresAt: null });
    await ledger.addApiKey({ ...key, ...ends });
  };
  await add({ expiresAt: time.now() });
  await add({ revokedAt: time.now() });
  await add({}, 'sandbox');
  await expect(start(PRODUCTION)).rejects.toThrow(StartUpError);
  await expect(start(PRODUCTION)).rejects.toThrow('npx vigia keys create vigia-ai --scope alerts:read alerts:send');
  await start({ ...PRODUCTION, VIGIA_PUBLIC_URL: 'https://vigia.example', VIGIA_OAUTH_ISSUERS: 'https://login.example' });
  await add();
  await start(PRODUCTION);
});
