import type { Language } from '../domain/people.ts';
import type { CliError } from './cli-error.ts';

/** Where a command writes: text for people, or one JSON document for programs and the text beside it on stderr. */
export interface Output {
  readonly json: boolean;
  readonly isTty: boolean;
  /** Text for people. */
  say(text: string): void;
  /** What the command came to, for programs; once. */
  result(value: unknown): void;
  /** Draws over what was drawn before, on a terminal. */
  redraw(text: string): void;
  /** Tells an error in a person's language. */
  fail(error: CliError, language: Language): void;
}

export interface OutputStreams {
  stdout: NodeJS.WritableStream & { isTTY?: boolean; rows?: number };
  stderr: NodeJS.WritableStream;
}

/** https://invisible-island.net/xterm/ctlseqs/ctlseqs.html: to the top; clear to the end of the line; clear to the end of the screen. */
const TOP = '\u001B[H';
const CLEAR_LINE = '\u001B[K';
const CLEAR_BELOW = '\u001B[J';

/** A terminal that doesn't say how high it is. */
const USUAL_ROWS = 24;

/** Lines at the top that stay when a text is higher than the terminal: how the alert stands. */
const HEAD_LINES = 3;

export function createOutput({ stdout, stderr }: OutputStreams, json: boolean): Output {
  const people = json ? stderr : stdout;
  let isDrawn = false;
  return {
    json,
    isTty: !json && stdout.isTTY === true,
    say: (text) => void people.write(`${text}\n`),
    result: (value) => {
      if (json) stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    redraw: (text) => {
      // Cleared once; later only what follows a line is, so that nothing flickers.
      const start = isDrawn ? TOP : `${TOP}${CLEAR_BELOW}`;
      isDrawn = true;
      people.write(`${start}${toFit(text, stdout.rows ?? USUAL_ROWS).map((line) => `${line}${CLEAR_LINE}\n`).join('')}${CLEAR_BELOW}`);
    },
    fail: (error, language) => {
      const { problems, exitCode } = error;
      const { message, hint, toPrograms = message } = error.told(language);
      if (json) stdout.write(`${JSON.stringify({ error: { message: toPrograms, hint, problems, exitCode } }, null, 2)}\n`);
      stderr.write(`${message}\n`);
      for (const { field, problem, hint: remedy } of problems) stderr.write(`  ${field} ${problem}. ${remedy}\n`);
      if (hint !== null) stderr.write(`${hint}\n`);
    },
  };
}

/** The first lines and the newest ones, when not all of them fit. */
function toFit(text: string, rows: number): string[] {
  const lines = text.split('\n');
  const room = Math.max(rows - 1, HEAD_LINES + 2);
  return lines.length <= room ? lines : [...lines.slice(0, HEAD_LINES), '  …', ...lines.slice(lines.length - (room - HEAD_LINES - 1))];
}
