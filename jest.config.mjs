import { readFileSync } from 'node:fs';

const { dependencies, devDependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
/** What we depend on; jest's own parts stay with jest. */
const LIBRARIES = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !/^(@types\/|@swc\/|@jest\/|jest|node-)/.test(name)).join('|');
/** What is tested, as a pattern. */
const SERVICE = new URL('src/', import.meta.url).pathname.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testTimeout: 120_000,
  maxWorkers: 4,
  // Of the machine's: a process that is begun anew loads all libraries again.
  workerIdleMemoryLimit: '12%',
  globalSetup: '<rootDir>/test/global-setup.mts',
  globalTeardown: '<rootDir>/test/global-teardown.mts',
  testEnvironment: '<rootDir>/test/support/one-realm-environment.ts',
  transform: {
    [`^${SERVICE}.+\\.ts$`]: '<rootDir>/test/support/library-transformer.ts',
    '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'commonjs' } }],
    [`/node_modules/(${LIBRARIES})/.+\\.[cm]?js$`]: '<rootDir>/test/support/library-transformer.ts',
  },
  transformIgnorePatterns: [`/node_modules/(?!(${LIBRARIES})/)`],
};
