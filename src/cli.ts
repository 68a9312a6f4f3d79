import { CommanderError, type Command } from 'commander';
import { CliError, EXIT } from './cli/cli-error.ts';
import type { CliContext } from './cli/cli-context.ts';
import { languageFrom } from './cli/cli-words.ts';
import { createOutput } from './cli/output.ts';
import { createProgram } from './cli/program.ts';
import { toCliError } from './cli/to-cli-error.ts';
import type { Language } from './domain/people.ts';

const stopping = new AbortController();
const wantsJson = process.argv.includes('--json');

/** Runs one command to its end, and turns whatever goes wrong into words and an exit code. */
async function run(command: Command, action: (context: CliContext) => Promise<void>): Promise<void> {
  const { lang } = command.optsWithGlobals<{ lang?: Language }>();
  const output = createOutput(process, wantsJson);
  const language = lang ?? languageFrom(process.env);
  // A role's own lifecycle takes the signal; a command that watches ends by it.
  if (command.name() !== 'run') process.once('SIGINT', () => stopping.abort());
  try {
    await action({ env: process.env, cwd: process.cwd(), output, language, signal: stopping.signal });
  } catch (error) {
    const failure = toCliError(error);
    if (failure instanceof CliError) output.fail(failure, language);
    process.exitCode = failure instanceof CliError ? failure.exitCode : EXIT.refused;
  }
}

/** Commander's own complaints are about how a command was written. */
async function main(): Promise<void> {
  try {
    await createProgram(run).parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    // Commander has told people already.
    if (wantsJson && error.exitCode !== 0) createOutput(process, true).result({ error: toUsageError(error) });
  }
}

function toUsageError({ code, message }: CommanderError): { message: string; hint: string; problems: []; exitCode: number } {
  const words = code === 'commander.help' ? 'no command was given' : message.replace(/^error: /, '');
  return { message: words, hint: '`npx vigia --help` lists the commands.', problems: [], exitCode: EXIT.usage };
}

await main();
// What was loaded may hold the process open; everything asked for has been done and written.
if (process.exitCode !== undefined || !process.argv.includes('run')) process.stdout.write('', () => process.exit());
