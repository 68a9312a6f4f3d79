import { isWorseStage, STAGES } from '../../src/domain/stage.ts';

describe('a stage', () => {
  test.each([
    [1, 0], [2, 1], [3, 2], [4, 3], [4, 1], ['unstageable', 3], ['unstageable', 2], ['deep_tissue', 2], ['deep_tissue', 0], [3, 'deep_tissue'], [4, 'deep_tissue'], ['unstageable', 'deep_tissue'],
  ] as const)('%s is worse than %s, and not the other way round', (worse, better) => {
    expect(isWorseStage(worse, better)).toBe(true);
    expect(isWorseStage(better, worse)).toBe(false);
  });

  test.each([[4, 'unstageable'], ['mucosal', 1], ['mucosal', 4]] as const)('%s and %s are not worse than each other', (one, other) => {
    expect(isWorseStage(one, other)).toBe(false);
    expect(isWorseStage(other, one)).toBe(false);
  });

  test.each(STAGES)('%s is no worse than itself', (stage) => {
    expect(isWorseStage(stage, stage)).toBe(false);
  });
});
