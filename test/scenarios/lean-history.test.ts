import { billedActions, readLeanHistory, type ReadEvent } from './support/history.ts';
import { pagedBy, STAGE_OF } from './support/three-severities.ts';
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
    const events = withoutUndo(await readLeanHistory(ward, code));
    expect(await ward.show(code)).toMatchObject({ status: 'resolved' });
    expect(events.length).toBeLessThanOrEqual(37 * TOLERANCE);
    expect(billedActions(events)).toBeLessThanOrEqual(10 * TOLERANCE);
  });

  test('and 5 events and 1 action more, because a resolve can be undone for some minutes', async () => {
    const code = await ward.detect({ stage: 3, confidence: 0.9 });
    await ward.ask(code, 'acknowledge', 'ana');
    await ward.ask(code, 'resolve', 'ana');
    await ward.messages();
    await ward.wait('11 min');
    const events = await readLeanHistory(ward, code);
    expect(events.at(-1)).toMatchObject({ type: 'workflowExecutionCompleted' });
    expect(events.length).toBeLessThanOrEqual((37 + 5) * TOLERANCE);
    expect(billedActions(events)).toBeLessThanOrEqual((10 + 1) * TOLERANCE);
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
    const climbed = await readLeanHistory(ward, code);
    expect(await ward.show(code)).toMatchObject({ escalationLevel: 4 });
    expect(climbed.length).toBeLessThanOrEqual((6 + 12 * 4) * TOLERANCE);
    expect(billedActions(climbed)).toBeLessThanOrEqual((3 * 4 + 2) * TOLERANCE);
  });
});

describe('the history of an alert that goes by several routes at once', () => {
  let ward: Ward;
  beforeAll(async () => {
    const routes = { medium: ['twilio'], high: ['slack', 'twilio'], critical: ['slack', 'twilio', 'twilio-sms'] } as const;
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config: { 'policy.yaml': pagedBy(routes, 'all') } });
  });
  afterEach(() => ward.sandbox.faults.clear());
  afterAll(() => ward.close());

  interface Cost {
    events: number;
    actions: number;
  }

  async function costOf(code: string): Promise<Cost> {
    const events = await readLeanHistory(ward, code);
    return { events: events.length, actions: billedActions(events) };
  }

  /** What an alert has cost once it is out, and once it is taken, by so many routes. */
  async function live(severity: keyof typeof STAGE_OF, messages: string[]): Promise<{ out: Cost; taken: Cost }> {
    const code = await ward.detect({ stage: STAGE_OF[severity], confidence: 0.9 });
    expect(await ward.messages()).toEqual(messages);
    const out = await costOf(code);
    await ward.ask(code, 'acknowledge', 'ana');
    const taken = await costOf(code);
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
    return { out, taken };
  }

  test('grows by 6 events and 1 action at most with each further route, and with each platform whose messages are brought up to date', async () => {
    const one = await live('medium', ['ana by whatsapp: page']);
    const two = await live('high', ['ana by slack: page', 'ana by whatsapp: page']);
    const three = await live('critical', ['ana by slack: page', 'ana by sms: page', 'ana by whatsapp: page']);
    const atMost = (more: number, cost: Cost): Cost => ({ events: cost.events + 6 * more, actions: cost.actions + more });
    const within = (cost: Cost, bound: Cost): boolean => cost.events <= bound.events && cost.actions <= bound.actions;
    // One or two further messages; and after the acknowledgment Slack's is brought up to date beside Twilio's.
    const grown = [[two.out, atMost(1, one.out)], [three.out, atMost(2, one.out)], [two.taken, atMost(2, one.taken)], [three.taken, atMost(3, one.taken)]] as const;
    expect(grown.filter(([cost, bound]) => !within(cost, bound))).toEqual([]);
  });

  test('is the same whether receipts come in time or not at all: they go to the ledger alone', async () => {
    const paged = async (plan: { status: string; times?: number }[]): Promise<{ cost: Cost; state: unknown }> => {
      ward.sandbox.faults.add({ platform: 'twilio', operation: 'messages.create', fault: { kind: 'receipts', plan } });
      const code = await ward.detect({ stage: STAGE_OF.medium, confidence: 0.9 });
      expect(await ward.messages()).toEqual(['ana by whatsapp: page']);
      const state = (await ward.service.ledger.posted(code)).find(({ route }) => route === 'twilio')?.state;
      const cost = await costOf(code);
      ward.sandbox.faults.clear();
      await ward.ask(code, 'cancel', 'ana');
      await ward.messages();
      return { cost, state };
    };
    const none = await paged([]);
    const all = await paged([{ status: 'sent' }, { status: 'delivered', times: 3 }, { status: 'read' }]);
    expect([none.state, all.state]).toEqual(['sent', 'read']);
    expect(all.cost).toEqual(none.cost);
  });
});
