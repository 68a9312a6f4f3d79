import type { Role } from '../../src/launch/roles.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { waitUntil } from '../support/wait-until.ts';
import { logOf, raiseAlert, showAlert } from './support/seen-by-people.ts';
import { endEverything, SandboxOf, startRole } from './support/service-process.ts';

/** Three processes on a machine that may be busy. */
jest.setTimeout(120_000);

const APART = [
  { platform: 'slack', operation: 'chat.postMessage' },
  { platform: 'twilio', operation: 'messages.create' },
] as const satisfies { platform: Role; operation: string }[];

afterEach(endEverything);

test.each(APART)('kill -9 of the role $platform while the provider has taken a page and not answered: the next start finds it, and sends it once', async ({ platform, operation }) => {
  const home = temporaryFolder();
  const people = new SandboxOf(home);
  const others = (['temporal', 'sandbox', 'worker', 'gateway', 'slack', 'twilio'] as const).filter((role) => role !== platform);
  const rest = startRole(home, others);
  await rest.says('Up: ', 60_000);
  const killed = startRole(home, [platform]);
  await killed.says(`Up: ${platform}.`, 60_000);
  await people.fault({ platform, operation, nth: 1, fault: { kind: 'hang', ms: 60_000, when: 'after' } });

  const code = await raiseAlert(home, { stage: 4, confidence: 0.93, unit: 'uci' });
  await waitUntil('the provider has the page', async () => (await people.journal()).some(({ fault }) => fault === 'hang'));
  await killed.kill();
  const again = startRole(home, [platform]);
  await again.says(`Up: ${platform}.`, 60_000);

  await waitUntil('all five are out', async () => (await people.created()).length >= 5, 30_000);
  await waitUntil('the ledger knows of all', async () => (await showAlert(home, code)).timeline.filter(({ kind }) => kind === 'paged').length === 5, 30_000);
  const hung = (await people.created()).find(({ fault }) => fault === 'hang');
  const toThem = (await people.created()).filter(({ to, body }) => to === hung?.to && JSON.stringify(body).includes(code));
  expect(toThem).toHaveLength(1);
  expect(await people.created()).toHaveLength(5);
  // Twilio's own receipt may have told first.
  if (platform === 'slack') expect(logOf(home).filter(({ event }) => event === 'attempt.settled')).toMatchObject([{ platform, status: 'adopted' }]);
});

test('kill -9 of a role whose call the provider never took: the next start sends it, and once', async () => {
  const home = temporaryFolder();
  const people = new SandboxOf(home);
  const rest = startRole(home, ['temporal', 'sandbox', 'worker', 'gateway', 'twilio']);
  await rest.says('Up: ', 60_000);
  const killed = startRole(home, ['slack']);
  await killed.says('Up: slack.', 60_000);
  await people.fault({ platform: 'slack', operation: 'chat.postMessage', fault: { kind: 'hang', ms: 60_000, when: 'before' } });
  await raiseAlert(home, { stage: 4, confidence: 0.93, unit: 'uci' });
  await waitUntil('the three calls hang', async () => (await people.journal()).filter(({ fault }) => fault === 'hang').length === 3);
  await killed.kill();
  await people.clearFaults();
  const again = startRole(home, ['slack']);
  await again.says('Up: slack.', 60_000);
  await waitUntil('all three are out', async () => posted(await people.created()).length === 3, 30_000);
  expect(new Set(posted(await people.created()).map(({ to }) => to)).size).toBe(3);
});

function posted(created: Awaited<ReturnType<SandboxOf['created']>>): typeof created {
  return created.filter(({ operation, fault }) => operation === 'chat.postMessage' && fault === undefined);
}
