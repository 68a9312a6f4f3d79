import type { OperationProblem } from './operation-problem.ts';
import { ALIASES, OPERATIONS, type Operation, type OperationService } from './operation-table.ts';
import { checkProtections, PROTECTIONS } from './protections.ts';
import { takeContext } from './take-context.ts';
import { unknownParameter } from './unknown-parameter.ts';

type Parameters = Readonly<Record<string, unknown>>;

/** A tool of the registry, and what to hand it. */
export interface MeantCall {
  tool: string;
  args: Record<string, unknown>;
  /** What the tool is not given, or of which only a patient's id: to be added to the `dropped` of its result. */
  dropped: string[];
  /** How the caller spells what the tool calls otherwise, by the tool's name for it: problems are told in it. */
  spelt: Record<string, string>;
}

export type Meant = { ok: true; call: MeantCall } | { ok: false; problems: OperationProblem[] };

/** Which tool a call by one of the document's names means; null when the name is none of them. Pure. */
export function aliasToToolCall({ tool, parameters = {} }: { tool: string; parameters?: Parameters | undefined }): Meant | null {
  const service = Object.hasOwn(ALIASES, tool) ? ALIASES[tool] : undefined;
  if (service === undefined) return null;
  const { operation, ...rest } = parameters;
  const hint = `There are ${Object.keys(OPERATIONS[service]).join(', ')}.`;
  if (operation === undefined) return { ok: false, problems: [{ field: 'operation', problem: 'is missing', hint }] };
  const meant = typeof operation === 'string' ? operationToToolCall(service, { tool: operation, parameters: rest, sent: parameters }) : null;
  return meant ?? { ok: false, problems: [{ field: 'operation', problem: `is no operation of ${tool}`, hint }] };
}

/** Which tool an operation of a service means; null when the service has none of this name. `sent`: all parameters, in whose places they are told. Pure. */
export function operationToToolCall(service: OperationService, { tool, parameters = {}, sent = parameters }: { tool: string; parameters?: Parameters | undefined; sent?: Parameters }): Meant | null {
  const operation = Object.hasOwn(OPERATIONS[service], tool) ? OPERATIONS[service][tool] : undefined;
  return operation === undefined ? null : toToolCall(operation, parameters, sent);
}

/** What stands in a medical_context, or beside it. */
export function contextOf({ makes }: Pick<Operation, 'makes'>): string[] {
  return [...(makes === 'record' ? [] : ['department', 'priority']), ...PROTECTIONS];
}

function toToolCall(operation: Operation, parameters: Parameters, sent: Parameters): Meant {
  const patient = parameters['patient_context'];
  const medical = parameters['medical_context'];
  const inMedical = isObject(medical) ? medical : {};
  const call: MeantCall = { tool: operation.tool, args: { ...operation.given }, dropped: [], spelt: {} };
  const problems = [
    ...checkNames(parameters, sent, [...Object.values(operation.takes).flat(), 'patient_context', 'medical_context', ...contextOf(operation)]),
    ...checkNames(inMedical, inMedical, ['patient_id', ...contextOf(operation)], 'medical_context.'),
    ...notObjects({ patient_context: patient, medical_context: medical }),
    ...checkProtections(parameters), ...checkProtections(inMedical, 'medical_context.'),
    ...takeSpelt(call, operation, parameters), ...aboutNothing(operation, parameters),
    ...takeContext(call, operation.makes, parameters, inMedical),
  ];
  takePatient(call, operation, isObject(patient) ? patient : null, inMedical);
  call.args = { ...operation.otherwise, ...call.args };
  return problems.length === 0 ? { ok: true, call } : { ok: false, problems };
}

function checkNames(given: Parameters, sent: Parameters, known: readonly string[], prefix = ''): OperationProblem[] {
  return Object.keys(given).filter((name) => !known.includes(name)).map((name) => unknownParameter({ name, given: sent, known, prefix, of: 'operation' }));
}

function notObjects(contexts: Parameters): OperationProblem[] {
  return Object.entries(contexts).filter(([, value]) => value !== undefined && !isObject(value))
    .map(([field]) => ({ field, problem: 'is not of the type object', hint: 'Give an object, or leave it out.' }));
}

/** Each parameter by whichever of its spellings the caller used. */
function takeSpelt(call: MeantCall, { takes, needs = [] }: Operation, parameters: Parameters): OperationProblem[] {
  return Object.entries(takes).flatMap(([name, spellings]) => {
    const [used, second] = spellings.filter((spelling) => Object.hasOwn(parameters, spelling) && parameters[spelling] !== undefined);
    if (second !== undefined) return [{ field: second, problem: `is the same as ${used}`, hint: 'Give one of them.' }];
    if (used === undefined) return needs.includes(name) ? [{ field: name, problem: 'is missing', hint: `Give it as ${spellings.join(' or ')}.` }] : [];
    call.args[name] = parameters[used];
    if (used !== name) call.spelt[name] = used;
    return [];
  });
}

function aboutNothing({ takes, needsOneOf }: Operation, parameters: Parameters): OperationProblem[] {
  const [first] = needsOneOf ?? [];
  if (needsOneOf === undefined || first === undefined || needsOneOf.some((name) => takes[name]?.some((spelling) => parameters[spelling] !== undefined))) return [];
  return [{ field: first, problem: 'is missing', hint: `Give ${needsOneOf.join(' or ')}: it would be about nothing.` }];
}

/** Nothing of what is known of a patient is handed on but the id, and that only to a tool that keeps a keyed reference of it. */
function takePatient(call: MeantCall, { takes }: Operation, patient: Parameters | null, medical: Parameters): void {
  if (patient) call.dropped.push('patient_context');
  if (medical['patient_id'] !== undefined) call.dropped.push('medical_context.patient_id');
  const [field, id] = patient?.['patient_id'] === undefined ? ['medical_context.patient_id', medical['patient_id']] : ['patient_context.patient_id', patient['patient_id']];
  if (!('patient_id' in takes) || call.args['patient_id'] !== undefined || id === undefined) return;
  call.args['patient_id'] = id;
  call.spelt['patient_id'] = field;
}

function isObject(value: unknown): value is Parameters {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
