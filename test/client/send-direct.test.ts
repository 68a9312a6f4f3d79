import { sendDirect, type DirectContext } from '../../src/client/send-direct.ts';
import { createHospital } from '../../src/domain/hospital.ts';
import { defaultConfig } from '../config/hospital-folder.ts';
import { closeAll, T0, testLedger } from '../ledger/fixtures.ts';

afterEach(closeAll);

const config = defaultConfig();
const CODE = 'M3NP-R4ST';

test.each<[string, DirectContext['start']]>([
  ['fails in a way that nobody foresaw', () => Promise.reject(new Error('NOT_FOUND'))],
  ['does not answer', () => new Promise(() => {})],
])('a message that is on disk is accepted although Temporal %s: it stays to be started', async (_, start) => {
  const { ledger } = await testLedger();
  const reach: DirectContext['reach'] = { hospital: () => createHospital(config.directory, config.onCall), platforms: ['twilio'] };
  const sent = await sendDirect({ ledger, reach, start, now: () => T0, newCode: () => CODE }, { by: 'agent-1', route: 'twilio', to: 'ana', text: 'words' });
  expect(sent).toMatchObject({ code: CODE, status: 'accepted', duplicate: false });
  await expect(ledger.unstartedDirect(10)).resolves.toEqual([{ code: CODE, route: 'twilio' }]);
});
