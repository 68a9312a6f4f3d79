import { SETTINGS_WORDS, type SettingsWords } from '../../src/config/settings-words.ts';
import { differences, type Samples } from '../support/same-names.ts';

const NAME = 'VIGIA_A_1';
const PATH = '/run/secrets/token-1';

const samples: Samples<SettingsWords> = {
  isAnother: [[NAME, '"80a"', 'expected_1']], textOf: [[41]], formOf: [[NAME, 'expected_1']], bothSet: [[NAME, `${NAME}_FILE`]],
  readByAll: [[NAME, PATH]], emptyFile: [[NAME, PATH]], unreadable: [[NAME, PATH, 'E_CODE'], [NAME, PATH, null]],
  twoNames: [[NAME, 'VIGIA_B_2']], inPart: [['Slack', NAME, 'adds_1']], samePort: [[NAME, 'VIGIA_B_2', 8085]],
  tooMuch: [['VIGIA_LIMIT_CALLS', 9_999_999, 12_000]], sandboxOnly: [[NAME]], noCrashes: [[NAME]], alwaysOn: [[NAME]], noHeartbeat: [[NAME]], noDatabase: [[NAME]], weakSslMode: [[NAME]], numberedServer: [[NAME]], openLedger: [[NAME]],
  noTemporal: [[['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE']]], needs: [[NAME, 'VIGIA_B_2']], unknown: [[NAME]],
};

test('mistakes in the environment are told in both languages with the same variables, paths and numbers', () => {
  expect(differences(SETTINGS_WORDS, samples)).toEqual({});
});
