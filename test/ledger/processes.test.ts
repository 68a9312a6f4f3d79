import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { hostRun, processState, thisProcess } from '../../src/ledger/host-process.ts';
import { anAlert, closeAll, onEachStore, testLedger, wanted } from './fixtures.ts';
import type { TestLedger } from './fixtures.ts';

const children: ChildProcess[] = [];
const servers: Server[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const server of servers.splice(0)) server.close().closeAllConnections();
  await closeAll();
});

function start(test: TestLedger, task: object): ChildProcess {
  const given = { at: test.at, keys: join(test.folder, 'keys.json'), limit: 8, windowMs: 60_000, count: 0, alert: anAlert(), note: wanted(), ...task };
  const env = { ...process.env, LEDGER_TASK: JSON.stringify(given) };
  const child = spawn(process.execPath, [join(__dirname, 'ledger-process.ts')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

/** Takes messages as a provider does, and remembers when each came in by its own clock, milliseconds. */
async function startProvider(): Promise<{ url: string; arrivals: number[] }> {
  const arrivals: number[] = [];
  const server = createServer((request, response) => {
    arrivals.push(performance.now());
    request.resume().on('end', () => response.end());
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, arrivals };
}

onEachStore('several processes on one ledger', () => {
  test('keep one limit together, as the provider sees it, though calls come in late and clocks are set back an hour; none is turned away', async () => {
    const test = await testLedger();
    const { url, arrivals } = await startProvider();
    const [limit, windowMs, count] = [8, 300, 8];
    const running = ['a', 'b', 'c', 'd'].map((bootId) => start(test, { do: 'hammer', bootId, limit, windowMs, count, provider: url, lateMs: 250 }));
    const ends = await Promise.all(running.map((child) => once(child, 'close')));
    expect(ends.map(([code]) => code as number)).toEqual([0, 0, 0, 0]);
    expect(arrivals).toHaveLength(4 * count);
    expect(arrivals.filter((at, index) => (arrivals[index + limit] ?? Infinity) - at < windowMs)).toEqual([]);
    expect(await test.ledger.unstarted(100)).toHaveLength(4 * count);
  });

  test('take over what a process had under way when it was killed, once its provider can say what became of it', async () => {
    const test = await testLedger();
    const child = start(test, { do: 'hold', bootId: 'held-boot' });
    if (!child.stdout) throw new Error('No output');
    const [first] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const { attemptId } = JSON.parse(first) as { attemptId: string };
    const { clock, read } = test.ledger.store;
    let tick = await read(async (db) => clock.read(db));
    const here = await test.again({ monotonic: () => tick });

    await expect(here.settleable('twilio', new Date())).resolves.toEqual([]);
    await expect(here.claim(wanted({ id: 'held' }), new Date())).resolves.toMatchObject({ grant: 'wait', why: 'in_flight' });

    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    // Its provider may still be making the message.
    await expect(here.settleable('twilio', new Date())).resolves.toEqual([]);
    tick += 5_000;
    await expect(here.settleable('twilio', new Date())).resolves.toMatchObject([{ attemptId, notificationId: 'held' }]);
    await expect(here.claim(wanted({ id: 'held' }), new Date())).resolves.toMatchObject({ grant: 'settle', attemptId });
  });
});

describe('telling whether a process still runs', () => {
  test('this one does', () => {
    expect(processState(thisProcess())).toBe('alive');
    expect(hostRun()).toBe(hostRun());
  });

  test('a number that another process has taken over doesn\'t stand for the first', () => {
    const identity = thisProcess();
    // Where the system tells no start times, the number alone has to do.
    expect(processState({ ...identity, started: identity.started === '' ? '' : '1' })).toBe(identity.started === '' ? 'alive' : 'dead');
  });

  test('a process of another container can\'t be told', () => {
    expect(processState({ ...thisProcess(), space: 'pid:[1]' })).toBe('unknown');
  });
});
