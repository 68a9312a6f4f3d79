import { z } from 'zod';
import type { PlatformName } from '../domain/platform-name.ts';
import type { ServiceMode } from '../domain/service-mode.ts';
import type { SettingsReader } from './settings-reader.ts';
import type { SettingsWords } from './settings-words.ts';

/** How much may go in a minute: unless told, and at most in production, where a limit of any size would be none. */
interface Limit {
  variable: string;
  perMinute: number;
  most: number;
}

/** Messages a minute and sender, over any rolling 60 s, as the service's own document sets them; at most what a provider takes of one sender. */
const LIMITS = {
  // "Several hundred messages per minute" to a workspace. https://docs.slack.dev/reference/methods/chat.postMessage
  slack: { variable: 'VIGIA_LIMIT_SLACK', perMinute: 15, most: 1_000 },
  // 400 a second for a WhatsApp sender on request; a short code's 100 a second is less. https://www.twilio.com/docs/whatsapp/best-practices-and-faqs
  twilio: { variable: 'VIGIA_LIMIT_TWILIO', perMinute: 8, most: 24_000 },
  // A person's phone: one a second.
  'whatsapp-web': { variable: 'VIGIA_LIMIT_WHATSAPP_WEB', perMinute: 5, most: 60 },
} as const satisfies Record<PlatformName, Limit>;

/** Edits a minute and sender: Slack's tier 3, which chat.update is in, and at most as many as messages. https://docs.slack.dev/apis/web-api/rate-limits */
const EDITS: Limit = { variable: 'VIGIA_LIMIT_EDITS', perMinute: 50, most: 1_000 };

/** Twenty a second: more than an agent asks for, and less than would hold up other callers. At most 200: half of what the service takes in (docs/performance.md). */
const CALLS: Limit = { variable: 'VIGIA_LIMIT_CALLS', perMinute: 1_200, most: 12_000 };

const WINDOW = 'VIGIA_LIMIT_WINDOW_S';

const MINUTE_S = 60;

/** How many in any minute. */
const PER_MINUTE = z.string().regex(/^\d{1,7}$/).transform(Number).pipe(z.number().min(1));

/** Every variable of these settings. */
export const LIMIT_VARIABLES: readonly string[] = [...Object.values(LIMITS), EDITS, CALLS].map(({ variable }) => variable).concat(WINDOW);

export interface LimitSettings {
  /** Messages on one sender over any rolling window, which is a minute but in trials. */
  readonly limitsPerMinute: Readonly<Record<PlatformName, number>>;
  /** Edits, look-ups and answers that one person alone sees, of one sender over the same window. */
  readonly editsPerMinute: number;
  /** How long that window is, milliseconds. */
  readonly limitWindowMs: number;
  /** Calls that each API key may make in a minute, on the average. */
  readonly callsPerMinute: number;
}

export function readLimits(reader: SettingsReader, mode: ServiceMode): LimitSettings {
  const read = (limit: Limit, expected: keyof SettingsWords['expected']): number => readLimit(reader, mode, limit, expected);
  return {
    limitsPerMinute: { slack: read(LIMITS.slack, 'messages'), twilio: read(LIMITS.twilio, 'messages'), 'whatsapp-web': read(LIMITS['whatsapp-web'], 'messages') },
    editsPerMinute: read(EDITS, 'edits'),
    limitWindowMs: readWindow(reader, mode),
    callsPerMinute: read(CALLS, 'calls'),
  };
}

function readLimit(reader: SettingsReader, mode: ServiceMode, { variable, perMinute, most }: Limit, expected: keyof SettingsWords['expected']): number {
  const limit = reader.value(variable, PER_MINUTE, perMinute, expected);
  if (mode === 'production' && limit > most) reader.complain((words) => words.tooMuch(variable, limit, most));
  return limit;
}

/** Providers count over a minute: a shorter window is for trying a storm out in the sandbox, without waiting for it. */
function readWindow(reader: SettingsReader, mode: ServiceMode): number {
  const schema = z.string().regex(/^\d{1,2}$/).transform(Number).pipe(z.number().min(5).max(MINUTE_S));
  const seconds = reader.value(WINDOW, schema, MINUTE_S, 'window');
  if (mode === 'production' && seconds !== MINUTE_S) reader.complain((words) => words.sandboxOnly(WINDOW));
  return seconds * 1_000;
}
