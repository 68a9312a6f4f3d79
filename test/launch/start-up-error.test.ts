import { SettingsError } from '../../src/config.ts';
import { explainStartUp, StartUpError } from '../../src/launch/start-up-error.ts';

const system = (code: string, path: string): Error => Object.assign(new Error('hush: patient data'), { code, path });

test.each<[string, unknown, string, string]>([
  ['what was already said plainly', new StartUpError({ es: 'El puerto 1 está en uso.', en: 'Port 1 is in use.' }), 'El puerto 1 está en uso.', 'Port 1 is in use.'],
  ['a wrong environment', new SettingsError([{ es: 'A está mal.', en: 'A is wrong.' }, { es: 'B está mal.', en: 'B is wrong.' }]),
    'Hay que corregir el entorno:\n  - A está mal.\n  - B está mal.', 'The environment needs correcting:\n  - A is wrong.\n  - B is wrong.'],
  ['a full disk', system('ENOSPC', '/srv/ledger.db'), 'El disco está lleno (/srv/ledger.db): libere espacio e inicie de nuevo.', 'The disk is full (/srv/ledger.db): free some space and start again.'],
  ['a file of somebody else', system('EACCES', '/srv/ledger.db'),
    'No se puede escribir /srv/ledger.db: cambie sus permisos, o ejecute como el usuario dueño.', "/srv/ledger.db can't be written: change its permissions, or run as the user who owns it."],
  ['too many files', system('EMFILE', '/srv/a'),
    'Hay demasiados archivos abiertos: suba el límite ("ulimit -n 4096") e inicie de nuevo.', 'Too many files are open: raise the limit ("ulimit -n 4096") and start again.'],
  ['anything else, without its text', system('EWEIRD', '/srv/a'),
    'No se pudo iniciar, de forma inesperada (Error, EWEIRD): /srv/vigia.log dice más.', 'Starting failed unexpectedly (Error, EWEIRD): /srv/vigia.log says more.'],
  ['what is no error at all', 'hush', 'No se pudo iniciar, de forma inesperada (string): /srv/vigia.log dice más.', 'Starting failed unexpectedly (string): /srv/vigia.log says more.'],
])('explains %s in both languages', (_title, error, es, en) => expect(explainStartUp(error, '/srv/vigia.log')).toEqual({ es, en }));
