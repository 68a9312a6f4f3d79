import { parseFlags } from '../../chaos/flags.ts';

describe('the flags of a crash test', () => {
  test('are rounds, seed, round, place, storm and file', () => {
    expect(parseFlags(['--rounds', '4', '--seed', '0', '--round', '2', '--only', 'call.answered'], () => 9)).toEqual({ rounds: 4, seed: 0, round: 2, only: 'call.answered', storm: false, json: undefined });
    expect(parseFlags(['--storm'], () => 9)).toMatchObject({ storm: true });
    expect(parseFlags([], () => 9)).toMatchObject({ seed: 9, round: undefined, only: undefined });
    expect(parseFlags(['--help'], () => 9)).toBeNull();
  });

  test.each([
    [['--rounds', '0'], 'from 1'],
    [['--seed', 'x'], '--seed x'],
    [['--only', 'call.lost'], 'no place of that name'],
    [['--json', '/nowhere/at/all.json'], 'no such folder'],
    [['--fast'], "'--fast'"],
  ])('%j is refused in words', (args, words) => {
    expect(() => parseFlags(args, () => 9)).toThrow(words);
  });
});
