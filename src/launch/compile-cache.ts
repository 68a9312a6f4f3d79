import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';

/**
 * Keeps compiled code in the home, which takes a third off the time to be back after a crash or a deploy. Imported before
 * anything that is large, and only by what imports the rest dynamically. A home that isn't there yet is made by whoever starts
 * the service, with what permissions it needs.
 * https://nodejs.org/docs/latest-v24.x/api/module.html#module-compile-cache
 */
const home = resolve(process.env['VIGIA_HOME']?.trim() || '.vigia');
if (existsSync(home)) enableCompileCache(join(home, 'cache', 'node'));
