import { explainPlan } from '../../src/domain/explain-plan.ts';
import type { PlanRow } from '../../src/domain/explain-plan.ts';
import { planFor, planForAlert } from '../../src/domain/triage.ts';
import { defaultConfig } from '../config/hospital-folder.ts';

const { policy, directory, onCall } = defaultConfig();
const MINUTE = 60_000;
/** 09:00 on a Tuesday in Chile. */
const MORNING = new Date('2026-11-24T12:00:00Z');
const explain = (plan: ReturnType<typeof planFor>, at = MORNING): PlanRow[] => explainPlan(plan, directory, onCall, at, 'uci');
const brief = (rows: PlanRow[]) => rows.map(({ kind, step, afterMs, responder, name, why }) => [kind, step, afterMs / MINUTE, responder ?? name, why]);

test('a critical plan tells who is told what, when and why', () => {
  expect(brief(explain(planFor(policy, { stage: 4, confidence: 0.9 })))).toEqual([
    ['page', 1, 0, 'carla', 'rotation'],
    ['page', 1, 0, 'fernando', 'rotation'],
    ['page', 1, 0, '#emergency-escalation', 'channel'],
    ['reminder', 1, 3, 'carla', 'rotation'],
    ['reminder', 1, 3, 'fernando', 'rotation'],
    ['page', 2, 5, 'hugo', 'rotation'],
    ['page', 2, 5, 'isidora', 'rotation'],
    ['page', 2, 5, '#wound-care-team', 'channel'],
    ['reminder', 2, 8, 'hugo', 'rotation'],
    ['reminder', 2, 8, 'isidora', 'rotation'],
    ['page', 3, 10, 'luis', 'rotation'],
    ['reminder', 3, 13, 'luis', 'rotation'],
    ['fail_safe', 4, 15, 'pedro', 'rotation'],
    ['fail_safe_again', 4, 20, 'pedro', 'rotation'],
    ['attend_reminder', null, 30, null, 'owner'],
    ['attend_reminder', null, 40, null, 'owner'],
    ['person_added', null, 50, 'luis', 'rotation'],
  ]);
});

test('the fail-safe recipient is told as called again, as often as policy says; everything else goes out once', () => {
  const repeated = explain(planFor(policy, { stage: 3, confidence: 0.9 })).filter(({ everyMs }) => everyMs !== null);
  expect(repeated).toMatchObject([{ kind: 'fail_safe_again', everyMs: 15 * MINUTE, afterMs: 60 * MINUTE, at: '2026-11-24T13:00:00.000Z', redundancy: 'all', routes: [{ route: 'slack' }, { route: 'twilio' }, { route: 'twilio-sms' }] }]);
});

test('the owner is reminded by the routes of the first step, at a time that counts from the acknowledgment', () => {
  const [first] = explain(planFor(policy, { stage: 3, confidence: 0.9 })).filter(({ kind }) => kind === 'attend_reminder');
  expect(first).toMatchObject({
    recipient: { kind: 'owner' }, clock: 'acknowledgment', afterMs: 120 * MINUTE, at: null, name: null, redundancy: 'first',
    routes: [{ route: 'slack', unused: null }, { route: 'twilio', unused: null }],
  });
});

test('an owner whom policy never reminds isn\'t told of', () => {
  const plan = planFor(policy, { stage: 4, confidence: 0.9 });
  expect(explain({ ...plan, attend: { ...plan.attend, reminders: 0 } }).filter(({ clock }) => clock === 'acknowledgment').map(({ kind, afterMs }) => [kind, afterMs / MINUTE])).toEqual([['person_added', 30]]);
});

test('routes are told in order, and a channel only by Slack', () => {
  const [person, , channel] = explain(planFor(policy, { stage: 4, confidence: 0.9 }));
  expect(person).toMatchObject({ redundancy: 'all', routes: [{ route: 'slack', unused: null }, { route: 'twilio', unused: null }], at: MORNING.toISOString() });
  expect(channel?.routes).toEqual([{ route: 'slack', unused: null }]);
});

