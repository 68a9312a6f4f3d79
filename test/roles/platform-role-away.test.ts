import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { ActivityDependencies } from '../../src/activities/dependencies.ts';
import { createHospital } from '../../src/domain/hospital.ts';
import { whoIsOnCall } from '../../src/domain/on-call.ts';
import { runWorkers, type Workers } from '../../src/roles/run-workers.ts';
import { requestUpdates, workflowIdOf, type AlertInput } from '../../src/workflows/messages.ts';
import { startTwilioWire, stopWires, type TwilioWire } from '../activities/twilio-wire.ts';
import { defaultConfig } from '../config/hospital-folder.ts';
import { aPlan, aStep } from '../domain/escalation/a-plan.ts';
import { anAlert, closeAll, CODE, testLedger, type TestLedger } from '../ledger/fixtures.ts';
import { installRuntime } from '../scenarios/support/ward.ts';
import { temporalServer, workflowBundle } from '../support/temporal-server.ts';
import { waitUntil } from '../support/wait-until.ts';

const config = defaultConfig();
const hospital = createHospital(config.directory, config.onCall);
const nurse = whoIsOnCall(config.onCall, 'primary_nurse', null, new Date())?.responder ?? '';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await stopWires();
  await closeAll();
});

interface Hospital {
  client: Client;
  taskQueue: string;
  test: TestLedger;
  wire: TwilioWire;
  /** Starts a role: the workflows' own, or the one that serves Twilio. */
  start(role: 'workflows' | 'twilio'): Promise<Workers>;
}

async function aHospital(): Promise<Hospital> {
  installRuntime();
  const { address } = await temporalServer();
  const [connection, native] = [await Connection.connect({ address }), await NativeConnection.connect({ address })];
  ends.push(() => native.close(), () => connection.close());
  const test = await testLedger({ monotonic: () => performance.now() });
  const time = { ...test.time, now: () => new Date(), tick: () => performance.now() };
  const wire = await startTwilioWire(time);
  const taskQueue = `roles-${randomUUID()}`;
  const deps: ActivityDependencies = {
    ledger: test.ledger, platforms: {}, elsewhere: ['twilio'], hospital: () => hospital, operator: { tell: () => undefined, isWell: () => undefined }, now: time.now, tick: time.tick,
  };
  const start = async (role: 'workflows' | 'twilio'): Promise<Workers> => {
    const own = role === 'workflows' ? { bundle: (await workflowBundle()).codePath, platforms: [], deps } : { bundle: null, platforms: ['twilio'] as const, deps: { ...deps, platforms: { twilio: wire.platform }, elsewhere: [] } };
    const workers = await runWorkers({ connection: native, namespace: 'default', taskQueue, ...own, platforms: [...own.platforms] });
    ends.push(() => workers.stop());
    return workers;
  };
  return { client: new Client({ connection }), taskQueue, test, wire, start };
}

test('an alert that is taken while the role of its only platform is away is written down at once, and its page does not leave when that is back', async () => {
  const { client, taskQueue, test, wire, start } = await aHospital();
  const plan = aPlan({ steps: [aStep({ routes: ['twilio'] })] });
  await test.ledger.accept(anAlert({ plan, acceptedAt: new Date() }));
  await start('workflows');
  const input: AlertInput = { code: CODE, plan, stage: 4, confidence: 0.9, unit: null, drill: false, platformsWithWorkflows: [] };
  const handle = await client.workflow.start('lppNotification', { workflowId: `${workflowIdOf(CODE)}-${randomUUID()}`, taskQueue, args: [input] });
  ends.push(() => handle.terminate());
  await handle.executeUpdate(requestUpdates.acknowledge, { args: [{ id: 'taken', kind: 'acknowledge', by: { kind: 'responder', id: nurse }, via: 'cli' }] });
  await waitUntil('it is written down that somebody has it', async () => (await test.ledger.alert(CODE))?.status === 'acknowledged');
  await start('twilio');
  await waitUntil('the page has been withdrawn', async () => (await test.ledger.alert(CODE))?.timeline.some(({ kind }) => kind === 'page_withdrawn') === true);
  expect(wire.taken()).toEqual([]);
});
