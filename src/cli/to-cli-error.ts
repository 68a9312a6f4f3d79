import { isUnwritable, LedgerError } from '../ledger/ledger-error.ts';
import { NotRecordedError } from '../client/client-errors.ts';
import { explainStartUp, StartUpError } from '../launch/start-up-error.ts';
import { errorCodeOf } from '../observability/error-code.ts';
import { PlatformError } from '../platforms/platform-error.ts';
import { CliError, EXIT } from './cli-error.ts';
import { isNotWritten } from './is-not-written.ts';
import { RefusedAnswer } from './commands/refused-answer.ts';

/** What the operating system calls its refusals: `ENOSPC`. */
const OF_THE_SYSTEM = /^E[A-Z]{3,}$/;

/** What to tell of anything that went wrong: our own words where we know them, never a stack trace. */
export function toCliError(error: unknown): CliError | RefusedAnswer {
  if (error instanceof CliError || error instanceof RefusedAnswer) return error;
  if (error instanceof StartUpError) return new CliError(isNotWritten(error) ? EXIT.unreachable : EXIT.refused, ({ elsewhere }) => elsewhere(error.said));
  if (error instanceof NotRecordedError) return new CliError(EXIT.unreachable, ({ elsewhere }) => elsewhere(error.said));
  // Nothing is wrong with what was asked: it can be asked again once the disk is well.
  if (error instanceof LedgerError) return new CliError(isUnwritable(error) || error.kind === 'busy' ? EXIT.unreachable : EXIT.failed, ({ elsewhere }) => elsewhere(error.said));
  if (error instanceof PlatformError) return new CliError(EXIT.failed, (words) => words.platformFailed(error.platform, error.failure.code, error.message));
  const code = errorCodeOf(error);
  if (code !== null && OF_THE_SYSTEM.test(code)) return new CliError(EXIT.failed, ({ elsewhere }) => elsewhere(explainStartUp(error)));
  const kind = error instanceof Error ? error.name : typeof error;
  return new CliError(EXIT.failed, (words) => words.unexpected(kind, code));
}
