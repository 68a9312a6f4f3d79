/**
 * Run by plain `node`, apart from jest: a Temporal server in memory that skips time, and the workflows' bundle. Prints one line of
 * JSON when both are there, and ends, server and all, when its stdin closes, which it does however jest ends.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { claimPort } from '../../src/launch/ports.ts';
import { createProgress } from '../../src/launch/progress.ts';
import { provideTemporal } from '../../src/sandbox/temporal/provide-temporal.ts';
import { startTemporalServer } from '../../src/sandbox/temporal/temporal-server.ts';
import { TEMP_ROOT } from './temp-root.ts';
import { bundleWorkflows } from './workflow-bundle.ts';

const folder = mkdtempSync(join(TEMP_ROOT, 'vigia-test-temporal-'));

async function startServer(): ReturnType<typeof startTemporalServer> {
  const { executable } = await provideTemporal({ env: process.env, progress: createProgress(process.stderr, 'en') });
  return await startTemporalServer({
    executable,
    ip: '127.0.0.1',
    port: await claimPort({ port: 0, bind: '127.0.0.1', variable: 'none' }),
    uiPort: null,
    databaseFile: null,
    namespace: 'default',
    retentionDays: 30,
    logFile: join(folder, 'temporal.log'),
    dynamicConfig: { 'frontend.WorkflowTimeSkippingEnabled': 'true' },
  });
}

process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.stdin.resume().on('end', () => process.exit(0));
// A Ctrl-C reaches the whole terminal; jest's end, which closes stdin, is what counts.
process.on('SIGINT', () => {});

async function bundle(): Promise<{ bundle: string | null; bundleProblem: string | null }> {
  try {
    return { bundle: await bundleWorkflows(), bundleProblem: null };
  } catch (error) {
    return { bundle: null, bundleProblem: error instanceof Error ? error.message : 'the workflows could not be bundled' };
  }
}

const [{ address }, bundled] = await Promise.all([startServer(), bundle()]);
process.stdout.write(`${JSON.stringify({ address, ...bundled })}\n`);
