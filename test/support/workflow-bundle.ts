import { join, resolve } from 'node:path';
import { bundleWorkflows as bundle } from '../../src/roles/workflow-bundle.ts';

/** Kept from one run to the next. */
export const BUNDLE_CACHE = join(resolve(import.meta.dirname, '../..'), 'node_modules', '.cache', 'vigia-workflows');

/** Bundles the service's workflows, or those of a test; once for each state of their sources. */
export async function bundleWorkflows(path?: string): Promise<string> {
  return path === undefined ? bundle(BUNDLE_CACHE) : bundle(join(BUNDLE_CACHE, 'of-tests'), path);
}
