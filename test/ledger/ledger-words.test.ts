import type { Language } from '../../src/domain/people.ts';
import { KEY_WORDS, type KeyWords } from '../../src/ledger/key-words.ts';
import type { LedgerErrorKind, LedgerWords } from '../../src/ledger/ledger-error.ts';
import { POSTGRES_WORDS } from '../../src/ledger/postgres-words.ts';
import { SQLITE_WORDS } from '../../src/ledger/sqlite-words.ts';
import { differences, type Samples } from '../support/same-names.ts';

const FILE = '/srv/vigia/ledger.db';
const RING = '/srv/vigia/keys.json';

function ofTheLedger<Kind extends LedgerErrorKind>(tables: Readonly<Record<Language, LedgerWords<Kind>>>, name: string): Record<string, unknown> {
  const samples = Object.fromEntries(Object.keys(tables.es).map((kind) => [kind, [[name]]]));
  return differences(tables, samples as unknown as Samples<LedgerWords<Kind>>);
}

test('what fails in the ledger is told in both languages with the same files, variables and codes', () => {
  expect(ofTheLedger(SQLITE_WORDS, FILE)).toEqual({});
  expect(ofTheLedger(POSTGRES_WORDS, 'db.example:5432/vigia')).toEqual({});
});

test('what is wrong with its keys is told in both languages with the same files and ids', () => {
  const samples: Samples<KeyWords> = {
    ringMissing: [[RING, FILE]], ringUnreadable: [[RING]], ringDamaged: [[RING]], ringUnwritable: [[RING]], keyMissing: [['k2']], otherKey: [['posted.text']],
  };
  expect(differences(KEY_WORDS, samples)).toEqual({});
});
