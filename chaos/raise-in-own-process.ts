import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ServiceUnderTest } from './service.ts';

const ROOT = resolve(import.meta.dirname, '..');

/**
 * Hands a finding in as a caller of its own, which may be killed while it does. Answers the alert's code when the caller got
 * to hear it, else null.
 */
export async function raiseInOwnProcess({ homeDir, env }: ServiceUnderTest, finding: object, name: string): Promise<string | null> {
  const file = join(homeDir, `finding-${name}.json`);
  writeFileSync(file, JSON.stringify(finding));
  const child = spawn(process.execPath, ['bin/vigia.mjs', 'alert', file, '--json'], { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  await new Promise((done) => child.once('close', done));
  return text.trim() === '' ? null : (JSON.parse(text) as { code: string }).code;
}
