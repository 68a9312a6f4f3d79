import type { Client } from '@temporalio/client';
import { workflowIdOf } from '../../src/workflows/messages.ts';
import { readHistory } from './support/history.ts';
import { NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('what an operator reads of an alert in the Temporal UI', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    await ward.messages();
  });
  afterAll(() => ward.close());

  function describeAlert(): ReturnType<ReturnType<Client['workflow']['getHandle']>['describe']> {
    return ward.service.temporal.workflow.getHandle(workflowIdOf(code)).describe();
  }

  async function attributes(): Promise<Record<string, unknown>> {
    const { searchAttributes } = await describeAlert();
    return Object.fromEntries(Object.entries(searchAttributes).map(([name, values]) => [name, values?.[0]]));
  }

  async function currentDetails(): Promise<string> {
    const metadata = await ward.service.temporal.workflow.getHandle(workflowIdOf(code)).query<{ currentDetails: string }>('__temporal_workflow_metadata');
    return metadata.currentDetails;
  }

  test('it is found by its code, with its type and a summary', async () => {
    const { workflowId, type, staticSummary } = await describeAlert();
    expect({ workflowId, type }).toEqual({ workflowId: `alert-${code}`, type: 'lppNotification' });
    expect(await staticSummary?.()).toBe(`${code}: critical, stage 4`);
  });

  test('its search attributes are those of the first step from its first event on', async () => {
    expect(await attributes()).toMatchObject({ AlertStatus: 'notified', Severity: 'critical', Stage: '4', EscalationLevel: 1, Platform: 'slack', AckDeadline: expect.any(Date) });
    const { nextDeadline } = await ward.show(code);
    expect(((await attributes())['AckDeadline'] as Date).toISOString()).toBe(nextDeadline);
  });

  test('what it sends and waits for has a summary', async () => {
    const events = await readHistory(ward, code);
    const summaries = events.filter(({ type }) => type === 'activityTaskScheduled').map(({ summary }) => summary);
    expect(summaries).toEqual([
      'page: primary_nurse by slack', 'page: primary_nurse by twilio', 'page: charge_nurse by slack', 'page: charge_nurse by twilio', 'page: emergency_escalation by slack',
    ]);
    expect(events.filter(({ type }) => type === 'timerStarted').map(({ summary }) => summary)).toEqual(['next: remind']);
    expect(events.filter(({ type, summary }) => (type === 'activityTaskScheduled' || type === 'timerStarted') && summary === null)).toEqual([]);
  });

  test('its details are a short page of Markdown that says who holds it and what happened', async () => {
    const details = await currentDetails();
    expect(details).toContain(`**${code}** · notified · critical · stage 4 · level 1`);
    expect(details).toContain('Nobody holds it yet');
    expect(details).toMatch(/^- \d\d:\d\d:\d\d paged step 1 ana slack$/m);
  });

  test('both follow its changes', async () => {
    await ward.wait('5 min');
    expect(await attributes()).toMatchObject({ AlertStatus: 'notified', EscalationLevel: 2, Platform: 'slack' });
    await ward.tap('isidora', 'SÍ, VOY', code);
    expect(await attributes()).toMatchObject({ AlertStatus: 'acknowledged', EscalationLevel: 2 });
    expect(await currentDetails()).toContain('Held by **isidora**');
    expect((await readHistory(ward, code)).filter(({ type }) => type === 'timerStarted').at(-1)).toMatchObject({ summary: 'next: attend' });
    await ward.messages();
    await ward.ask(code, 'cancel', 'isidora');
    await ward.messages();
    expect(await attributes()).toMatchObject({ AlertStatus: 'cancelled', Severity: 'critical', Stage: '4' });
    expect(await attributes()).not.toHaveProperty('AckDeadline');
    expect(await currentDetails()).toMatch(/It is over {2}\nNo deadline/);
    expect((await describeAlert()).status.name).toBe('COMPLETED');
  });
});
