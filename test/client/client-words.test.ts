import { NotRecordedError } from '../../src/client.ts';
import { CLIENT_WORDS, type ClientWords } from '../../src/client/client-words.ts';
import { LedgerError } from '../../src/ledger/ledger-error.ts';
import { differences, type Samples } from '../support/same-names.ts';

test('a critical alert that was not recorded is told of in both languages with the same code and people', () => {
  const samples: Samples<ClientWords> = { notRecorded: [['K7F2-Q9MD', ['ana_1', 'eva_2'], 'why_1'], ['K7F2-Q9MD', [], 'why_1']] };
  expect(differences(CLIENT_WORDS, samples)).toEqual({});
});

test('why it was not recorded is told in the same language; what an unknown error says is kept back', () => {
  const full = new LedgerError('disk_full', { es: 'El disco está lleno.', en: 'The disk is full.' });
  const tell = (cause: unknown): [string, string] => {
    const { message, said } = new NotRecordedError('K7F2-Q9MD', ['ana'], { cause });
    return [message.replace(/^.*as well\. /, ''), said.es];
  };
  expect(tell(full)).toEqual(['The disk is full.', 'La alerta crítica K7F2-Q9MD no se pudo guardar; se avisó directamente a ana, y no seguirá nada más: llame también por teléfono. El disco está lleno.']);
  expect(tell(new Error('Rosa Prado, bed 12'))[0]).toBe('The ledger failed.');
});
