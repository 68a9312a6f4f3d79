import { resolve } from 'node:path';
import { readSettings, type Settings } from '../../src/config.ts';
import { openHome } from '../../src/launch/home.ts';
import { silentProgress } from '../../src/launch/progress.ts';
import { StartUpError } from '../../src/launch/start-up-error.ts';
import { silentLogger } from '../../src/observability/logger.ts';
import { openGatewayOnHost } from '../../src/roles/gateway-on-host.ts';
import { openStore } from '../../src/roles/open-store.ts';
import { requireOwnLedger } from '../../src/roles/require-own-ledger.ts';
import { systemClock } from '../../src/roles/service-clock.ts';
import { closeAll, testLedger } from '../ledger/fixtures.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

afterEach(closeAll);

const CONFIG = resolve(import.meta.dirname, '../../config');
const PRODUCTION = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: '0'.repeat(32), TWILIO_WHATSAPP_NUMBER: 'whatsapp:+14155550100', TWILIO_SMS_NUMBER: '+14155550100',
  SLACK_BOT_TOKEN: 'xoxb-1-1-none', SLACK_APP_TOKEN: 'xapp-1-none',
};
const settingsOf = (env: Record<string, string>): Settings => readSettings({ VIGIA_CONFIG_DIR: CONFIG, ...env }, { cwd: '.' });

test.each([
  ['production', PRODUCTION, {}, /^The ledger \S+ledger\.db is the sandbox's, and its alerts would call real people: give production a folder of its own with VIGIA_HOME/],
  ['the sandbox', {}, PRODUCTION, /^The ledger \S+ledger\.db is production's, and its alerts would end on simulated phones: set production's credentials, or give the sandbox a folder of its own with VIGIA_HOME\.$/],
])('%s does not start on a ledger that is the other\'s, and says what to do', async (_, here, before, words) => {
  const { ledger } = await testLedger();
  for (let start = 0; start < 2; start += 1) await requireOwnLedger({ settings: settingsOf(before) }, { ledger });
  const start = requireOwnLedger({ settings: settingsOf(here) }, { ledger });
  await expect(start).rejects.toThrow(StartUpError);
  await expect(start).rejects.toThrow(words);
});

test('nor does a program on the host of one take its tools from the other', async () => {
  const home = openHome(temporaryFolder());
  const settings = settingsOf({ VIGIA_HOME: home.dir });
  const { ledger, close } = await openStore({ settings, home, logger: silentLogger, clock: systemClock });
  await ledger.belongTo('production');
  await close();
  await expect(openGatewayOnHost({ settings, env: {}, home, progress: silentProgress, signal: new AbortController().signal })).rejects.toThrow("is production's");
});
