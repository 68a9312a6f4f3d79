import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { createLifecycle, StoppingError } from '../../src/launch/lifecycle.ts';
import type { Part } from '../../src/launch/lifecycle.ts';
import { isAlive } from '../../src/launch/process-table.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { waitUntil } from '../support/wait-until.ts';

interface Service {
  process: ChildProcess;
  lines: string[];
  children(): number[];
  exit: Promise<[number | null, NodeJS.Signals | null]>;
}

async function service(behaviour: string): Promise<Service> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'lifecycle-child.ts'), temporaryFolder(), behaviour], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => lines.push(...chunk.toString().split('\n').filter(Boolean)));
  const exit = once(child, 'close') as Service['exit'];
  await waitUntil('the service is ready', () => lines.includes('ready'));
  const children = (): number[] => lines.flatMap((line) => /^started \w+ (\d+)$/.exec(line)?.[1] ?? []).map(Number);
  return { process: child, lines, children, exit };
}

const after = (lines: string[], line: string): string[] => lines.slice(lines.indexOf(line) + 1);

async function expectNoneLeft(children: number[]): Promise<void> {
  expect(children).toHaveLength(3);
  await waitUntil('no child is left', () => children.every((pid) => !isAlive(pid)));
}

describe('a process with children', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s stops the parts in reverse, each before the next, and exits with 0', async (signal) => {
    const { process: child, lines, children, exit } = await service('');
    child.kill(signal);
    expect(await exit).toEqual([0, null]);
    expect(after(lines, 'ready')).toEqual(['Stopping …', 'stopping last', 'stopped last', 'stopping middle', 'stopped middle', 'stopping first', 'stopped first']);
    await expectNoneLeft(children());
  });

  test('a part that hangs is ended in time, and those after it are still stopped', async () => {
    const { process: child, lines, children, exit } = await service('hang');
    const startedAt = performance.now();
    child.kill('SIGTERM');
    expect(await exit).toEqual([1, null]);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(lines).toContain("middle didn't stop in time and was ended.");
    expect(lines).toContain('stopped first');
    await expectNoneLeft(children());
  });

  test('a second Ctrl-C ends everything at once, and the same one passed on by npm does not', async () => {
    const { process: child, lines, children, exit } = await service('hang for long');
    child.kill('SIGINT');
    await waitUntil('it is stopping', () => lines.includes('stopping middle'));
    child.kill('SIGINT');
    const seen = performance.now();
    await waitUntil('the first Ctrl-C is half a second old', () => performance.now() - seen > 550);
    expect(child.exitCode).toBeNull();
    child.kill('SIGINT');
    expect(await exit).toEqual([130, null]);
    expect(lines).not.toContain("middle didn't stop in time and was ended.");
    await expectNoneLeft(children());
  });

  test('a part that crashes is told, and stops the others with exit code 1', async () => {
    const { lines, children, exit } = await service('');
    process.kill(children()[1] as number, 'SIGKILL');
    expect(await exit).toEqual([1, null]);
    expect(after(lines, 'ready')[0]).toBe('crashed middle');
    await expectNoneLeft(children());
  });

  test('kill -9 leaves none of its children behind', async () => {
    const { process: child, children, exit } = await service('');
    child.kill('SIGKILL');
    await exit;
    await expectNoneLeft(children());
  });

  test('an exception that nobody caught is told, and stops everything in order', async () => {
    const { lines, children, exit } = await service('throw');
    expect(await exit).toEqual([1, null]);
    expect(lines).toEqual(expect.arrayContaining(['uncaught_exception', 'stopped first']));
    await expectNoneLeft(children());
  });

  test('a promise that nobody waited for is told, and nothing is stopped', async () => {
    const { process: child, lines, exit } = await service('reject');
    await waitUntil('it is told', () => lines.includes('unhandled_rejection'));
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  });
});

describe('starting and stopping at once', () => {
  const part = (log: string[], name: string): Part => ({ stop: async () => void log.push(`stop ${name}`), kill: () => log.push(`kill ${name}`) });
  const create = () => createLifecycle({ say: () => {}, onCrash: () => {}, stopWithinMs: 400, signals: new EventEmitter() });

  test('what is being started when stopping begins is stopped as well', async () => {
    const log: string[] = [];
    const lifecycle = create();
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const started = lifecycle.start('slow', async () => (await gate, part(log, 'slow')));
    const stopped = lifecycle.stop();
    expect(lifecycle.signal.aborted).toBe(true);
    open();
    await Promise.all([started, stopped]);
    expect(log).toEqual(['stop slow']);
  });

  test('what is ready only after everything has stopped is ended', async () => {
    const log: string[] = [];
    const lifecycle = create();
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const started = lifecycle.start('late', async () => (await gate, part(log, 'late')));
    expect(await lifecycle.stop()).toBe(0);
    open();
    await started;
    expect(log).toEqual(['kill late']);
  });

  test('nothing is started any more, and what fails to start meanwhile is no failure', async () => {
    const lifecycle = create();
    const failing = lifecycle.start('download', async () => {
      await once(lifecycle.signal, 'abort');
      throw new Error('aborted');
    });
    const told = expect(failing).rejects.toThrow(StoppingError);
    await lifecycle.stop();
    await told;
    await expect(lifecycle.start('next', async () => part([], 'next'))).rejects.toThrow(StoppingError);
  });

  test('a part that cannot be started fails as it is, and those before it can be stopped', async () => {
    const log: string[] = [];
    const lifecycle = create();
    await lifecycle.start('first', async () => part(log, 'first'));
    await expect(lifecycle.start('second', async () => await Promise.reject(new Error('port in use')))).rejects.toThrow('port in use');
    expect(await lifecycle.stop(1)).toBe(1);
    expect(log).toEqual(['stop first']);
  });
});
