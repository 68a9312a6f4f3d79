import { LedgerError } from '../ledger/ledger-error.ts';
import { explainStartUp, StartUpError } from '../launch/start-up-error.ts';
import { CliError, EXIT } from './cli-error.ts';
import { RefusedAnswer } from './commands/refused-answer.ts';

/** What to tell of anything that went wrong: our own words where we know them, never a stack trace. */
export function toCliError(error: unknown): CliError | RefusedAnswer {
  if (error instanceof CliError || error instanceof RefusedAnswer) return error;
  if (error instanceof StartUpError) return new CliError(EXIT.refused, error.message);
  if (error instanceof LedgerError) return new CliError(EXIT.failed, error.message);
  return new CliError(EXIT.failed, explainStartUp(error));
}
