import type { Role } from '../../src/launch/roles.ts';
import { waitUntil } from '../support/wait-until.ts';
import { raiseAlert } from './support/seen-by-people.ts';
import { endEverything, endpointsOf, SandboxOf, startRole, type ServiceProcess } from './support/service-process.ts';
import { warmHome } from './support/warm-home.ts';

/** Six processes, each started twice, on a machine that may be busy. */
jest.setTimeout(180_000);

const ROLES: readonly Role[] = ['slack', 'gateway', 'worker', 'sandbox', 'twilio', 'temporal'];

afterEach(endEverything);

/** Starts every role as a process of its own, in an order that puts what others wait for last. */
async function startApart(home: string): Promise<Map<Role, ServiceProcess>> {
  const processes = new Map(ROLES.map((role) => [role, startRole(home, [role])]));
  for (const [role, process] of processes) await process.says(`Up: ${role}.`, 60_000);
  return processes;
}

test('roles apart come up in any order, and any of them is killed and started again alone while an alert runs: nothing is sent twice or lost', async () => {
  const home = warmHome();
  const people = new SandboxOf(home);
  const processes = await startApart(home);
  const code = await raiseAlert(home, { stage: 4, confidence: 0.93, unit: 'uci' });
  await waitUntil('two people are paged by two routes, and a channel', async () => (await people.created()).length === 5);
  const { sandbox } = endpointsOf(home);
  const phone = String((await people.created()).find(({ operation }) => operation === 'messages.create')?.to);

  for (const role of ROLES) {
    await processes.get(role)?.kill();
    // Twilio tells of a reply once, and there is nobody to hear it.
    if (role === 'gateway') await people.reply(phone, `VOY ${code}`);
    const again = startRole(home, [role]);
    await again.says(`Up: ${role}.`, 60_000);
    processes.set(role, again);
  }
  expect(endpointsOf(home).sandbox).toBe(sandbox);

  const next = await raiseAlert(home, { stage: 4, confidence: 0.93, unit: 'medicina' });
  // Not all that was sent: the reply may have been heard by now, and others told of it.
  await waitUntil('the next alert goes out as well', async () => pagesOf(await people.created(), next).length === 5, 60_000);
  for (const each of [code, next]) expect(pagesOf(await people.created(), each)).toHaveLength(5);

  await waitUntil('the reply that no webhook told of takes the first alert', async () => (await people.alert(code))?.status === 'acknowledged', 60_000);
  const nurse = String((await people.created()).find(({ to, body }) => String(to).startsWith('U') && JSON.stringify(body).includes(next))?.to);
  await people.press(nurse, 'acknowledge', next);
  await waitUntil('the press takes the second one', async () => (await people.alert(next))?.status === 'acknowledged', 30_000);
  for (const each of [code, next]) expect(pagesOf(await people.created(), each)).toHaveLength(5);
  expect((await people.journal()).flatMap(({ violations = [] }) => violations)).toEqual([]);
});

/** Messages that ask somebody to act on an alert. */
function pagesOf(created: Awaited<ReturnType<SandboxOf['created']>>, code: string): unknown[] {
  return created.filter(({ body }) => {
    const text = JSON.stringify(body);
    return text.includes(code) && (text.includes('.page.') || text.includes('Sin tomar'));
  });
}
