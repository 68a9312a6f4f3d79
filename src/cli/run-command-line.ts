import { CommanderError, type Command } from 'commander';
import { CliError, EXIT } from './cli-error.ts';
import { createOutput, type Output, type OutputStreams } from './output.ts';
import { createProgram, type Action } from './program.ts';
import { readOnce } from './read-finding.ts';
import { renderUsageError } from './render-usage-error.ts';
import { toCliError } from './to-cli-error.ts';
import { LANGUAGES, type Language } from '../domain/people.ts';
import { languageFrom } from '../launch/process-language.ts';

/** Commander's code when nothing but `vigia` was written. */
const NO_COMMAND = 'commander.help';

/** A command as it was written, and where. */
export interface CommandLine extends OutputStreams {
  /** Without the names of Node and of the program. */
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  stdin: AsyncIterable<Buffer>;
  /** Is told what to do when the person stops the command. */
  onInterrupt(stop: () => void): void;
}

/** Runs one command to its end, turns whatever goes wrong into words, and answers the exit code. */
export async function runCommandLine(line: CommandLine): Promise<number> {
  const json = line.args.includes('--json');
  const output = createOutput(line, json);
  let exitCode: number = EXIT.done;
  let help = '';
  const program = createProgram(async (command, action) => {
    exitCode = await runAction(line, command, action);
  }, { writeOut: (text) => void (json ? (help += text) : line.stdout.write(text)), writeErr: (text) => void line.stderr.write(text) });
  try {
    await program.parseAsync(line.args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander's own complaints are about how a command was written.
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return tellHelp(output, help);
    // Without a command it has written its help.
    if (error.code !== NO_COMMAND) line.stderr.write(`${renderUsageError(error, languageAsked(line))}\n`);
    output.result({ error: toUsageError(error) });
    return EXIT.usage;
  }
}

/** Help is people's text: programs get it in a document. */
function tellHelp(output: Output, help: string): number {
  if (!output.json) return EXIT.done;
  output.say(help.trimEnd());
  output.result({ help });
  return EXIT.done;
}

async function runAction(line: CommandLine, command: Command, action: Action): Promise<number> {
  const { env, cwd } = line;
  const { lang } = command.optsWithGlobals<{ lang?: Language }>();
  const output = createOutput(line, line.args.includes('--json'));
  const language = lang ?? languageFrom(env);
  const stopping = new AbortController();
  // A role's own lifecycle takes the signal; a command that watches ends by it.
  if (command.name() !== 'run') line.onInterrupt(() => stopping.abort());
  try {
    return (await action({ env, cwd, output, language, stdin: readOnce(line.stdin), signal: stopping.signal })) ?? EXIT.done;
  } catch (error) {
    const failure = toCliError(error);
    if (!(failure instanceof CliError)) return EXIT.refused;
    output.fail(failure, language);
    return failure.exitCode;
  }
}

/** The language of a command that can't be read: by the last `--lang` in it that names one, then by the environment. */
function languageAsked({ args, env }: CommandLine): Language {
  const asked = args.flatMap((arg, index) => (arg === '--lang' ? args.slice(index + 1, index + 2) : (/^--lang=(.*)$/.exec(arg)?.slice(1) ?? [])));
  return asked.filter(isLanguage).at(-1) ?? languageFrom(env);
}

function isLanguage(text: string): text is Language {
  return LANGUAGES.some((language) => language === text);
}

/** For programs, in English. */
function toUsageError({ code, message }: CommanderError): { message: string; hint: string; problems: []; exitCode: number } {
  const words = code === NO_COMMAND ? 'no command was given' : message.replace(/^error: /, '');
  return { message: words, hint: '`npx vigia --help` lists the commands.', problems: [], exitCode: EXIT.usage };
}
