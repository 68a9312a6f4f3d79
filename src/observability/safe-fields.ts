import { errorCodeOf } from './error-code.ts';

/** Every field that a log line may have. What isn't here isn't written: a list of what is safe can't forget a secret. */
export interface SafeFields {
  /** The alert's code. */
  code?: string;
  notificationId?: string;
  attemptId?: string;
  requestId?: string;
  eventId?: string;
  /** A responder's id in the directory, never a name or an address. */
  responder?: string;
  role?: string;
  part?: string;
  /** By which way a call came in. */
  door?: string;
  platform?: string;
  route?: string;
  operation?: string;
  status?: string;
  severity?: string;
  stage?: string;
  kind?: string;
  reason?: string;
  complianceLevel?: string;
  step?: number;
  round?: number;
  count?: number;
  attempt?: number;
  httpStatus?: number;
  port?: number;
  pid?: number;
  durationMs?: number;
  waitMs?: number;
  ok?: boolean;
  drill?: boolean;
  version?: string;
  /** Whatever was thrown: its class, code and place are written, its text is not. */
  error?: unknown;
}

const TEXT_FIELDS = new Set([
  ...['code', 'notificationId', 'attemptId', 'requestId', 'eventId', 'responder', 'role', 'part', 'door', 'platform', 'route'],
  ...['operation', 'status', 'severity', 'stage', 'kind', 'reason', 'complianceLevel', 'version'],
]);
const NUMBER_FIELDS = new Set(['step', 'round', 'count', 'attempt', 'httpStatus', 'port', 'pid', 'durationMs', 'waitMs']);
const SWITCH_FIELDS = new Set(['ok', 'drill']);

/** Identifiers and codes have neither spaces nor much length; a sentence has both. */
const IDENTIFIER = /^[\w.:@/+-]{0,120}$/;
/** E.164 numbers and the ids that WhatsApp makes of them. */
const PHONE_NUMBER = /\+\d{6,}|\d{6,}@/;
const WITHHELD = '[withheld]';
const FRAMES_SHOWN = 6;

/** What may be written of the fields: known names, of the right type, text only where it has the form of an identifier. */
export function toSafeFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'error') safe.error = toSafeError(value);
    else if (TEXT_FIELDS.has(name) && typeof value === 'string') safe[name] = safeText(value);
    else if (NUMBER_FIELDS.has(name) && typeof value === 'number') safe[name] = value;
    else if (SWITCH_FIELDS.has(name) && typeof value === 'boolean') safe[name] = value;
  }
  return safe;
}

export function safeText(text: string): string {
  return IDENTIFIER.test(text) && !PHONE_NUMBER.test(text) ? text : WITHHELD;
}

/** An error's class, code, the platform's classification, and where it was thrown. Its message may repeat what was in a message of ours. */
export function toSafeError(error: unknown): Record<string, unknown> {
  if (typeof error !== 'object' || error === null) return { type: typeof error };
  const { name, failure, cause } = error as { name?: unknown; failure?: { kind?: unknown; code?: unknown }; cause?: unknown };
  const code = errorCodeOf(error) ?? failure?.code;
  return {
    type: typeof name === 'string' ? safeText(name) : 'object',
    ...(typeof code === 'string' ? { code: safeText(code) } : {}),
    ...(typeof failure?.kind === 'string' ? { kind: safeText(failure.kind) } : {}),
    ...framesOf(error),
    ...(typeof cause === 'object' && cause !== null ? { cause: toSafeCause(cause) } : {}),
  };
}

function toSafeCause(cause: object): Record<string, unknown> {
  const { at: _, ...rest } = toSafeError(cause);
  return rest;
}

/** The stack repeats the message before its frames; it is cut off by its length, and without that certainty nothing is shown. */
function framesOf(error: object): { at?: string[] } {
  const { name, message, stack } = error as { name?: unknown; message?: unknown; stack?: unknown };
  if (typeof stack !== 'string' || typeof message !== 'string') return {};
  const head = [`${String(name)}: ${message}`, `Error: ${message}`, message === '' ? String(name) : ''].find((text) => text !== '' && stack.startsWith(text));
  if (head === undefined) return {};
  const frames = stack.slice(head.length).split('\n').map((line) => line.trim()).filter((line) => line.startsWith('at '));
  return { at: frames.slice(0, FRAMES_SHOWN).map((frame) => frame.slice('at '.length)) };
}
