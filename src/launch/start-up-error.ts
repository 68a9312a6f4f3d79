import { SettingsError } from '../config/settings-reader.ts';
import { errorCodeOf } from '../observability/error-code.ts';

/**
 * The service can't start, for a reason that a person can do something about: `message` is one plain sentence (or one line a
 * finding) that says what is wrong and what to do. It is all that the person is shown.
 */
export class StartUpError extends Error {
  override readonly name = 'StartUpError';
}

/**
 * What to print when starting failed: a StartUpError's and SettingsError's own words, a plain sentence for what the operating
 * system commonly refuses, and for anything else the error's class and where its details are.
 */
export function explainStartUp(error: unknown, logFile: string | null = null): string {
  if (error instanceof StartUpError) return error.message;
  if (error instanceof SettingsError) return ['The environment needs correcting:', ...error.issues.map((issue) => `  - ${issue}`)].join('\n');
  const path = typeof error === 'object' && error !== null && 'path' in error ? String(error.path) : 'a file';
  switch (errorCodeOf(error) ?? '') {
    case 'ENOSPC':
      return `The disk is full (${path}): free some space and start again.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${path} can't be written: change its permissions, or run as the user who owns it.`;
    case 'EMFILE':
    case 'ENFILE':
      return 'Too many files are open: raise the limit ("ulimit -n 4096") and start again.';
    default: {
      const kind = error instanceof Error ? error.name : typeof error;
      const code = errorCodeOf(error);
      return `Starting failed unexpectedly (${kind}${code === null ? '' : `, ${code}`})${logFile === null ? '.' : `: ${logFile} says more.`}`;
    }
  }
}
