import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { AlertView } from '../../../src/domain/alert.ts';
import type { Health } from '../../../src/roles/health.ts';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../../..');

/** `vigia show CODE --json`. */
export async function showAlert(home: string, code: string): Promise<AlertView> {
  return (await vigia(home, ['show', code])) as AlertView;
}

/** `vigia alert FILE --json`; answers the alert's code. */
export async function raiseAlert(home: string, finding: object, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const file = join(home, `finding-${randomUUID()}.json`);
  writeFileSync(file, JSON.stringify(finding));
  const { code } = (await vigia(home, ['alert', file], env)) as { code: string };
  return code;
}

async function vigia(home: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const { stdout } = await run(process.execPath, ['bin/vigia.mjs', ...args, '--json'], { cwd: ROOT, env: { ...process.env, VIGIA_HOME: home, ...env } });
  return JSON.parse(stdout) as unknown;
}

/** What the gateway says of the service. */
export async function healthOf(gateway: string | undefined): Promise<Health> {
  return (await (await fetch(`${gateway}/health`)).json()) as Health;
}

/** The lines of `vigia.log`. */
export function logOf(home: string): Record<string, unknown>[] {
  const lines = readFileSync(join(home, 'vigia.log'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}
