import type { OperationProblem } from './operation-problem.ts';

/** Protections that callers of the service's own document ask for. Each is always in force: to ask for it changes nothing, to refuse it is refused. */
const SWITCHES = ['audit_enabled', 'phi_protection', 'anonymize_patient_data'] as const;

/** The level that the service keeps, and the only one. */
export const COMPLIANCE_LEVEL = 'hipaa';

export const PROTECTIONS: readonly string[] = [...SWITCHES, 'medical_compliance'];

/** What in these parameters asks for less protection than there is; `prefix`: where they stand. */
export function checkProtections(parameters: Readonly<Record<string, unknown>>, prefix = ''): OperationProblem[] {
  const level = parameters['medical_compliance'];
  const switched = SWITCHES.filter((name) => ![undefined, true].includes(parameters[name] as boolean | undefined)).map((name) => ({
    field: `${prefix}${name}`, problem: parameters[name] === false ? 'cannot be turned off' : 'is not of the type boolean', hint: 'Leave it out, or give true: it is always on.',
  }));
  const isKept = level === undefined || (typeof level === 'string' && level.toLowerCase() === COMPLIANCE_LEVEL);
  return isKept ? switched : [...switched, { field: `${prefix}medical_compliance`, problem: 'is no level that this service keeps', hint: `Leave it out, or give ${COMPLIANCE_LEVEL}, which it always keeps.` }];
}
