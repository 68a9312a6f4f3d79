import { SettingsError } from '../../src/config.ts';
import { explainStartUp, StartUpError } from '../../src/launch/start-up-error.ts';

const system = (code: string, path: string): Error => Object.assign(new Error('hush: patient data'), { code, path });

test.each<[string, unknown, string]>([
  ['what was already said plainly', new StartUpError('Port 1 is in use.'), 'Port 1 is in use.'],
  ['a wrong environment', new SettingsError([{ es: 'A está mal.', en: 'A is wrong.' }, { es: 'B está mal.', en: 'B is wrong.' }]), 'The environment needs correcting:\n  - A is wrong.\n  - B is wrong.'],
  ['a full disk', system('ENOSPC', '/srv/ledger.db'), 'The disk is full (/srv/ledger.db): free some space and start again.'],
  ['a file of somebody else', system('EACCES', '/srv/ledger.db'), "/srv/ledger.db can't be written: change its permissions, or run as the user who owns it."],
  ['too many files', system('EMFILE', '/srv/a'), 'Too many files are open: raise the limit ("ulimit -n 4096") and start again.'],
  ['anything else, without its text', system('EWEIRD', '/srv/a'), 'Starting failed unexpectedly (Error, EWEIRD): /srv/vigia.log says more.'],
  ['what is no error at all', 'hush', 'Starting failed unexpectedly (string): /srv/vigia.log says more.'],
])('explains %s', (_title, error, sentence) => expect(explainStartUp(error, '/srv/vigia.log').en).toBe(sentence));
