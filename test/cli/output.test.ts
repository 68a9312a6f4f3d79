import { CliError, EXIT } from '../../src/cli/cli-error.ts';
import { languageFrom } from '../../src/cli/cli-words.ts';
import { createOutput } from '../../src/cli/output.ts';
import { toCliError } from '../../src/cli/to-cli-error.ts';

function streams(terminal: { isTTY?: boolean; rows?: number } = {}): { out(): string; err(): string; stdout: NodeJS.WritableStream; stderr: NodeJS.WritableStream } {
  const texts = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof texts): NodeJS.WritableStream => ({ ...terminal, write: (text: string) => Boolean((texts[name] += text)) }) as unknown as NodeJS.WritableStream;
  return { out: () => texts.stdout, err: () => texts.stderr, stdout: stream('stdout'), stderr: stream('stderr') };
}

describe('where a command writes', () => {
  test('text goes to stdout for people, and beside the document for programs', () => {
    const [people, programs] = [streams(), streams()];
    for (const [to, json] of [[people, false], [programs, true]] as const) {
      const output = createOutput(to, json);
      output.say('There are two.');
      output.result({ alerts: [1, 2] });
    }
    expect([people.out(), people.err()]).toEqual(['There are two.\n', '']);
    expect([JSON.parse(programs.out()), programs.err()]).toEqual([{ alerts: [1, 2] }, 'There are two.\n']);
  });

  test('an error tells each field and what to do, and is one document for programs', () => {
    const to = streams();
    createOutput(to, true).fail(new CliError(EXIT.refused, 'It was refused:', 'See the example.', [{ field: 'stage', problem: 'is missing', hint: 'Write one.' }]));
    expect(to.err()).toBe('It was refused:\n  stage is missing. Write one.\nSee the example.\n');
    expect(JSON.parse(to.out())).toEqual({ error: { message: 'It was refused:', hint: 'See the example.', problems: [{ field: 'stage', problem: 'is missing', hint: 'Write one.' }], exitCode: 4 } });
  });

  test('what is drawn again stands where it stood, its head and newest lines when the terminal is low', () => {
    const to = streams({ isTTY: true, rows: 8 });
    const output = createOutput(to, false);
    output.redraw('code\nowner\n\none\ntwo');
    output.redraw(['code', 'owner', '', ...Array.from({ length: 20 }, (_none, index) => `line ${index}`)].join('\n'));
    const [, first = '', second = ''] = to.out().split('\u001B[H');
    expect(first).toMatch(/^\u001B\[Jcode/);
    expect(second.replaceAll(/\u001B\[[KJ]/g, '').trimEnd().split('\n')).toEqual(['code', 'owner', '', '  …', 'line 17', 'line 18', 'line 19']);
  });
});

test.each([[{ LANG: 'en_US.UTF-8' }, 'en'], [{ LANG: 'es_CL.UTF-8' }, 'es'], [{ LANG: 'C' }, 'es'], [{}, 'es'], [{ LANG: 'es_CL', LC_ALL: 'en_GB' }, 'en']])('with %j it speaks %s', (env, language) => {
  expect(languageFrom(env)).toBe(language);
});

test('what nobody foresaw is told by its kind alone, for its words could be of a patient', () => {
  const told = toCliError(new TypeError('Rosa Prado, bed 12'));
  expect(told).toMatchObject({ exitCode: 1, message: 'The command failed unexpectedly (TypeError).' });
  expect(toCliError(Object.assign(new Error('ENOSPC: no space'), { code: 'ENOSPC', path: '/x' }))).toMatchObject({ exitCode: 1, message: expect.stringContaining('disk is full') });
});