test('a person is looked up for when their message would leave, over the end of a shift', () => {
  const rows = explain(planFor(policy, { stage: 3, confidence: 0.9 }), new Date('2026-11-24T22:55:00Z'));
  const byDay = rows.filter(({ recipient, step }) => recipient.kind === 'role' && recipient.role === 'primary_nurse' && step === 1).map(({ kind, responder }) => [kind, responder]);
  expect(byDay).toEqual([['page', 'carla'], ['reminder', 'bruno']]);
});

test('contact hours are told where they keep a route from being used, and not at critical severity', () => {
  const saturday = new Date('2026-11-28T15:00:00Z');
  const only = { ...onCall, rotations: onCall.rotations.map((rotation) => (rotation.role === 'wound_nurse' ? { ...rotation, restrictions: [] } : rotation)) };
  const routesFor = (severity: 'high' | 'critical') => explainPlan(planForAlert(policy, { severity }), directory, only, saturday).find(({ responder }) => responder === 'isidora')?.routes;
  expect(routesFor('high')).toEqual([{ route: 'slack', unused: null }, { route: 'twilio', unused: 'outside_contact_hours' }]);
  expect(routesFor('critical')).toEqual([{ route: 'slack', unused: null }, { route: 'twilio', unused: null }]);
});

test('a fail-safe recipient who is called by day waits for it', () => {
  const evening = new Date('2026-11-24T23:00:00Z');
  const call = explain(planFor(policy, { stage: 2, confidence: 0.9 }), evening).find(({ kind }) => kind === 'fail_safe');
  expect(call?.at).toBe('2026-11-25T11:00:00.000Z');
});

test('a repeat that falls into the night waits for the day too', () => {
  const plan = planFor(policy, { stage: 2, confidence: 0.9 });
  const afternoon = new Date('2026-11-24T21:45:00Z');
  expect(explain(plan, afternoon).filter(({ kind }) => kind.startsWith('fail_safe')).map(({ at }) => at)).toEqual(['2026-11-24T22:45:00.000Z', '2026-11-25T11:00:00.000Z']);
});

test('a listed finding is told from its promotion on', () => {
  expect(explain(planFor(policy, { stage: 1, confidence: 0.9 }))[0]).toMatchObject({ kind: 'page', afterMs: 12 * 60 * MINUTE, responder: 'bruno' });
});

test('a recorded finding tells nobody', () => {
  expect(explain(planFor(policy, { stage: 0, confidence: 0.9 }))).toEqual([]);
});

test('every round is told', () => {
  const rows = explain({ ...planFor(policy, { stage: 4, confidence: 0.9 }), rounds: 2 });
  expect(rows.filter(({ kind, round, step }) => kind === 'page' && round === 2 && step === 1)[0]?.afterMs).toBe(15 * MINUTE);
  expect(rows.find(({ kind }) => kind === 'fail_safe')?.afterMs).toBe(30 * MINUTE);
});

test('a role that nobody holds and a person named by policy are told as such', () => {
  const plan = { ...planFor(policy, { stage: 4, confidence: 0.9 }), steps: [] };
  const rows = explainPlan({ ...plan, failSafe: { ...plan.failSafe, recipients: [{ kind: 'responder', responder: 'ana' }] } }, directory, { rotations: [], overrides: [] }, MORNING);
  expect(brief(rows)).toEqual([
    ['fail_safe', 1, 0, 'ana', 'named_by_policy'], ['fail_safe_again', 1, 5, 'ana', 'named_by_policy'],
    ['attend_reminder', null, 30, null, 'owner'], ['attend_reminder', null, 40, null, 'owner'], ['person_added', null, 50, null, 'nobody_on_call'],
  ]);
  expect(rows.at(-1)?.routes[0]).toEqual({ route: 'slack', unused: 'nobody_on_call' });
});
