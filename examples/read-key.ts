import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The sandbox's key, as `npm start` keeps it in its home; or the one in a file that is named. Ends the program in plain words where there is none. */
export function readKey(file = join(process.env['VIGIA_HOME'] ?? '.vigia', 'sandbox-key')): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  process.stderr.write(`There is no API key at ${file}. Start the service with npm start, in this folder, or name the file that holds a key.\n`);
  return process.exit(1);
}
