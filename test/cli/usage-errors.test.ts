import { USAGE_WORDS, type UsageWords } from '../../src/cli/usage-words.ts';
import { differences, type Samples } from '../support/same-names.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { runVigia, spawnVigia } from './run-vigia.ts';

const home = temporaryFolder();

/** Everything that can be wrong with how a command is written, in the words of both languages. */
const WRONG: [what: string, args: string[], es: string, en: string][] = [
  ['a command that is none', ['frobnicate'], "no existe el comando 'frobnicate'", "unknown command 'frobnicate'"],
  ['a command that is nearly one', ['alrt', 'x.json'], "no existe el comando 'alrt'\n(¿Quiso decir alert?)", "unknown command 'alrt'\n(Did you mean alert?)"],
  ['a command that is nearly one of two', ['lest'], "no existe el comando 'lest'\n(¿Quiso decir list o test?)", "unknown command 'lest'\n(Did you mean one of list, test?)"],
  ['a part of a command that is none', ['policy', 'chek'], "no existe el comando 'chek'\n(¿Quiso decir check?)", "unknown command 'chek'\n(Did you mean check?)"],
  ['an unknown option', ['list', '--frob'], "no existe la opción '--frob'", "unknown option '--frob'"],
  ['an option that is nearly one', ['list', '--al'], "no existe la opción '--al'\n(¿Quiso decir --all?)", "unknown option '--al'\n(Did you mean --all?)"],
  ['a missing argument', ['show'], "falta el argumento 'code'", "missing required argument 'code'"],
  ['too many arguments', ['show', 'K7F2-Q9MD', 'x', 'y'], "hay demasiados argumentos para 'show'. Lleva 1 y llegaron 3: K7F2-Q9MD, x, y.", "too many arguments for 'show'. Expected 1 argument but got 3: K7F2-Q9MD, x, y."],
  ['an argument where none is taken', ['list', 'x'], "hay demasiados argumentos para 'list'. Lleva 0 y llegaron 1: x.", "too many arguments for 'list'. Expected 0 arguments but got 1: x."],
  ['a missing option', ['test'], "falta la opción '--to <responder>', que es obligatoria", "required option '--to <responder>' not specified"],
  ['an option without its value', ['list', '--limit'], "a la opción '--limit <number>' le falta su valor", "option '--limit <number>' argument missing"],
  ['a value that is none of those there are', ['resolve', 'K7F2-Q9MD', '--found', 'x'], "el valor 'x' de la opción '--found <what>' no sirve. Los posibles son confirmed, other_stage, not_an_injury, wrong_patient.", "option '--found <what>' argument 'x' is invalid. Allowed choices are confirmed, other_stage, not_an_injury, wrong_patient."],
  ['a limit that is none', ['list', '--limit', "o'x"], "el valor 'o'x' de la opción '--limit <number>' no sirve. Escriba un número entero mayor que 0.", "option '--limit <number>' argument 'o'x' is invalid. Write a whole number above 0."],
  ['two who ask', ['cancel', 'K7F2-Q9MD', '--as', 'ana', '--operator', 'eva'], "la opción '--as <responder>' no va junto con la opción '--operator <name>'", "option '--as <responder>' cannot be used with option '--operator <name>'"],
];

describe('a command that is written wrong', () => {
  test.each(WRONG)('%s: is told of in both languages, and to programs in English, exit code 2', async (_what, args, es, en) => {
    expect(await runVigia(home, args)).toEqual({ code: 2, stdout: '', stderr: `error: ${es}\n(\`npx vigia --help\` muestra los comandos, en inglés)\n` });
    expect(await runVigia(home, args, { env: { LANG: 'en_US.UTF-8' } })).toEqual({ code: 2, stdout: '', stderr: `error: ${en}\n(\`npx vigia --help\` lists the commands)\n` });
    const { code, stdout } = await runVigia(home, ['--json', ...args]);
    // The parser's own sentence: where it changes its words, ours are to follow.
    expect({ code, document: JSON.parse(stdout) }).toEqual({ code: 2, document: { error: { message: en, hint: '`npx vigia --help` lists the commands.', problems: [], exitCode: 2 } } });
  });

  test.each([
    [['list', '--frob', '--lang', 'en'], /unknown option/],
    [['--lang=en', 'frobnicate'], /unknown command/],
    [['list', '--lang', 'en', '--lang', 'fr'], /Allowed choices are es, en/],
    [['list', '--lang', 'fr'], /Los posibles son es, en/],
    [['list', '--lang'], /le falta su valor/],
  ])('%j: in the language that it asks for, where that can be seen', async (args, words) => {
    expect(await runVigia(home, args)).toMatchObject({ code: 2, stderr: expect.stringMatching(words) });
  });

  test('help with --json is one document, and the text is on stderr', async () => {
    const plain = await runVigia(home, ['show', '--help']);
    expect(plain).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: vigia show') as string, stderr: '' });
    for (const args of [['--json', 'show', '--help'], ['show', '--help', '--json']]) {
      const { code, stdout, stderr } = await runVigia(home, args);
      expect({ code, document: JSON.parse(stdout) as unknown, stderr }).toEqual({ code: 0, document: { help: plain.stdout }, stderr: plain.stdout });
    }
  });

  test('no command at all: the help, exit code 2', async () => {
    const { code, stderr, stdout } = await spawnVigia(home, []);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: vigia/);
    expect(stderr).not.toMatch(/error:/);
  });
});

test('both languages of these words name the same', () => {
  const samples: Samples<UsageWords> = {
    missingArgument: [['argument_1']], missingOption: [['--option-1']], missingValue: [['--option-1']], conflict: [['--option-1', '--option-2']],
    unknownOption: [['--option-1']], unknownCommand: [['command_1']], tooMany: [[null, 0, 1, 'argument_1'], ['command_1', 1, 2, 'argument_1, argument_2']],
    invalid: [['--option-1', 'value_1', 'why_1']], choices: [['choice_1, choice_2']], didYouMean: [[['command_1']], [['command_1', 'command_2']]],
  };
  expect(differences(USAGE_WORDS, samples)).toEqual({});
});
