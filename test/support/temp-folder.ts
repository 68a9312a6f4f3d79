import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TEMP_ROOT } from './temp-root.ts';

/** A folder of the test's own; it is gone when the test file has run. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(TEMP_ROOT, 'vigia-test-'));
  folders.push(folder);
  return folder;
}

const folders: string[] = [];

afterAll(() => {
  // A process that is being ended may still put a file where one was just taken away.
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});
