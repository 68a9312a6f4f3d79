import { resolve } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { AlertView } from '../../../src/domain/alert.ts';
import type { Health } from '../../../src/roles/health.ts';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../../..');

/** `vigia show CODE --json`. */
export async function showAlert(home: string, code: string): Promise<AlertView> {
  const { stdout } = await run(process.execPath, ['bin/vigia.mjs', 'show', code, '--json'], { cwd: ROOT, env: { ...process.env, VIGIA_HOME: home } });
  return JSON.parse(stdout) as AlertView;
}

/** What the gateway says of the service. */
export async function healthOf(gateway: string | undefined): Promise<Health> {
  return (await (await fetch(`${gateway}/health`)).json()) as Health;
}
