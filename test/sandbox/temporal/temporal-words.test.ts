import { TEMPORAL_WORDS, type TemporalWords } from '../../../src/sandbox/temporal/temporal-words.ts';
import { differences, type Samples } from '../../support/same-names.ts';

const FILE = '/usr/bin/temporal';
const LOG = '/srv/vigia/temporal.log';

const samples: Samples<TemporalWords> = {
  using: [[FILE, '1.9.1']], downloading: [['1.9.1', 'source_1']], soFar: [['3', '44']], notFrom: [['source_1', 'reason_1']],
  noBuild: [['sunos_1', 'x64']], noPackage: [['sunos_1', 'x64']], answered: [[503]], unreachable: [['ENOTFOUND_1']], failed: [['terminated_1'], [null]],
  otherVersion: [['1.8.2']], untold: [[FILE]], tooOld: [[FILE, '1.5.1', '1.9.0']], notHere: [[['tried_1', 'tried_2']]], cacheUnwritable: [['/srv/cache-1']],
  ended: [[LOG]], silent: [[30, LOG]],
};

test('bringing and starting Temporal is told of in both languages with the same files, versions, addresses and variables', () => {
  expect(differences(TEMPORAL_WORDS, samples)).toEqual({});
});
