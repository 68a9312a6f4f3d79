import { LAUNCH_WORDS, type LaunchWords } from '../../src/launch/launch-words.ts';
import { differences, namedIn, type Samples } from '../support/same-names.ts';

const DIR = '/srv/vigia/home-1';

const samples: Samples<LaunchWords> = {
  portInUse: [[8080, { command: 'node', pid: 417 }, 'VIGIA_GATEWAY_PORT'], [8080, null, 'VIGIA_GATEWAY_PORT']],
  portNotAllowed: [[80, 'VIGIA_GATEWAY_PORT']],
  notOurAddress: [['192.0.2.1']],
  homeUnwritable: [[DIR, 'E_CODE']],
  runsAlready: [[DIR, 'role_1', 417], [DIR, 'role_1', null]],
  environment: [[['A_1', 'B_2']]],
  diskFull: [[`${DIR}/ledger.db`], [null]],
  fileUnwritable: [[`${DIR}/ledger.db`], [null]],
  unexpected: [['TypeError_1', 'E_CODE', `${DIR}/vigia.log`], ['TypeError_1', null, null]],
  stillAt: [['label_1', 12_000]],
  done: [['label_1', 12_000]],
  seconds: [],
  stoppedLate: [['part_1']],
  crashed: [['part_1', 'Error_1']],
};

test('starting and stopping is told of in both languages with the same variables, files and numbers', () => {
  const { stillAt, done, ...rest } = LAUNCH_WORDS.es;
  expect(differences({ es: { ...rest, stillAt: dotted(stillAt), done: dotted(done) }, en: LAUNCH_WORDS.en }, samples)).toEqual({});
});

/** Spanish writes parts of seconds after a comma. */
function dotted(words: (label: string, ms: number) => string): (label: string, ms: number) => string {
  return (label, ms) => words(label, ms).replace(/(\d),(\d)/, '$1.$2');
}

test('a sentence that names another variable, file or number in one language would be seen', () => {
  for (const [one, other] of [['corrija VIGIA_BIND.', 'correct VIGIA_BINDING.'], ['vea keys.json.', 'see key.json.'], ['use 5 o más', 'use 50 or more'], ['`npx vigia list`', '`npx vigia lists`']] as const) {
    expect(namedIn(one)).not.toEqual(namedIn(other));
  }
});
