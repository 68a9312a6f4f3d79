import { z } from 'zod';
import { refusal, sayCorrection } from './correction.ts';
import { SCHEMA_WORDS } from './schema-words.ts';

const UNIT_MS = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;

type Unit = keyof typeof UNIT_MS;

/** Milliseconds of `90 s`, `5 min`, `12 h` or `2 d`; null for anything else, zero included. */
export function parseDuration(text: string): number | null {
  const [, amount, unit] = /^([1-9]\d{0,4})\s?(s|min|h|d)$/.exec(text) ?? [];
  return amount === undefined || unit === undefined ? null : Number(amount) * UNIT_MS[unit as Unit];
}

/** A duration as a configuration file writes it, turned into milliseconds. */
export const durationSchema = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== null) return ms;
  const { error, params } = refusal(sayCorrection(SCHEMA_WORDS, (words) => words.notADuration(text.slice(0, 40))));
  context.addIssue({ code: 'custom', message: error, params });
  return z.NEVER;
});
