import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AlertView } from '../../../src/domain/alert.ts';
import type { Health } from '../../../src/roles/health.ts';
import { vigiaJson } from '../../cli/run-vigia.ts';

/** `vigia show CODE --json`. */
export async function showAlert(home: string, code: string): Promise<AlertView> {
  return vigiaJson<AlertView>(home, ['show', code]);
}

/** `vigia alert FILE --json`; answers the alert's code. */
export async function raiseAlert(home: string, finding: object, env: Record<string, string> = {}): Promise<string> {
  const file = join(home, `finding-${randomUUID()}.json`);
  writeFileSync(file, JSON.stringify(finding));
  const { code } = await vigiaJson<{ code: string }>(home, ['alert', file], env);
  return code;
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
