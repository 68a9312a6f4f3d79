import type { Step } from './run-steps.ts';

/** What is checked without running the service. */
export const CHECKS: readonly Step[] = [
  { what: 'Types', command: 'tsc', args: ['--noEmit'] },
  { what: 'Lint', command: 'eslint', args: ['--cache', '--cache-location', 'node_modules/.cache/eslint', '--max-warnings', '0', '.'] },
  { what: 'Layout: who imports whom', command: 'depcruise', args: ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'src'] },
  { what: 'Docs: every path and command they name exists', command: 'jest', args: ['--silent', 'test/docs'] },
];
