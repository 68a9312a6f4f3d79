import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import { alwaysOnCall, type ConfigChanges } from './hospital.ts';

/** Five units of two people, ten in all: every critical alert of a unit goes to both, every medium one to the first. */
const UNITS: Readonly<Record<string, readonly [string, string]>> = {
  uci: ['ana', 'fernando'], medicina: ['bruno', 'gabriela'], traumatologia: ['carla', 'hugo'], cirugia: ['diego', 'isidora'], oncologia: ['elena', 'javier'],
};

export const STORM_UNITS: readonly string[] = Object.keys(UNITS);

/** One of the ten, and where they are reached. */
export interface StormResponder {
  id: string;
  unit: string;
  /** The unit's medium alerts go to them. */
  isPrimary: boolean;
  whatsApp: string;
  slack: string;
}

/** The default hospital with these units, whose people are on call at any hour. */
export const STORM_CONFIG: ConfigChanges = {
  'directory.yaml': (text) => {
    const directory = parse(text) as Directory;
    const roles = Object.keys(directory.roles);
    const units = { ...directory.units, cirugia: { name: 'Cirugía' }, oncologia: { name: 'Oncología' } };
    return stringify({ ...directory, units, responders: Object.fromEntries(Object.entries(directory.responders).map(([id, responder]) => [id, { ...responder, roles }])) });
  },
  'oncall.yaml': (text) => {
    const onCall = parse(text) as { rotations: Record<string, object[]> };
    const ofUnits = (place: 0 | 1): object[] => Object.entries(UNITS).map(([unit, people]) => ({ unit, ...alwaysOnCall(people[place]) }));
    const { primary_nurse: primary = [], charge_nurse: charge = [] } = onCall.rotations;
    return stringify({ ...onCall, rotations: { ...onCall.rotations, primary_nurse: [...ofUnits(0), ...primary], charge_nurse: [...ofUnits(1), ...charge] } });
  },
};

/** The ten of the default directory. */
export function stormResponders(): StormResponder[] {
  const { responders } = parse(readFileSync(resolve(import.meta.dirname, '../config/directory.yaml'), 'utf8')) as Directory;
  return Object.entries(UNITS).flatMap(([unit, people]) => people.map((id, place) => {
    const { destinations } = responders[id] ?? { destinations: {} };
    return { id, unit, isPrimary: place === 0, whatsApp: String(destinations['twilio']), slack: String(destinations['slack']) };
  }));
}

interface Directory {
  roles: Record<string, unknown>;
  units: Record<string, unknown>;
  responders: Record<string, { destinations: Record<string, unknown> }>;
}
