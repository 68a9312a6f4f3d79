import type { OperationProblem } from './operation-problem.ts';
import type { Operation } from './operation-table.ts';

type Parameters = Readonly<Record<string, unknown>>;

const PRIORITIES: readonly unknown[] = ['low', 'medium', 'high', 'critical'];
const CODE_WORD = /^[a-z0-9][a-z0-9_-]{0,39}$/;

/** A call as it is being put together. */
interface Draft {
  args: Record<string, unknown>;
  spelt: Record<string, string>;
}

interface Given {
  field: string;
  value: unknown;
}

/**
 * Takes department and priority into the call. Of an alert they are unit and severity, which decide who is told. A message has neither, and
 * goes out as every message does: they are kept with its text, for whoever reads it.
 */
export function takeContext(draft: Draft, makes: Operation['makes'], parameters: Parameters, medical: Parameters): OperationProblem[] {
  if (makes === 'record') return [];
  const department = given('department', parameters, medical);
  const priority = given('priority', parameters, medical);
  const problems = [
    ...check(department, (value) => typeof value === 'string' && CODE_WORD.test(value), 'Write a code in lower case, such as wound_care.'),
    ...check(priority, (value) => PRIORITIES.includes(value), `Write ${PRIORITIES.join(', ')}, or leave it out.`),
  ];
  if (problems.length > 0) return problems;
  if (makes === 'alert') return [...takeAs('unit', draft, department), ...takeAs('severity', draft, priority)];
  keepWithText(draft, [['department', department], ['priority', priority]]);
  return [];
}

function given(name: string, parameters: Parameters, medical: Parameters): Given {
  return parameters[name] === undefined ? { field: `medical_context.${name}`, value: medical[name] } : { field: name, value: parameters[name] };
}

function check({ field, value }: Given, isSound: (value: unknown) => boolean, hint: string): OperationProblem[] {
  return value === undefined || isSound(value) ? [] : [{ field, problem: 'is none of the values there are', hint }];
}

/** Two words for one thing must agree. */
function takeAs(name: string, { args, spelt }: Draft, { field, value }: Given): OperationProblem[] {
  if (value === undefined || args[name] === value) return [];
  if (args[name] !== undefined) return [{ field, problem: `says otherwise than ${name}`, hint: `Give ${name} alone.` }];
  args[name] = value;
  spelt[name] = field;
  return [];
}

function keepWithText({ args }: Draft, kept: readonly (readonly [string, Given])[]): void {
  const lines = kept.filter(([, { value }]) => value !== undefined).map(([name, { value }]) => `${name}: ${String(value)}`);
  if (typeof args['message'] === 'string' && lines.length > 0) args['message'] = [args['message'], '', ...lines].join('\n');
}
