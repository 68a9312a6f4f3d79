import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { AlertClient } from '../../src/client.ts';
import { planFor, planForAlert } from '../../src/domain/triage.ts';
import { dependenciesOf } from '../../src/roles/activity-dependencies.ts';
import { readHealth } from '../../src/roles/health.ts';
import { Pollers, type PollersOptions } from '../../src/roles/pollers.ts';
import { runWorkers } from '../../src/roles/run-workers.ts';
import { readServiceHealth } from '../../src/roles/service-health.ts';
import { toServiceStatus } from '../../src/roles/service-status.ts';
import { workflowBundle } from '../support/temporal-server.ts';
import { waitUntil } from '../support/wait-until.ts';
import { NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

const PLATFORMS = ['slack', 'twilio'] as const;

describe('health, where accepted alerts go nowhere', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  /** As a process has it that began long ago. */
  const pollers = (options: Partial<PollersOptions> = {}): Pollers => {
    const ticks = [0];
    return new Pollers({ temporal: ward.service.temporal, taskQueue: ward.service.taskQueue, platforms: PLATFORMS, tick: () => ticks.shift() ?? 60_000, ...options });
  };
  const inTwoMinutes = (): number => Date.now() + 120_000;

  test('says that all is well while each part\'s work is taken up', async () => {
    await waitUntil('each part has asked for work', async () => (await pollers().unworked()).length === 0);
    expect((await ward.get('/health')).body).toMatchObject({ status: 'ok', parts: { worker: true }, unstarted: { alerts: 0, messages: 0, oldestAt: null } });
  });

  test('says what to start once no worker has asked for work for longer than one that lives waits', async () => {
    const health = await readHealth({ ...ward.service, pollers: pollers({ wall: inTwoMinutes }) });
    expect(health).toMatchObject({ status: 'degraded', parts: { temporal: true, ledger: true, worker: false } });
    expect(health.problems).toMatchObject([
      { platform: 'host', code: 'no_worker', words: { es: expect.stringContaining('npx vigia run worker') as string, en: expect.stringContaining('No worker takes up work') as string } },
      { platform: 'slack', code: 'no_worker', words: { es: expect.stringContaining('npx vigia run slack') as string } }, { platform: 'twilio', code: 'no_worker' },
    ]);
    expect(Math.abs(Date.parse(health.problems[0]?.since ?? '') - Date.now())).toBeLessThan(90_000);
    expect(toServiceStatus(health)).toMatchObject({ status: 'degraded', services: { temporal: { healthy: true }, worker: { healthy: false, state: 'down' } }, problems: [{ platform: 'host', message: expect.stringContaining('npx vigia run worker') as string }, {}, {}] });
    // Alerts are still taken in: a balancer must not take it out.
    expect((await ward.get('/ready')).status).toBe(200);
  });

  test('says which platform\'s role does not run, there and at the other\'s own service not', async () => {
    const { connection } = ward.service;
    const taskQueue = `vigia-${randomUUID()}`;
    const workers = await runWorkers({ connection, namespace: 'default', taskQueue, deps: dependenciesOf(ward.service, ['twilio']), bundle: (await workflowBundle()).codePath, platforms: ['twilio'] });
    try {
      await waitUntil('the others take up work', async () => (await pollers({ taskQueue }).unworked()).length === 1);
      const service = { ...ward.service, pollers: pollers({ taskQueue }) };
      expect(await readHealth(service)).toMatchObject({ status: 'degraded', parts: { worker: true }, problems: [{ platform: 'slack', code: 'no_worker' }] });
      expect(await readServiceHealth(service, 'slack')).toMatchObject({ status: 'degraded', ready: true });
      expect(await readServiceHealth(service, 'twilio')).toMatchObject({ status: 'ok' });
    } finally {
      await workers.stop();
    }
  });

  test('says nothing of parts that may still be on their way up', async () => {
    expect(await pollers({ taskQueue: `vigia-${randomUUID()}`, tick: () => 0 }).unworked()).toEqual([]);
    expect(await pollers({ taskQueue: `vigia-${randomUUID()}` }).unworked()).toMatchObject([{ part: 'workflows' }, { part: 'slack' }, { part: 'twilio' }]);
  });

  test('asks Temporal once in five seconds, and again after one while something is amiss', async () => {
    let [now, wall] = [60_000, Date.now()];
    const [asked, asking] = counted(ward);
    const each = pollers({ temporal: asking, tick: () => now, wall: () => wall });
    for (const [tick, times] of [[60_000, 3], [64_999, 3], [65_000, 6]] as const) {
      now = tick;
      expect(await each.unworked()).toEqual([]);
      expect(asked()).toBe(times);
    }
    wall += 120_000;
    for (const [tick, times] of [[70_000, 9], [70_999, 9], [71_000, 12]] as const) {
      now = tick;
      expect(await each.unworked()).toHaveLength(3);
      expect(asked()).toBe(times);
    }
  });

  test('counts what was accepted while Temporal was away, and since when it waits, until it has begun', async () => {
    const { ledger, config, hospital } = ward.service;
    // The discard port: nothing listens there. It is not closed: calls that its client still repeats by itself would throw out of their timers.
    const connection = Connection.lazy({ address: '127.0.0.1:9' });
    const temporal = new Client({ connection });
    const policy = () => config.current().policy;
    const cutOff = new AlertClient({
      temporal, ledger, now: () => ward.time.now(), direct: { hospital, platforms: PLATFORMS },
      planFor: (detection) => planFor(policy(), detection), planForAlert: (alert) => planForAlert(policy(), alert),
    });
    const { code } = await cutOff.raise({ stage: 2, confidence: 0.9 });
    await cutOff.sendDirect({ by: 'vigia-ai', route: 'slack', to: '#medical-alerts', text: 'Ring the ward.' });
    const health = await readHealth({ ...ward.service, temporal, pollers: pollers({ temporal }) });
    expect(health).toMatchObject({ status: 'degraded', parts: { temporal: false, ledger: true, worker: true }, problems: [], unstarted: { alerts: 1, messages: 1, oldestAt: (await ward.show(code)).acceptedAt } });
    expect(toServiceStatus(health).unstarted).toEqual(health.unstarted);
    await cutOff.settled();
    await ward.sweep();
    await ward.begun({ code });
    expect((await ward.get('/health')).body.unstarted).toEqual({ alerts: 0, messages: 0, oldestAt: null });
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
  });
});

/** How often Temporal was asked about a queue, and by whom that is counted. */
function counted({ service: { temporal } }: Ward): [() => number, Client] {
  let times = 0;
  const workflowService = new Proxy(temporal.workflowService, {
    get: (target, name, receiver) => {
      if (name === 'describeTaskQueue') times += 1;
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  return [() => times, { connection: temporal.connection, options: temporal.options, workflowService } as unknown as Client];
}
