import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Role } from '../../src/launch/roles.ts';
import type { JournalEntry } from '../../src/sandbox/journal.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { waitUntil } from '../support/wait-until.ts';
import { raiseAlert } from './support/seen-by-people.ts';
import { endEverything, SandboxOf, startRole, type ServiceProcess } from './support/service-process.ts';

/** Seven starts of processes on a machine that may be busy. */
jest.setTimeout(180_000);

const SERVICE: readonly Role[] = ['worker', 'gateway', 'slack', 'twilio'];

/** How late anything may be once what was ended runs again, milliseconds. */
const LATE_MS = 5_000;

afterEach(endEverything);

/** Critical alerts page one person by SMS every two seconds, so that something is always due. */
function hurriedPolicy(): string {
  const folder = temporaryFolder();
  cpSync(resolve(import.meta.dirname, '../../config'), folder, { recursive: true });
  const path = join(folder, 'policy.yaml');
  const step = '      - { to: [primary_nurse], window: 2 s }\n';
  const changed = readFileSync(path, 'utf8').replace(/( {2}critical:\n {4}mode: page\n)[^]*?( {4}attend:)/, [
    '$1', '    routes: [twilio-sms]\n    redundancy: all\n    steps:\n', step.repeat(10),
    '    rounds: 3\n    failSafe: { to: [fail_safe], routes: [twilio-sms], remindEvery: 2 s }\n$2',
  ].join(''));
  writeFileSync(path, changed);
  return folder;
}

function isRepeat({ body }: JournalEntry): boolean {
  return JSON.stringify(body).includes('repetici');
}

class Ward {
  readonly home = temporaryFolder();
  readonly people = new SandboxOf(this.home);
  readonly env = { VIGIA_CONFIG_DIR: hurriedPolicy(), VIGIA_LIMIT_TWILIO: '1000' };

  /** Starts these roles as one process; answers it, and when it said that it is up. */
  async start(roles: readonly Role[]): Promise<{ process: ServiceProcess; upAt: number }> {
    const process = startRole(this.home, roles, this.env);
    await process.says('Up: ', 60_000);
    return { process, upAt: Date.now() };
  }

  /** The newest message, to wait for the next one from there. It may leave before the process that sends it says that it is up. */
  async newest(): Promise<number> {
    return (await this.people.created()).at(-1)?.seq ?? 0;
  }

  /** When the next message after that one left that goes well. */
  async next(what: string, after: number): Promise<number> {
    const found = async (): Promise<JournalEntry | undefined> => (await this.people.created()).find((entry) => entry.seq > after && entry.fault === undefined);
    await waitUntil(what, async () => (await found()) !== undefined, 30_000);
    return Date.parse(String((await found())?.at));
  }
}

test('whatever is ended and started again, by kill -9 in the middle of a send, by SIGTERM in another, which is let finish, or Temporal itself: the next send that is due leaves within 5 s', async () => {
  const ward = new Ward();
  const [temporal, , first] = await Promise.all([ward.start(['temporal']), ward.start(['sandbox']), ward.start(SERVICE)]);
  await raiseAlert(ward.home, { stage: 4, confidence: 0.93, unit: 'uci' }, ward.env);
  await ward.next('the second step pages', await ward.newest());

  await ward.people.fault([{ platform: 'twilio', operation: 'messages.create', nth: 1, fault: { kind: 'hang', ms: 60_000, when: 'before' } }]);
  await waitUntil('a send hangs', async () => (await ward.people.created()).some(({ fault }) => fault === 'hang'), 10_000);
  await first.process.kill();
  const atKill = await ward.newest();
  const second = await ward.start(SERVICE);
  // By its repeat, or where starting took long by the next step's page to the same person, which makes the repeat needless.
  expect(await ward.next('the send that was killed is made up for', atKill) - second.upAt).toBeLessThan(LATE_MS);

  // More than half of the time in which everything is stopped.
  await ward.people.fault([{ platform: 'twilio', operation: 'messages.create', nth: 1, fault: { kind: 'delay', ms: 2_500 } }]);
  await waitUntil('a send takes long', async () => (await ward.people.created()).some(({ fault }) => fault === 'delay'), 10_000);
  expect(await second.process.interrupt()).toBe(0);
  expect(second.process.printed()).not.toContain("didn't stop in time");
  const atDeploy = await ward.newest();
  const third = await ward.start(SERVICE);
  expect(await ward.next('the step goes on after a deploy', atDeploy) - third.upAt).toBeLessThan(LATE_MS);

  await temporal.process.kill();
  const goneAt = performance.now();
  await waitUntil('it has been away for long enough that nobody asks for it every moment', () => performance.now() - goneAt > 3_000, 10_000);
  const atLoss = await ward.newest();
  const again = await ward.start(['temporal']);
  expect(await ward.next('the step goes on once Temporal is back', atLoss) - again.upAt).toBeLessThan(LATE_MS);
  // None but the one that was killed: the one that took long was let finish.
  expect((await ward.people.created()).filter(isRepeat).length).toBeLessThanOrEqual(1);
});
