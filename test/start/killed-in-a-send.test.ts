import { waitUntil } from '../support/wait-until.ts';
import { raiseAlert } from './support/seen-by-people.ts';
import { endEverything, SandboxOf, startRole } from './support/service-process.ts';
import { warmHome } from './support/warm-home.ts';

/** Three processes on a machine that may be busy. */
jest.setTimeout(180_000);

afterEach(endEverything);

test('kill -9 in the middle of sends: what the provider had taken is found and not sent again, what it had not is sent, marked as a repeat', async () => {
  const home = warmHome();
  const people = new SandboxOf(home);
  const rest = startRole(home, ['temporal', 'sandbox', 'worker', 'gateway']);
  const killed = startRole(home, ['slack', 'twilio']);
  await rest.says('Up: ', 60_000);
  await killed.says('Up: ', 60_000);
  await people.fault([
    { platform: 'slack', operation: 'chat.postMessage', nth: 1, fault: { kind: 'hang', ms: 60_000, when: 'after' } },
    { platform: 'twilio', operation: 'messages.create', nth: 1, fault: { kind: 'hang', ms: 60_000, when: 'before' } },
  ]);
  const code = await raiseAlert(home, { stage: 4, confidence: 0.93, unit: 'uci' });
  await waitUntil('the calls hang, and the others are out', async () => (await people.created()).length === 5);
  const [taken, lost] = ['chat.postMessage', 'messages.create'].map((call) => ({ call, to: '' }));
  for (const { operation, to, fault } of await people.created()) {
    for (const hung of [taken, lost]) if (hung !== undefined && fault === 'hang' && operation === hung.call) hung.to = String(to);
  }
  await killed.kill();
  const again = startRole(home, ['slack', 'twilio']);
  await again.says('Up: ', 60_000);

  await waitUntil('the ledger knows that all five are out', async () => (await people.alert(code))?.timeline.filter(({ kind }) => kind === 'paged').length === 5, 30_000);
  const created = await people.created();
  expect(created.filter(({ to }) => to === taken?.to)).toHaveLength(1);
  expect(created.filter(({ to }) => to === lost?.to).map(({ fault }) => fault ?? 'went well')).toEqual(['hang', 'went well']);
  expect(JSON.stringify(created.at(-1)?.body)).toContain('repetición');
  expect(created).toHaveLength(6);
});
