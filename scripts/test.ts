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
const checked = wanted.length > 0 || (await runSideBySide(checks));
const passed = checked && (await runStep(tests));
const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = checked ? readResults() : { numPassedTests: 0, numFailedTests: 1, numRuntimeErrorTestSuites: 0 };
rmSync(folder, { recursive: true, force: true });
console.log(`\n${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`);
process.exitCode = passed ? 0 : 1;
