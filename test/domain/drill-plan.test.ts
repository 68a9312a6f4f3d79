import { drillPlan } from '../../src/domain/drill-plan.ts';
import type { Transition } from '../../src/domain/escalation/alert-event.ts';
import { createAlertState, type AlertState } from '../../src/domain/escalation/alert-state.ts';
import { transition } from '../../src/domain/escalation/transition.ts';

const NOW_MS = Date.parse('2027-03-02T06:20:00.000Z');
const MINUTE_MS = 60_000;
const WINDOW_MS = 15 * MINUTE_MS;

describe('a drill for one person', () => {
  const plan = drillPlan('ana', ['slack', 'twilio', 'twilio-sms']);
  const begun = (): Transition => transition(
    createAlertState({ code: 'K7F2-Q9MD', plan, stage: null, confidence: null, unit: null, drill: true }),
    { type: 'started' }, NOW_MS,
  );
  /** The drill with its messages out: only what went out is reminded of. */
  const sent = (): AlertState => sendsOf(begun()).reduce(
    (state, { id }) => transition(state, { type: 'send_finished', id, result: { outcome: 'sent', responder: 'ana', reason: null } }, NOW_MS).state, begun().state,
  );
  const requested = (kind: 'acknowledge' | 'decline'): Transition =>
    transition(sent(), { type: 'request', request: { id: '1', kind, by: { kind: 'responder', id: 'ana' }, via: 'twilio' } }, NOW_MS);

  test('goes out at once by each of their routes, to nobody else', () => {
    const sends = sendsOf(begun());
    expect(sends.map(({ route }) => route)).toEqual(['slack', 'twilio', 'twilio-sms']);
    expect(sends.map(({ recipient }) => recipient)).toEqual(sends.map(() => ({ kind: 'responder', responder: 'ana' })));
  });

  test('waits a quarter of an hour for its reply, and is over when none has come', () => {
    expect(transition(sent(), { type: 'time_passed' }, NOW_MS + WINDOW_MS - 1).state).toMatchObject({ phase: 'paging', status: 'notified' });
    expect(transition(sent(), { type: 'time_passed' }, NOW_MS + WINDOW_MS).state).toMatchObject({ phase: 'closed', status: 'unanswered' });
  });

  test('is over as answered a quarter of an hour after its reply', () => {
    const taken = requested('acknowledge');
    expect(taken).toMatchObject({ answer: { outcome: 'taken' }, state: { phase: 'attending', owner: { responder: 'ana' } } });
    expect(transition(taken.state, { type: 'time_passed' }, NOW_MS + WINDOW_MS - 1).state).toMatchObject({ phase: 'attending' });
    expect(transition(taken.state, { type: 'time_passed' }, NOW_MS + WINDOW_MS).state).toMatchObject({ phase: 'closed', status: 'resolved' });
  });

  test.each([
    ['nobody answers', sent],
    ['it is answered', () => requested('acknowledge').state],
  ])('asks nobody again when %s, however long it is left', (_when, from) => {
    let state = from();
    for (let passed = MINUTE_MS; passed <= 4 * WINDOW_MS; passed += MINUTE_MS) {
      const next = transition(state, { type: 'time_passed' }, NOW_MS + passed);
      expect(sendsOf(next)).toEqual([]);
      state = next.state;
    }
    expect(state.phase).toBe('closed');
  });

  test('is over at once when the person declines it, and asks nobody else', () => {
    const { effects, state } = requested('decline');
    expect(effects.filter(({ type }) => type === 'send')).toEqual([]);
    expect(state).toMatchObject({ phase: 'closed', status: 'unanswered' });
  });
});

type Send = Extract<Transition['effects'][number], { type: 'send' }>;

function sendsOf({ effects }: Transition): Send[] {
  return effects.filter((effect) => effect.type === 'send');
}
