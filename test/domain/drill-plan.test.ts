import { drillPlan } from '../../src/domain/drill-plan.ts';
import { createAlertState } from '../../src/domain/escalation/alert-state.ts';
import { transition } from '../../src/domain/escalation/transition.ts';

const NOW_MS = Date.parse('2027-03-02T06:20:00.000Z');
const WINDOW_MS = 15 * 60_000;

describe('a drill for one person', () => {
  const plan = drillPlan('ana', ['slack', 'twilio', 'twilio-sms']);
  const begun = () => transition(
    createAlertState({ code: 'K7F2-Q9MD', plan, stage: null, confidence: null, unit: null, drill: true }),
    { type: 'started' }, NOW_MS,
  );

  test('goes out at once by each of their routes, to nobody else', () => {
    const sends = begun().effects.filter((effect) => effect.type === 'send');
    expect(sends.map(({ route }) => route)).toEqual(['slack', 'twilio', 'twilio-sms']);
    expect(sends.map(({ recipient }) => recipient)).toEqual(sends.map(() => ({ kind: 'responder', responder: 'ana' })));
  });

  test('waits a quarter of an hour for its reply, and sends nothing when none comes, however long it is left', () => {
    let { state } = begun();
    for (let passed = WINDOW_MS; passed <= 24 * 3_600_000; passed += WINDOW_MS) {
      const next = transition(state, { type: 'time_passed' }, NOW_MS + passed);
      expect(next.effects.filter((effect) => effect.type === 'send')).toEqual([]);
      state = next.state;
    }
  });

  test('is over for good once it is answered', () => {
    const by = { kind: 'responder', id: 'ana' } as const;
    const taken = transition(begun().state, { type: 'request', request: { id: '1', kind: 'acknowledge', by, via: 'twilio' } }, NOW_MS + 1_000);
    expect(taken.answer).toMatchObject({ ok: true });
    for (const passed of [WINDOW_MS, 2 * WINDOW_MS, 24 * 3_600_000]) {
      expect(transition(taken.state, { type: 'time_passed' }, NOW_MS + passed).effects.filter((effect) => effect.type === 'send')).toEqual([]);
    }
  });

  test('asks nobody twice when the person declines it', () => {
    const declined = transition(begun().state, { type: 'request', request: { id: '1', kind: 'decline', by: { kind: 'responder', id: 'ana' }, via: 'twilio' } }, NOW_MS + 1_000);
    expect(declined.effects.filter((effect) => effect.type === 'send')).toEqual([]);
  });
});
