import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Severity } from '../src/domain/severity.ts';
import type { Stage } from '../src/domain/stage.ts';

/** Whom an alert's first step must reach, and by which addresses. A channel has one. */
export interface Recipient {
  name: string;
  /** A page to each of them, or to one. */
  needs: 'all' | 'one';
  addresses: readonly string[];
}

/** People of config/directory.yaml, by what the providers know them. */
export const NURSE = { slack: 'U0VIGIA0001', twilio: 'whatsapp:+14155550101' } as const;
export const CHARGE_NURSE = { slack: 'U0VIGIA0005', twilio: 'whatsapp:+14155550105' } as const;
const ON_CALL: Readonly<Record<string, string>> = {
  primary_nurse: 'ana', charge_nurse: 'elena', physician: 'gabriela', wound_nurse: 'isidora', supervisor: 'karina', reviewer: 'marcela', fail_safe: 'olivia',
};

/** Messages on one sender over any rolling 60 s: room for the rounds to follow each other, and not for a burst. */
export const LIMITS = { slack: 90, twilio: 60 } as const;

/** Windows of the policy are minutes long; nothing escalates while a round lasts. */
const STAGE_OF: Readonly<Record<Severity, Stage>> = { critical: 4, high: 3, medium: 2, low: 1 };

export function findingOf(severity: Severity): { stage: Stage; confidence: number } {
  return { stage: STAGE_OF[severity], confidence: 0.93 };
}

/** What config/policy.yaml asks for at the first step. */
export function recipientsOf(severity: Severity): Recipient[] {
  const needs = severity === 'critical' ? 'all' : 'one';
  const nurse: Recipient = { name: 'the primary nurse', needs, addresses: [NURSE.slack, NURSE.twilio] };
  const chargeNurse: Recipient = { name: 'the charge nurse', needs, addresses: [CHARGE_NURSE.slack, CHARGE_NURSE.twilio] };
  const channel: Recipient = { name: 'the channel', needs: 'one', addresses: [severity === 'critical' ? 'C0VIGIA0003' : 'C0VIGIA0002'] };
  return severity === 'medium' ? [nurse, channel] : [nurse, chargeNurse, channel];
}

/** The default configuration with one person on call for each role, whatever the time, and the policy as it is changed. */
export function writeConfig(dir: string, changePolicy: (text: string) => string = (text) => text): string {
  cpSync(resolve(import.meta.dirname, '../config'), dir, { recursive: true });
  const policy = join(dir, 'policy.yaml');
  writeFileSync(policy, changePolicy(readFileSync(policy, 'utf8')));
  const file = join(dir, 'oncall.yaml');
  const config = parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const rotations = Object.fromEntries(Object.entries(ON_CALL).map(([role, person]) => [role, [{ start: '2024-01-01', rotateDays: 7, shifts: [{ from: '08:00', people: [person] }] }]]));
  writeFileSync(file, stringify({ ...config, rotations }));
  return dir;
}
