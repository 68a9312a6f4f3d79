import type { CliError } from './cli-error.ts';

/** Where a command writes: text for people, or one JSON document for programs and the text beside it on stderr. */
export interface Output {
  readonly json: boolean;
  readonly isTty: boolean;
  /** Text for people. */
  say(text: string): void;
  /** What the command came to, for programs; once. */
  result(value: unknown): void;
  /** Overwrites what was drawn before, on a terminal. */
  redraw(text: string): void;
  fail(error: CliError): void;
}

export interface OutputStreams {
  stdout: NodeJS.WritableStream & { isTTY?: boolean };
  stderr: NodeJS.WritableStream;
}

const CLEAR_SCREEN = '\u001B[2J\u001B[H';

export function createOutput({ stdout, stderr }: OutputStreams, json: boolean): Output {
  const people = json ? stderr : stdout;
  return {
    json,
    isTty: !json && stdout.isTTY === true,
    say: (text) => void people.write(`${text}\n`),
    result: (value) => {
      if (json) stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    redraw: (text) => void people.write(`${CLEAR_SCREEN}${text}\n`),
    fail: ({ message, hint, problems, exitCode }) => {
      if (json) stdout.write(`${JSON.stringify({ error: { message, hint, problems, exitCode } }, null, 2)}\n`);
      stderr.write(`${message}\n`);
      for (const { field, problem, hint: remedy } of problems) stderr.write(`  ${field} ${problem}. ${remedy}\n`);
      if (hint !== null) stderr.write(`${hint}\n`);
    },
  };
}
