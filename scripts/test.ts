import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKS } from './checks.ts';
import { runSideBySide, runStep } from './run-steps.ts';

/** The part of jest's JSON that is counted. https://jestjs.io/docs/cli#--json */
interface JestResults {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
}

const folder = mkdtempSync(join(tmpdir(), 'vigia-test-results-'));
const outputFile = join(folder, 'results.json');
const wanted = process.argv.slice(2);

/** A run that left no results has failed as a whole. */
function readResults(): JestResults {
  try {
    return JSON.parse(readFileSync(outputFile, 'utf8')) as JestResults;
  } catch {
    return { numPassedTests: 0, numFailedTests: 1, numRuntimeErrorTestSuites: 0 };
  }
}

const docs = 'test/docs';
const checks = CHECKS.filter(({ args }) => !args.includes(docs));
const tests = { what: 'Tests', command: 'jest', args: ['--json', '--outputFile', outputFile, ...wanted] };
// Side by side: tests often wait, for the time that a clock or a server takes.
const [checked, passed] = await Promise.all([wanted.length > 0 || runSideBySide(checks), runStep(tests)]);
const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = readResults();
rmSync(folder, { recursive: true, force: true });
if (!checked) console.log('\nA check failed: what it said stands above, among the tests.');
console.log(`\n${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites + (checked ? 0 : 1)} failed`);
process.exitCode = checked && passed ? 0 : 1;
