import { join, resolve } from 'node:path';

/**
 * Where every process of a run of jest keeps compiled code, from one run to the next: a test's home is new, and what the service
 * would keep in it comes too late to be of use. https://nodejs.org/docs/latest-v24.x/api/module.html#module-compile-cache
 */
export const COMPILE_CACHE = join(resolve(import.meta.dirname, '../..'), 'node_modules', '.cache', 'vigia-compiled');
