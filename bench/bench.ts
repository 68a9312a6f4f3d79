import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Runtime } from '@temporalio/worker';
import { createProgress, silentProgress } from '../src/launch/progress.ts';
import { startEmbeddedTemporal } from '../src/sandbox/temporal/embedded-temporal.ts';
import { startBareService } from './bare-service.ts';
import { watchBreakdown } from './breakdown.ts';
import { measureBurst, measurePairs } from './detection-to-provider.ts';
import { startReceiver } from './receiver.ts';
import { report, type Result } from './results.ts';
import { startService } from './service-under-test.ts';

const { values: flags } = parseArgs({
  options: {
    pairs: { type: 'string', default: '300' },
    burst: { type: 'string', default: '500' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const pairs = flags.quick ? 30 : Number(flags.pairs);
const burst = flags.quick ? 100 : Number(flags.burst);

/** At once in flight, while throughput is measured. */
const CONCURRENCY = 50;

const folder = mkdtempSync(join(tmpdir(), 'vigia-bench-'));
const progress = createProgress(process.stderr);
const quiet = (): void => {};
Runtime.install({ logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet }, shutdownSignals: [] });

progress.say('Starting Temporal on a file, as `npm start` does, the service, and a bare workflow beside it.');
const temporal = await startEmbeddedTemporal({ homeDir: folder, ip: '127.0.0.1', port: 0, uiPort: 0, namespace: 'default', env: process.env, progress: silentProgress, onEvent: quiet });
const receiver = await startReceiver();
const bare = await startBareService(temporal.address, receiver.url, join(folder, 'bare-cache'));
const { service, stop } = await startService(folder, temporal.address, receiver.url);
const breakdown = watchBreakdown(service);

try {
  const results: Result[] = [];
  progress.say(`Measuring ${pairs} pairs, ours and the bare workflow in turn.`);
  results.push(...(await measurePairs({ service, bare, receiver, breakdown }, pairs)));
  progress.say(`Measuring bursts of ${burst}, ${CONCURRENCY} at a time.`);
  results.push(await measureBurst({ service, bare, receiver }, burst, CONCURRENCY));
  report(results, flags.json);
} finally {
  await stop();
  await bare.close();
  await receiver.close();
  await temporal.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
