import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { hostRun, processState, thisProcess } from '../../src/ledger/host-process.ts';
import { closeAll, testLedger, wanted } from './fixtures.ts';
import type { TestLedger } from './fixtures.ts';

const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await closeAll();
});

function start(test: TestLedger, task: object): ChildProcess {
  const given = { path: test.path, keys: join(test.folder, 'keys.json'), limit: 8, windowMs: 60_000, count: 0, ...task };
  const child = spawn(process.execPath, [join(__dirname, 'ledger-process.ts'), JSON.stringify(given)], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

async function linesOf(child: ChildProcess): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  if (!child.stdout) throw new Error('No output');
  for await (const line of createInterface({ input: child.stdout })) lines.push(JSON.parse(line) as Record<string, unknown>);
  return lines;
}

describe('several processes on one ledger', () => {
  test('keep one limit together, and none is turned away because another writes', async () => {
    const test = await testLedger();
    const [limit, windowMs, count] = [8, 300, 8];
    const running = ['a', 'b', 'c', 'd'].map((bootId) => start(test, { do: 'hammer', bootId, limit, windowMs, count }));
    const ends = running.map((child) => once(child, 'close'));
    const created = (await Promise.all(running.map(linesOf))).flat().map((line) => Number(line['createdAt'])).sort((a, b) => a - b);
    expect((await Promise.all(ends)).map(([code]) => code as number)).toEqual([0, 0, 0, 0]);
    expect(created).toHaveLength(4 * count);
    const crowded = created.filter((at, index) => (created[index + limit] ?? Infinity) - at < windowMs);
    expect(crowded).toEqual([]);
    expect(await test.ledger.unstarted(100)).toHaveLength(4 * count);
  });

  test('take over what a process had under way when it was killed, once its provider can say what became of it', async () => {
    const test = await testLedger();
    const child = start(test, { do: 'hold', bootId: 'held-boot' });
    if (!child.stdout) throw new Error('No output');
    const [first] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const { attemptId } = JSON.parse(first) as { attemptId: string };
    let passedMs = 0;
    const here = await test.again({ monotonic: () => Number(process.hrtime.bigint() / 1_000_000n) + passedMs });

    await expect(here.settleable('twilio', new Date())).resolves.toEqual([]);
    await expect(here.claim(wanted({ id: 'held' }), new Date())).resolves.toMatchObject({ grant: 'wait', why: 'in_flight' });

    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    // Its provider may still be making the message.
    await expect(here.settleable('twilio', new Date())).resolves.toEqual([]);
    passedMs = 5_000;
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
