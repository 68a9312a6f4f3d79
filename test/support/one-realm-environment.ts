import { createRequire } from 'node:module';
import vm from 'node:vm';
import type { Circus } from '@jest/types';
import { ModernFakeTimers } from '@jest/fake-timers';
import { TestEnvironment } from 'jest-environment-node';

/** Stands for the realm that Node itself runs in, which jest can't name. */
const THIS_REALM = vm.createContext({});

// jest compiles each file for the context of its environment; here that is the context that is running already.
const { compileFunction } = vm;
vm.compileFunction = (code, parameters, options) => {
  if (options?.parsingContext !== THIS_REALM) return compileFunction(code, parameters, options);
  const { parsingContext, ...rest } = options;
  return compileFunction(code, parameters, rest);
};

declare global {
  /** Loads a library as Node does, once for all test files of a worker process; see library-transformer.ts. */
  var requireLibrary: NodeJS.Require;
  /** What a test file wants printed beside a test that failed: what it has no other way to see. */
  var onTestFailure: (() => Promise<string>) | undefined;
}
globalThis.requireLibrary = createRequire(import.meta.url);

const GLOBALS = new Set(Reflect.ownKeys(globalThis));
const ENVIRONMENT = { ...process.env };

/** What a shared library keeps on the global object, to find itself again when it is loaded by another of its entries. */
const OF_LIBRARIES: readonly PropertyKey[] = ['__zod_globalRegistry'];

/**
 * Test files run in the realm that the service runs in, one after the other in a worker process, and share the libraries that are
 * loaded in it: with a realm for each file, as is jest's default, loading them anew took longer than most tests, and an error that
 * Node threw was no `instanceof Error`. Our own modules are loaded anew for each file; globals and environment variables that a file
 * leaves behind are taken away before the next.
 */
export default class OneRealmEnvironment extends TestEnvironment {
  constructor(...[config, context]: ConstructorParameters<typeof TestEnvironment>) {
    super(config, context);
    for (const key of Reflect.ownKeys(globalThis)) if (!GLOBALS.has(key) && !OF_LIBRARIES.includes(key)) Reflect.deleteProperty(globalThis, key);
    for (const name of Object.keys(process.env)) if (!(name in ENVIRONMENT)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, ENVIRONMENT);
    this.global = globalThis as unknown as typeof this.global;
    this.fakeTimersModern = new ModernFakeTimers({ config: config.projectConfig, global: globalThis });
  }

  async handleTestEvent({ name }: Circus.Event): Promise<void> {
    if (name !== 'test_fn_failure' || !globalThis.onTestFailure) return;
    process.stderr.write(`${await globalThis.onTestFailure()}\n`);
  }

  override getVmContext(): vm.Context {
    return THIS_REALM;
  }
}
