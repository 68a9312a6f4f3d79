import fc from 'fast-check';

/** Stands in whatever is made up: no reply may have it. */
export const CANARY = 'Juana Rojas 12.345.678-9';

/** As much of JSON Schema as tools use. */
export interface Schema {
  type?: string;
  const?: unknown;
  enum?: readonly unknown[];
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  required?: readonly string[];
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  allOf?: readonly Schema[];
}

export interface MadeUpCall {
  tool: string;
  parameters: Record<string, unknown>;
  /** The header `Idempotency-Key`. */
  header: string | undefined;
  /** Which of the callers that may make it does. */
  by: number;
}

export const junk = fc.oneof(
  fc.constant(CANARY), fc.string().map((text) => `${CANARY}${text}`), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null),
  fc.constant([CANARY]), fc.constant({ patient_id: CANARY, name: CANARY }), fc.constant({ __proto__: null, constructor: CANARY }), fc.constant('\u0000\u202E'), fc.constant('x'.repeat(5_000)),
);

/** Names that no schema has. */
const strange = fc.constantFrom(CANARY, '__proto__', 'constructor', 'toString', '');

/** What a schema cannot say: who and what there is in this hospital. */
const THERE_IS: Readonly<Record<string, readonly unknown[]>> = {
  unit: ['uci'], department: ['uci'], to: ['pedro', '+1234567890'], channel: ['#medical-team', '#medical-alerts'], code: ['K7F2-Q9MD'],
  // So that some are used twice; and nothing waits.
  idempotency_key: ['key-1', 'key-2', 'key-3'], wait_seconds: [0, 0.1],
};

/** Fits, and is nobody and nothing here; so is any alert before one was raised. */
const THERE_IS_NOT = fc.constantFrom('nowhere', '#nowhere', 'nobody', 'K7F2-Q9MD');

/** Some value that fits a schema. */
function valueOf(schema: Schema, name = ''): fc.Arbitrary<unknown> {
  const known = THERE_IS[name];
  if (known !== undefined) return fc.constantFrom(...known);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return fc.oneof(...either.map((each) => valueOf(each)));
  switch (schema.type) {
    case 'boolean': return fc.boolean();
    case 'integer': return fc.integer({ min: Math.max(schema.minimum ?? -5, -1_000), max: Math.min(schema.maximum ?? 50, 1_000) });
    case 'number': return fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? 50, noNaN: true });
    case 'object': return parametersOf(schema);
    default: return textOf(schema);
  }
}

function textOf({ format, pattern, minLength = 0, maxLength = 40 }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time') return fc.constantFrom('2026-11-24T03:12:00-03:00', '2026-11-24T06:12:00Z');
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern), { size: 'small' });
  return fc.string({ minLength, maxLength: Math.min(maxLength, 40) }).map((text) => (text === '' ? '' : `${CANARY}${text}`.slice(0, maxLength)));
}

/** Parameters that mostly fit: what is needed in one of its spellings, and some of what may be added. */
function parametersOf(schema: Schema): fc.Arbitrary<Record<string, unknown>> {
  if (schema.oneOf !== undefined) return fc.oneof(...schema.oneOf.map(parametersOf));
  const { properties = {}, required = [], allOf = [] } = schema;
  const oneOfEach = allOf.map((each) => (each.oneOf ?? each.anyOf ?? []).flatMap(({ required: [name = ''] = [] }) => name)).filter((spellings) => spellings.length > 0);
  const spelt = oneOfEach.length === 0 ? fc.constant([]) : fc.tuple(...oneOfEach.map((spellings) => fc.constantFrom(...spellings)));
  const others = Object.keys(properties).filter((name) => name !== 'alert' && !oneOfEach.flat().includes(name));
  const added = fc.subarray(others, { maxLength: Math.min(3, others.length) });
  return fc.tuple(spelt, added).chain(([chosen, more]) => {
    const names = [...new Set([...required, ...chosen, ...more])].filter((name) => properties[name] !== undefined);
    return fc.record(Object.fromEntries(names.map((name) => [name, valueOf(properties[name] ?? {}, name)])));
  });
}

/** Calls of one tool: more than half of them are made by its schema, the others have something wrong. */
export function callsOf(tool: string, schema: Schema): fc.Arbitrary<MadeUpCall> {
  const names = (schema.oneOf ?? [schema]).flatMap(({ properties = {} }) => Object.keys(properties));
  const wrong = fc.dictionary(names.length === 0 ? strange : fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: strange }), fc.oneof({ weight: 4, arbitrary: junk }, THERE_IS_NOT), { minKeys: 1, maxKeys: 2 });
  const parameters = fc.oneof({ weight: 3, arbitrary: parametersOf(schema) }, fc.tuple(parametersOf(schema), wrong).map(([right, other]) => ({ ...right, ...other })), fc.dictionary(fc.constantFrom(...names, CANARY), junk, { maxKeys: 4 }));
  return fc.record({ tool: fc.constant(tool), parameters, header: headers, by: fc.nat(9) });
}

/** What HTTP can carry at all: printable, or the upper half of Latin-1. */
const headers = fc.oneof(
  { weight: 15, arbitrary: fc.constant(undefined) }, fc.constantFrom('key-1', 'key-2', '', 'two words', 'x'.repeat(128), 'x'.repeat(129), 'x'.repeat(3_000)),
  fc.string({ unit: 'grapheme-ascii', maxLength: 140 }), fc.stringMatching(/^[\xa1-\xff]{1,20}$/), fc.constant(CANARY),
);

/** Checks a property; what fails is told in a few lines, however long what was made up is. */
export async function holds<Made>(made: fc.Arbitrary<Made>, property: (made: Made) => Promise<void>, numRuns: number): Promise<void> {
  const { failed, counterexample, errorInstance, seed, counterexamplePath } = await fc.check(fc.asyncProperty(made, property), { numRuns, endOnFailure: false, interruptAfterTimeLimit: 15_000 });
  if (failed) throw new Error(cut(`With ${JSON.stringify(counterexample)} (seed ${seed}, path ${counterexamplePath}): ${String(errorInstance)}`));
}

/** For what is shown of a failure. */
export function cut(text: string): string {
  return text.length <= 1_500 ? text : `${text.slice(0, 1_500)}…`;
}
