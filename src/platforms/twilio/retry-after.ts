/** Longer than this is not believed: an alert can't wait on a header's word. */
const LONGEST_MS = 60 * 60_000;

/**
 * A Retry-After header, seconds or a date, as milliseconds from `now`; null when it is absent or makes no sense.
 * https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function parseRetryAfter(header: unknown, now: Date): number | null {
  if (typeof header !== 'string' || header.trim() === '') return null;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : null;
  const ms = seconds === null ? Date.parse(header) - now.getTime() : seconds * 1_000;
  if (!Number.isFinite(ms)) return null;
  return Math.min(Math.max(ms, 0), LONGEST_MS);
}
