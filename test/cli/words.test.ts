import { CLI_WORDS, type CliWords } from '../../src/cli/cli-words.ts';
import { ERROR_WORDS, type ErrorWords } from '../../src/cli/error-words.ts';
import { HEALTH_WORDS, type HealthWords } from '../../src/cli/health-words.ts';
import { KEYS_WORDS, type KeysWords } from '../../src/cli/keys-words.ts';
import { MESSAGE_WORDS, type MessageWords } from '../../src/cli/message-words.ts';
import { differences, type Samples } from '../support/same-names.ts';

const errors: Samples<ErrorWords> = {
  environment: [[[{ es: 'issue_1', en: 'issue_1' }]]],
  elsewhere: [],
  platformFailed: [['platform_1', 'code_1', 'kind_1']],
  notAFile: [['file_1.json']],
  fileMissing: [['file_1.json']],
  fileUnreadable: [['file_1.json', 'E_CODE']],
  tooLarge: [[64]],
  keyUsedBefore: [['K7F2-Q9MD']],
  noAlert: [['K7F2-Q9MD']],
  noMessage: [['K7F2-Q9MD']],
  whoAsks: [[true], [false]],
  noResponder: [['person_1', ['person_2', 'person_3']]],
  keyNameTaken: [['key_1']],
  badFinding: [[['finding_1', 'finding_2']]],
  badDurationOf: [['--expires']],
  noOnCallRole: [['role_1', ['role_2', 'role_3']]],
  noUnit: [['unit_1', ['unit_2', 'unit_3']]],
  noServiceRole: [[['role_1', 'role_2']]],
  toCorrect: [[3]],
  unexpected: [['TypeError_1', 'E_CODE'], ['TypeError_1', null]],
};

const health: Samples<HealthWords> = {
  used: [['sender_1', 2, 8, '0:20'], ['sender_1', 2, 8, null]],
  lastSuccess: [['12:34']],
  waiting: [[1, '12:34'], [3, '12:34']],
  unstarted: [[1, 1, '12:34'], [3, 2, '12:34']],
  failing: [['sender_1', '12:34', 'code_1', '12:35'], ['sender_1', '12:34', 'code_1', null]],
  needsYou: [['platform_1', '12:34', 'advice_1']],
  callbacks: [['platform_1', '12:34', ['refusal_1', 'refusal_2'], 4], ['platform_1', '12:34', [], 1]],
};

const keys: Samples<KeysWords> = { made: [['name_1', 'id_1']], rotated: [['id_1', '12:34']], revoked: [['id_1']] };

const answers: Samples<CliWords> = {
  waiting: [[1, 'platform_1', '12:34'], [2, 'platform_1', '12:34']],
  moreAlerts: [[50]],
  every: [['5 min']],
  toOpen: [['K7F2-Q9MD']],
  someToOpen: [[1, 'K7F2-Q9MD'], [3, 'K7F2-Q9MD']],
  running: [[true, 'hash_1', '12:34'], [false, 'hash_1', '12:34']],
};

const messages: Samples<MessageWords> = { alreadyTold: [['K7F2-Q9MD']], asPage: [['K7F2-Q9MD']], withAlert: [['K7F2-Q9MD']], nothingWithAlert: [['K7F2-Q9MD']] };

/** What programs get is as it was before these words were in two languages. */
function forPeople(differing: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(differing).filter(([key]) => !key.endsWith('.toPrograms')));
}

/** Spanish writes the numbers of stages in Roman numerals. */
const shortStage = Object.fromEntries(Object.entries(CLI_WORDS.es.shortStage).map(([stage, words]) => [stage, /^[IV]+$/.test(words) ? `categoría ${stage}` : words])) as CliWords['shortStage'];

test.each([
  ['errors', () => forPeople(differences(ERROR_WORDS, errors))],
  ['health', () => differences(HEALTH_WORDS, health)],
  ['keys', () => differences(KEYS_WORDS, keys)],
  ['messages', () => differences(MESSAGE_WORDS, messages)],
  ['answers', () => differences({ ...CLI_WORDS, es: { ...CLI_WORDS.es, shortStage } }, answers)],
])('the words of the command line for %s name the same in both languages', (_, differ) => {
  expect(differ()).toEqual({});
});
