import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import * as ajvFormats from 'ajv-formats';
import { parseAddress } from './address.ts';
import { TWILIO_OPENAPI } from './openapi.generated.ts';

export type OperationName = keyof typeof TWILIO_OPENAPI.operations;

/** Where in an exchange a schema was broken. */
export type CheckedPart = 'path' | 'query' | 'body' | 'answer';

/** Says whether the parts of an exchange are what Twilio's OpenAPI describes; each text names a field and what was wrong. */
export interface SchemaCheck {
  check(operation: OperationName, part: CheckedPart, value: unknown): string[];
}

const RFC_2822_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000$/;
const ABSOLUTE_OR_ROOTED = /^(https?:\/\/[^\s]+|\/[^\s]*)$/;

/** Twilio's own formats, which the documents name and don't define. */
const OWN_FORMATS: Record<string, RegExp | true | ((value: string) => boolean)> = {
  'phone-number': (value) => parseAddress(value) !== null,
  'date-time-rfc-2822': RFC_2822_DATE,
  currency: /^[A-Z]{3}$/,
  'uri-map': true,
  // Lists answer rooted paths such as `/2010-04-01/Accounts/...`, which the documents call `uri`.
  uri: ABSOLUTE_OR_ROOTED,
  // A filter takes a day as well as an instant. https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
  'date-time': (value) => !Number.isNaN(Date.parse(value)),
};

function createAjv(coerceTypes: boolean | 'array'): Ajv {
  const ajv = new Ajv({ allErrors: true, strict: false, coerceTypes });
  // ajv-formats is CommonJS whose export is its own `default`, and loaders disagree on how deep that lies.
  const loaded: unknown = ajvFormats.default;
  const addFormats = (typeof loaded === 'function' ? loaded : (loaded as { default: unknown }).default) as (target: Ajv) => unknown;
  addFormats(ajv);
  for (const [name, format] of Object.entries(OWN_FORMATS)) ajv.addFormat(name, format);
  return ajv;
}

function toTexts(validate: ValidateFunction): string[] {
  return (validate.errors ?? []).map((error) => {
    const field = error.instancePath.replace(/^\//, '') || 'the whole';
    const extra = error.keyword === 'additionalProperties' ? ` (${String(error.params['additionalProperty'])})` : '';
    return `${field} ${error.message ?? error.keyword}${extra}`;
  });
}

/**
 * Compiles lazily, once for each operation and part. Parameters of forms and queries come as text and are read as the type
 * that the schema names; a single value may stand for a list. Answers and JSON bodies are taken as they are.
 */
export function createSchemaCheck(): SchemaCheck {
  const lenient = createAjv('array');
  const exact = createAjv(false);
  const compiled = new Map<string, ValidateFunction>();

  function validatorFor(operation: OperationName, part: CheckedPart): ValidateFunction | null {
    const key = `${operation}.${part}`;
    const known = compiled.get(key);
    if (known !== undefined) return known;
    const described = TWILIO_OPENAPI.operations[operation];
    const schema: object | null = described[part];
    if (schema === null) return null;
    const fromText = part === 'path' || part === 'query' || (part === 'body' && described.mediaType !== 'application/json');
    const validate = (fromText ? lenient : exact).compile({ ...schema, $defs: TWILIO_OPENAPI.definitions });
    compiled.set(key, validate);
    return validate;
  }

  return {
    check(operation, part, value) {
      const validate = validatorFor(operation, part);
      if (validate === null) return [];
      // Coercion writes into what it reads, and the caller's value is what arrived on the wire.
      return validate(structuredClone(value)) ? [] : toTexts(validate);
    },
  };
}
