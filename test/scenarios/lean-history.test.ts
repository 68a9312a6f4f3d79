import { billedActions, readHistory, type ReadEvent } from './support/history.ts';
import { NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

/** One recipient by one route, without reminders: the flow that the budgets are for. */
function highWith(steps: readonly string[]): (policy: string) => string {
  const rule = [
    '  high:', '    mode: page', '    routes: [slack]', '    redundancy: first', '    steps:', ...steps.map((role) => `      - { to: [${role}], window: 15 min }`),
    '    failSafe: { to: [fail_safe], routes: [slack, twilio-sms], remindEvery: 15 min }', '    attend: { within: 2 h, reminders: 2, remindEvery: 30 min, add: [charge_nurse] }',
    '    maxSnooze: 30 min', '',
  ];
  return (policy) => policy.replace(/ {2}high:\n[\s\S]*?(?=\n {2}medium:)/, rule.join('\n'));
}

const TOLERANCE = 1.1;

async function openLean(steps: readonly string[]): Promise<Ward> {
  return openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config: { 'policy.yaml': highWith(steps) } });
}

/** Without the time in which the resolve can be undone. */
function withoutUndo(events: ReadEvent[]): ReadEvent[] {
  const undo = events.findIndex(({ summary }) => summary === 'next: undo');
  return events.filter((_event, index) => index !== undo);
}

describe('the history of an alert that one person takes and attends', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openLean(['primary_nurse']);
  });
  afterAll(() => ward.close());

  test('holds about 37 events and costs about 10 actions', async () => {
    const code = await ward.detect({ stage: 3, confidence: 0.9 });
    await ward.ask(code, 'acknowledge', 'ana');
    await ward.ask(code, 'resolve', 'ana');
    expect(await ward.messages()).toEqual(['ana by slack: page']);
    const events = withoutUndo(await readHistory(ward, code));
    expect(await ward.show(code)).toMatchObject({ status: 'resolved' });
    expect(events.length).toBeLessThanOrEqual(37 * TOLERANCE);
    expect(billedActions(events)).toBeLessThanOrEqual(10 * TOLERANCE);
  });
});

describe('the history of an alert that climbs four steps before somebody takes it', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openLean(['primary_nurse', 'charge_nurse', 'physician', 'supervisor']);
  });
  afterAll(() => ward.close());

  test('holds about 6 + 12 events a step and costs about 2 + 3 actions a step', async () => {
    const code = await ward.detect({ stage: 3, confidence: 0.9 });
    await ward.wait('45 min');
    expect(await ward.messages()).toEqual(['ana', 'fernando', 'hugo', 'luis'].map((person) => `${person} by slack: page`));
    const climbed = await readHistory(ward, code);
    expect(await ward.show(code)).toMatchObject({ escalationLevel: 4 });
    expect(climbed.length).toBeLessThanOrEqual((6 + 12 * 4) * TOLERANCE);
    expect(billedActions(climbed)).toBeLessThanOrEqual((3 * 4 + 2) * TOLERANCE);
  });
});
