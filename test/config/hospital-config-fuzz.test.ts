import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { CONFIG_FILES } from '../../src/config/config-problem.ts';
import type { ToldProblem } from '../../src/config/config-problem.ts';
import { problemsOf, textsWith } from './hospital-folder.ts';

type Data = Record<string, unknown> | unknown[];
const file = fc.constantFrom(...CONFIG_FILES);
const junk = fc.oneof(fc.constantFrom<unknown>(null, '', 0, -1, 1.5, true, [], {}, [[]], 'x', '08:00', '5 min', 'page', 'ana', [null], { responder: 'ana' }, '__proto__', 'constructor'), fc.jsonValue({ maxDepth: 2 }));

/** Every place of the data: the group or list that holds it, and its key. */
function places(data: unknown): { holder: Data; key: string }[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.keys(data).flatMap((key) => [{ holder: data as Data, key }, ...places((data as Record<string, unknown>)[key])]);
}

function expectTold(problems: ToldProblem[]): void {
  for (const { line, problem, hint } of problems) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(problem).not.toBe('');
    expect(problem).not.toMatch(/undefined|\[object|Invalid input/);
    expect(hint).toMatch(/^[A-Z].*\.$/s);
  }
}

describe('whatever is done to the files', () => {
  test('a value replaced by anything is taken, or told of in a sentence', () => {
    fc.assert(fc.property(file, fc.nat(), junk, (name, pick, value) => {
      const data: unknown = parse(textsWith()[name]);
      const all = places(data);
      const { holder, key } = all[pick % all.length] ?? { holder: [], key: '0' };
      (holder as Record<string, unknown>)[key] = value;
      expectTold(problemsOf({ ...textsWith(), [name]: stringify(data) }));
    }), { numRuns: 120 });
  });

  test('a value removed is taken, or told of in a sentence', () => {
    fc.assert(fc.property(file, fc.nat(), (name, pick) => {
      const data: unknown = parse(textsWith()[name]);
      const all = places(data);
      const { holder, key } = all[pick % all.length] ?? { holder: [], key: '0' };
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      expectTold(problemsOf({ ...textsWith(), [name]: stringify(data) }));
    }), { numRuns: 60 });
  });

  test('a file cut off anywhere, or with anything put in, is taken or told of in a sentence', () => {
    fc.assert(fc.property(file, fc.nat(), fc.string({ maxLength: 8 }), fc.boolean(), (name, place, text, cut) => {
      const whole = textsWith()[name];
      const at = place % whole.length;
      expectTold(problemsOf({ ...textsWith(), [name]: whole.slice(0, at) + text + (cut ? '' : whole.slice(at)) }));
    }), { numRuns: 60 });
  });
});
