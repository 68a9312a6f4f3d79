import { cpSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/temp-folder.ts';
import { BUNDLE_CACHE } from '../../support/workflow-bundle.ts';

/**
 * A home with the bundle of the workflows that earlier tests made, as a home has it from its second start on: bundling takes 2 s. A
 * bundle of other sources has another name and isn't used.
 */
export function warmHome(): string {
  const home = temporaryFolder();
  for (const name of globSync('workflows-*.cjs', { cwd: BUNDLE_CACHE })) {
    try {
      cpSync(join(BUNDLE_CACHE, name), join(home, 'cache', name));
    } catch {
      // Another test file has bundled newer sources at this moment; the service bundles them itself.
    }
  }
  return home;
}
