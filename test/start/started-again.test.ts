import { waitUntil } from '../support/wait-until.ts';
import { showAlert } from './support/seen-by-people.ts';
import { endEverything, processesOf, SandboxOf, startServer } from './support/service-process.ts';
import { warmHome } from './support/warm-home.ts';

/** Two starts of everything on a machine that may be busy. */
jest.setTimeout(90_000);

const EXAMPLE = /An example alert is counting down: (\S+)\./;

afterEach(endEverything);

test('after kill -9 the next start goes on with the same alert, pages nobody twice, and a reply to the old page takes it', async () => {
  const home = warmHome();
  const people = new SandboxOf(home);
  const first = startServer(home);
  await first.says(EXAMPLE);
  const code = EXAMPLE.exec(first.printed())?.[1] ?? '';
  await waitUntil('five messages are out: two people by two routes, and a channel', async () => (await people.created()).length === 5);
  const before = await showAlert(home, code);
  await first.kill();
  await waitUntil('Temporal ended with it', async () => (await processesOf(home)).length === 0);

  const second = startServer(home);
  await second.says('Vigia is up.');
  expect(second.printed()).not.toMatch(EXAMPLE);
  expect(await showAlert(home, code)).toMatchObject({ status: before.status, escalationLevel: before.escalationLevel, nextDeadline: before.nextDeadline });
  const phone = String((await people.created()).find(({ operation }) => operation === 'messages.create')?.to);
  await people.reply(phone, 'VOY');
  await waitUntil('the alert is acknowledged', async () => (await people.alert(code))?.status === 'acknowledged');
  const pages = (await people.created()).filter(({ body }) => JSON.stringify(body).includes('.page.') || JSON.stringify(body).includes('Sin tomar'));
  expect(pages).toHaveLength(5);
});

test('a second start on the same home says who has it, and leaves the first one alone', async () => {
  const home = warmHome();
  const first = startServer(home);
  await first.says('Vigia is up.');
  const second = startServer(home);
  expect(await second.exited).toEqual({ code: 1, signal: null });
  expect(second.printed()).toBe(`Starting Vigia …\nVigia already runs on ${home} (temporal: process ${first.pid}): use that one, stop it, or name another folder with VIGIA_HOME.\n`);
  expect(first.isOver()).toBe(false);
  expect(await first.interrupt()).toBe(0);
});
