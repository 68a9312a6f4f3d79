import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readSettings } from '../src/config.ts';
import { openHome } from '../src/launch/home.ts';
import type { Lifecycle } from '../src/launch/lifecycle.ts';
import { silentProgress } from '../src/launch/progress.ts';
import { silentLogger } from '../src/observability/logger.ts';
import { systemClock } from '../src/roles/service-clock.ts';
import type { ServiceContext } from '../src/roles/service-context.ts';
import { startRoles } from '../src/roles/start-roles.ts';
import { TASK_QUEUE, workflowIdOf } from '../src/workflows/messages.ts';
import type { Receiver } from './receiver.ts';
import type { Passage, Side } from './side.ts';

/** Far more than a benchmark sends. */
const LIFTED = '1000000';

/** The service as `npm start` composes it, with a policy that pages one person by one route, and the receiver for Slack. */
export async function startService(folder: string, address: string, receiver: Receiver, lifecycle: Lifecycle): Promise<Side & { service: ServiceContext }> {
  const home = openHome(join(folder, 'home'));
  const settings = readSettings({
    VIGIA_HOME: home.dir, VIGIA_CONFIG_DIR: writeConfig(join(folder, 'config')), TEMPORAL_ADDRESS: address,
    VIGIA_LIMIT_SLACK: LIFTED, VIGIA_LIMIT_TWILIO: LIFTED, VIGIA_GATEWAY_PORT: '0', VIGIA_SANDBOX_PORT: '0', VIGIA_TWILIO_PORT: '0',
    VIGIA_SLACK_PORT: '0', VIGIA_WHATSAPP_WEB_PORT: '0',
  }, { cwd: folder });
  home.endpoints.publish('sandbox', { pid: process.pid, url: receiver.url });
  const { service } = await startRoles({
    settings, env: process.env, home, logger: silentLogger, progress: silentProgress, clock: systemClock, taskQueue: TASK_QUEUE,
    cacheDir: join(folder, 'cache'), signal: lifecycle.signal,
  }, lifecycle, ['worker', 'slack', 'twilio']);
  if (!service) throw new Error('the service did not start');
  return { service, once: () => handIn(service, receiver) };
}

async function handIn({ client }: ServiceContext, receiver: Receiver): Promise<Passage> {
  const calledAt = performance.now();
  const { code } = await client.raise({ stage: 2, confidence: 0.9 });
  const answeredAt = performance.now();
  return { workflowId: workflowIdOf(code), calledAt, answeredAt, arrivedAt: await receiver.arrival(code) };
}

/** The default configuration, in which a stage 2 finding pages one nurse by one route and nothing else. */
function writeConfig(dir: string): string {
  mkdirSync(dir, { recursive: true });
  cpSync(resolve(import.meta.dirname, '../config'), dir, { recursive: true });
  const file = join(dir, 'policy.yaml');
  const text = readFileSync(file, 'utf8');
  const [before, medium = ''] = text.split(/^ {2}medium:$/m);
  const lean = medium.replace(/^ {4}post:.*\n/m, '').replace(/^ {8}remindAt:.*\n/gm, '');
  if (lean === medium) throw new Error('config/policy.yaml changed its form: adapt the benchmark');
  writeFileSync(file, `${before}  medium:${lean}`);
  return dir;
}
