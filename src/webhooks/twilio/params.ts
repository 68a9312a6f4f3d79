/** The parameters of a request as they were signed: untrimmed, repeated ones kept. Without a prototype, so no name is special. */
export type TwilioParams = Record<string, string | string[]>;

/** Reads a form. https://url.spec.whatwg.org/#urlencoded-parsing */
export function parseForm(body: string): TwilioParams {
  const params = Object.create(null) as TwilioParams;
  for (const [name, value] of new URLSearchParams(body)) {
    const before = params[name];
    params[name] = before === undefined ? value : [...(typeof before === 'string' ? [before] : before), value];
  }
  return params;
}

/** The text fields of a JSON object; null when the body is no JSON object. */
export function parseJson(body: string): TwilioParams | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
  const params = Object.create(null) as TwilioParams;
  for (const [name, value] of Object.entries(parsed)) if (typeof value === 'string') params[name] = value;
  return params;
}

/** The parameter's only or first value; null when it is absent or empty. */
export function textOf(params: TwilioParams, name: string): string | null {
  const value = params[name];
  const first = typeof value === 'string' ? value : value?.[0];
  return first === undefined || first === '' ? null : first;
}
