import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Victim } from './plan.ts';
import type { ServiceUnderTest } from './service.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** What `vigia alert --json` prints, as far as it matters here: the alert, or why there is none. */
const answerSchema = z.union([z.object({ code: z.string() }), z.object({ error: z.object({ message: z.string() }) })]);

/** What became of a caller: it heard the alert's code, or was told of an error, or was killed before it heard anything. */
export type Caller = { heard: string } | { heard: null; wasKilled: boolean };

/**
 * Hands a finding in as a caller of its own, which may be killed while it does.
 * @throws when it lives on and says neither an alert's code nor what went wrong
 */
export async function raiseInOwnProcess({ homeDir, env }: Pick<ServiceUnderTest, 'homeDir' | 'env'>, finding: object, name: string): Promise<Caller> {
  const file = join(homeDir, `finding-${name}.json`);
  writeFileSync(file, JSON.stringify(finding));
  const child = spawn(process.execPath, ['bin/vigia.mjs', 'alert', file, '--json'], { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  await new Promise((done) => child.once('close', done));
  if (text.trim() === '' && child.signalCode === 'SIGKILL') return { heard: null, wasKilled: true };
  const answer = answerSchema.parse(JSON.parse(text));
  return 'code' in answer ? { heard: answer.code } : { heard: null, wasKilled: false };
}

/**
 * What else has to come back, where a crash at a caller's place was to kill this. A caller that lives on passed no such place itself,
 * whatever it was told: the service did, which starts what nobody has seen start.
 */
export function victimBeside(caller: Caller, kill: Victim): Victim | null {
  if (caller.heard !== null || !caller.wasKilled) return kill;
  return kill === 'process' ? null : 'temporal';
}
