import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';

const ROOT = resolve(import.meta.dirname, '../..');

/** Whatever a workflow's bundle is made of. */
const SOURCES = ['src/workflows/**/*.ts', 'src/domain/**/*.ts', 'src/roles/workflow-bundle.ts', 'package-lock.json'];

export const WORKFLOWS_PATH = join(ROOT, 'src', 'workflows', 'index.ts');

/**
 * Bundles workflows once for each state of their sources: about 2 s the first time, nothing after, so that a worker is
 * back at once after a crash. The worker loads all of it once for all workflows, not for each: none of it may keep anything in a
 * module's scope. Answers the bundle's file; throws the bundler's error, such as an import that workflows may not make.
 */
export async function bundleWorkflows(cacheDir: string, path = WORKFLOWS_PATH): Promise<string> {
  const bundle = join(cacheDir, `workflows-${hashOf(path)}.cjs`);
  if (existsSync(bundle)) return bundle;
  const { code } = await bundleWorkflowCode({ workflowsPath: path, preloadModules: [path], logger: quietLogger });
  mkdirSync(cacheDir, { recursive: true });
  const partial = `${bundle}.${process.pid}`;
  writeFileSync(partial, code);
  for (const old of globSync('workflows-*.cjs', { cwd: cacheDir })) rmSync(join(cacheDir, old), { force: true });
  renameSync(partial, bundle);
  return bundle;
}

function hashOf(path: string): string {
  const hash = createHash('sha256');
  for (const file of [path, ...globSync(SOURCES, { cwd: ROOT }).sort().map((name) => join(ROOT, name))]) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 32);
}

const quiet = (): void => {};
const quietLogger = { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };
