import type { Said } from './said.ts';

/** What an error of ours tells a person; null for one that was not made for people. */
export function saidBy(error: unknown): Said | null {
  if (!(error instanceof Error) || !('said' in error)) return null;
  const { said } = error;
  return typeof said === 'object' && said !== null && 'es' in said && 'en' in said ? (said as Said) : null;
}
