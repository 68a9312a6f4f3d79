/**
 * An error's machine-readable code, such as `ENOENT`; null when it has none. Structural, because errors of Node's own modules
 * come from another realm under some test runners, where `instanceof Error` says no.
 */
export function errorCodeOf(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' || typeof code === 'number' ? String(code) : null;
}
