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

/** Changes to the texts of the configuration's files. */
export type ConfigChanges = Partial<Record<'policy.yaml' | 'directory.yaml' | 'oncall.yaml', (text: string) => string>>;

/** The default configuration with one person on call for each role, whatever the time, and what is to be otherwise in it. */
export function writeConfig(dir: string, changes: ConfigChanges = {}): string {
  cpSync(resolve(import.meta.dirname, '../config'), dir, { recursive: true });
  change(join(dir, 'oncall.yaml'), (text) => {
    const rotations = Object.fromEntries(Object.entries(ON_CALL).map(([role, person]) => [role, [alwaysOnCall(person)]]));
    return stringify({ ...(parse(text) as Record<string, unknown>), rotations });
  });
  for (const [name, to] of Object.entries(changes)) change(join(dir, name), to);
  return dir;
}

/** A rotation of one person. */
export function alwaysOnCall(person: string): object {
  return { start: '2024-01-01', rotateDays: 7, shifts: [{ from: '08:00', people: [person] }] };
}

function change(file: string, to: (text: string) => string): void {
  writeFileSync(file, to(readFileSync(file, 'utf8')));
}
