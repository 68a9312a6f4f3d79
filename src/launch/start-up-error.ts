import { SettingsError } from '../config/settings-reader.ts';
import { inBoth } from '../domain/in-both.ts';
import type { Said } from '../domain/said.ts';
import { errorCodeOf } from '../observability/error-code.ts';
import { LAUNCH_WORDS } from './launch-words.ts';

/**
 * The service can't start, for a reason that a person can do something about: `said` is one plain sentence (or one line a
 * finding) that says what is wrong and what to do. It is all that the person is shown. `message` is the English one, for logs.
 */
export class StartUpError extends Error {
  override readonly name = 'StartUpError';
  readonly said: Said;

  constructor(said: Said, options?: ErrorOptions) {
    super(said.en, options);
    this.said = said;
  }
}

/**
 * What to print when starting failed: a StartUpError's and SettingsError's own words, a plain sentence for what the operating
 * system commonly refuses, and for anything else the error's class and where its details are.
 */
export function explainStartUp(error: unknown, logFile: string | null = null): Said {
  if (error instanceof StartUpError) return error.said;
  if (error instanceof SettingsError) return inBoth(LAUNCH_WORDS, (words, language) => words.environment(error.issues.map((issue) => issue[language])));
  const path = typeof error === 'object' && error !== null && 'path' in error ? String(error.path) : null;
  switch (errorCodeOf(error) ?? '') {
    case 'ENOSPC':
      return inBoth(LAUNCH_WORDS, (words) => words.diskFull(path));
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return inBoth(LAUNCH_WORDS, (words) => words.fileUnwritable(path));
    case 'EMFILE':
    case 'ENFILE':
      return inBoth(LAUNCH_WORDS, (words) => words.tooManyFiles);
    default: {
      const kind = error instanceof Error ? error.name : typeof error;
      return inBoth(LAUNCH_WORDS, (words) => words.unexpected(kind, errorCodeOf(error), logFile));
    }
  }
}
