/** The parameters of a request as they were signed: untrimmed, repeated ones kept. Without a prototype, so no name is special. */
export type TwilioParams = Record<string, string | string[]>;

/** Parameters of one request: Twilio's have some dozens. What has far more is nobody's, and reading it would hold up everything else. */
const MAX_PARAMS = 500;

/** Reads a form; null for one of too many parameters. https://url.spec.whatwg.org/#urlencoded-parsing */
export function parseForm(body: string): TwilioParams | null {
  if (isLongerThan(body, MAX_PARAMS)) return null;
  const params = Object.create(null) as TwilioParams;
  for (const [name, value] of new URLSearchParams(body)) {
    const before = params[name];
    if (Array.isArray(before)) before.push(value);
    else params[name] = before === undefined ? value : [before, value];
  }
  return params;
}

/** Looks no further than it must. */
function isLongerThan(body: string, most: number): boolean {
  let at = -1;
  for (let params = 1; params <= most; params += 1) {
    at = body.indexOf('&', at + 1);
    if (at < 0) return false;
  }
  return true;
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
