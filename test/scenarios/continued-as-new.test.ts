import { deliveryReportSignal, workflowIdOf } from '../../src/workflows/messages.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, SECOND_STEP_OF_CRITICAL, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

/** Temporal suggests a new run when a history is larger than 4 MB; one signal may hold 2 MB. */
const BALLAST = 'x'.repeat(450_000);
const SIGNALS = 10;

describe('an alert whose history has grown large', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    await ward.ask(code, 'decline', 'carla', { id: 'asked-once' });
    await ward.messages();
  });
  afterAll(() => ward.close());

  async function run(): Promise<{ runId: string; historyLength: number }> {
    const { runId, historyLength } = await ward.service.temporal.workflow.getHandle(workflowIdOf(code)).describe();
    return { runId, historyLength };
  }

  test('goes on in a new run under the same id, and sends nothing again', async () => {
    const before = await run();
    const shown = await ward.show(code);
    const handle = ward.service.temporal.workflow.getHandle(workflowIdOf(code));
    const report = (id: string, code: string) => handle.signal(deliveryReportSignal, { id, notificationId: 'none', problem: 'failed', code });
    for (let count = 0; count < SIGNALS; count += 1) await report(`ballast-${count}`, BALLAST);
    await ward.quiet();
    // The size that a task is told of leaves out what arrived during the task before it: the next one is told of all.
    await report('one-more', '30008');
    await ward.quiet();
    const after = await run();
    expect(after.runId).not.toBe(before.runId);
    expect(after.historyLength).toBeLessThan(10);
    expect(await ward.messages()).toEqual([]);
    expect(await ward.show(code)).toEqual(shown);
  });

  test('answers a request that the run before answered as it did then', async () => {
    expect(await ward.ask(code, 'decline', 'carla', { id: 'asked-once' })).toMatchObject({ ok: true, outcome: 'declined' });
    expect((await ward.show(code)).timeline.filter(({ kind }) => kind === 'declined')).toHaveLength(1);
    expect(await ward.messages()).toEqual([]);
  });

  test('keeps its deadlines', async () => {
    await ward.wait('3 min');
    expect(await ward.messages()).toEqual(told(['ana', 'fernando'], ['slack', 'whatsapp'], 'reminder'));
    await ward.wait('2 min');
    expect(await ward.messages()).toEqual(SECOND_STEP_OF_CRITICAL);
  });

  test('is acknowledged by the messages that the run before sent', async () => {
    await ward.tap('ana', 'SÍ, VOY', code);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(await ward.messages()).toEqual([
      '#wound-care-team by slack: timeline', 'ana by whatsapp: answer', ...told(['fernando', 'hugo', 'isidora'], ['whatsapp'], 'taken notice'),
    ]);
  });
});
