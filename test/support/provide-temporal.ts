/** Run by plain `node` before the tests of a machine that has no Temporal yet: a download may take longer than a test may. */
import { createProgress } from '../../src/launch/progress.ts';
import { explainStartUp } from '../../src/launch/start-up-error.ts';
import { provideTemporal } from '../../src/sandbox/temporal/provide-temporal.ts';

try {
  await provideTemporal({ env: process.env, progress: createProgress(process.stderr, 'en') });
} catch (error) {
  // Tests that need no server are run all the same; those that do fail with this sentence.
  process.stderr.write(`${explainStartUp(error).en}\n`);
}
