import type { Step } from './run-steps.ts';

/** What is checked without running the service. */
export const CHECKS: readonly Step[] = [
  // TypeScript's own compiler, in the linter's process: one reading of all files for both. https://oxc.rs/docs/guide/usage/linter/type-aware
  { what: 'Types and lint', command: 'oxlint', args: ['--type-aware', '--type-check', '--deny-warnings'] },
  { what: 'Layout: who imports whom', command: 'depcruise', args: ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'src'] },
  { what: 'Docs: every path and command they name exists', command: 'jest', args: ['--silent', 'test/docs'] },
];
