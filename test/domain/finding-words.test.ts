import { FINDING_WORDS, type FindingWords } from '../../src/domain/finding-words.ts';
import { differences, type Samples } from '../support/same-names.ts';

test('what can be wrong with a finding is worded in both languages with the same fields, values and files', () => {
  const samples: Samples<FindingWords> = { removeIt: [['field_1, field_2']], notA: [['type_1']] };
  expect(differences(FINDING_WORDS, samples)).toEqual({});
});
