import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCrashPoints, type Crash } from '../../src/launch/crash-points.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const CHILD = join(import.meta.dirname, 'crash-points-child.ts');

/** A process that passes these points, with these crashes to come: how far it got, and what ended it. */
function pass(crashes: readonly Crash[], points: readonly string[], temporalPid = ''): { passed: string[]; signal: string | null; left: Crash[] | null } {
  const file = join(temporaryFolder(), 'crashes.json');
  if (crashes.length > 0) writeFileSync(file, JSON.stringify(crashes));
  const { stdout, signal } = spawnSync(process.execPath, [CHILD, file, temporalPid, ...points], { encoding: 'utf8' });
  return { passed: stdout.split('\n').filter((line) => line !== ''), signal, left: existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Crash[]) : null };
}

const AT_THE_ANSWER: Crash = { point: 'call.answered', nth: 2, kill: 'process' };

describe('a crash point', () => {
  test('ends the process at the passing that was named, and at no other point', () => {
    expect(pass([AT_THE_ANSWER], ['call.answered', 'mark.committed', 'mark.committed', 'call.answered', 'mark.committed'])).toEqual({
      passed: ['call.answered', 'mark.committed', 'mark.committed'], signal: 'SIGKILL', left: null,
    });
  });

  test('is taken off before it ends the process, so that the next one meets the crash after it', () => {
    const later: Crash = { point: 'settle.found', nth: 1, kill: 'process' };
    expect(pass([{ ...AT_THE_ANSWER, nth: 1 }, later], ['settle.found', 'call.answered'])).toEqual({ passed: ['settle.found'], signal: 'SIGKILL', left: [later] });
  });

  test("ends Temporal's server alone, or with the process", async () => {
    for (const kill of ['temporal', 'both'] as const) {
      const server = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      const ended = new Promise((done) => server.once('exit', (_code, signal) => done(signal)));
      expect(pass([{ ...AT_THE_ANSWER, nth: 1, kill }], ['call.answered'], String(server.pid)).signal).toBe(kill === 'both' ? 'SIGKILL' : null);
      expect(await ended).toBe('SIGKILL');
    }
  });

  test('does nothing while no crash is armed, and is not there at all outside of a crash test', () => {
    expect(pass([], ['call.before', 'call.answered'])).toEqual({ passed: ['call.before', 'call.answered'], signal: null, left: null });
    expect(openCrashPoints({ file: null, temporalPid: () => 1 })).toBeUndefined();
  });
});
