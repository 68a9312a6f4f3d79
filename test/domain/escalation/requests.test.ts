import { AlertUnderTest, addressed } from './alert-under-test.ts';
import { aPlan, aStep, MINUTE_MS } from './a-plan.ts';
import { RULES } from '../../../src/domain/escalation/change.ts';
import { transition } from '../../../src/domain/escalation/transition.ts';
import type { AlertRequest } from '../../../src/domain/request.ts';

function paged(plan = aPlan()): AlertUnderTest {
  const alert = new AlertUnderTest(plan);
  alert.finishSends();
  return alert;
}

function taken(plan = aPlan()): AlertUnderTest {
  const alert = paged(plan);
  alert.ask('acknowledge', 'ana');
  return alert;
}

describe('acknowledging', () => {
  test('stops the chain and starts the clock for attending', () => {
    const alert = paged();
    expect(alert.ask('acknowledge', 'ana')).toMatchObject({ ok: true, outcome: 'taken', owner: { responder: 'ana' }, status: 'acknowledged' });
    alert.wait(29 * MINUTE_MS);
    expect(alert.waiting).toEqual([]);
    expect(alert.announcements).toBe(1);
  });

  test('the second person is told who has it and since when, and nothing changes', () => {
    const alert = taken();
    const since = alert.state.owner?.since;
    alert.wait(MINUTE_MS);
    expect(alert.ask('acknowledge', 'luis')).toMatchObject({ ok: false, outcome: 'already_taken', owner: { responder: 'ana', since } });
  });

  test('the owner pressing again is told it is theirs already', () => {
    expect(taken().ask('acknowledge', 'ana')).toMatchObject({ ok: true, outcome: 'already_yours' });
  });

  test('the same request twice has one effect and one answer', () => {
    const alert = paged();
    const first = alert.ask('acknowledge', 'ana', { id: 'event-1' });
    const announcements = alert.announcements;
    expect(alert.ask('acknowledge', 'ana', { id: 'event-1' })).toEqual(first);
    expect(alert.announcements).toBe(announcements);
  });

  test('where two people are needed the alert is taken when both have said so', () => {
    const both = aStep({ recipients: [{ kind: 'role', role: 'primary_nurse' }, { kind: 'role', role: 'charge_nurse' }], needs: { count: 2, roles: [] } });
    const alert = paged(aPlan({ steps: [both, aStep()] }));
    expect(alert.ask('acknowledge', 'ana')).toMatchObject({ outcome: 'taken_waiting_for_others', status: 'notified' });
    expect(alert.ask('acknowledge', 'luis')).toMatchObject({ outcome: 'taken', owner: { responder: 'ana' } });
  });

  test('where a role must be among them, another person is not enough', () => {
    const step = aStep({ recipients: [{ kind: 'role', role: 'primary_nurse' }, { kind: 'role', role: 'wound_nurse' }], needs: { count: 1, roles: ['wound_nurse'] } });
    const alert = paged(aPlan({ steps: [step] }));
    expect(alert.ask('acknowledge', 'ana').outcome).toBe('taken_waiting_for_others');
    expect(alert.ask('acknowledge', 'rosa').outcome).toBe('taken');
  });

  test('an agent may not acknowledge', () => {
    const answer = paged().ask('acknowledge', 'vigia', { by: { kind: 'agent', id: 'vigia' } });
    expect(answer).toMatchObject({ ok: false, outcome: 'not_allowed' });
  });
});

describe('an operator', () => {
  const asEva = { by: { kind: 'operator' as const, id: 'eva' } };

  test.each(['acknowledge', 'decline', 'resolve', 'snooze', 'open'] as const)('may not %s, whether or not somebody has the alert, and becomes nobody\'s owner', (kind) => {
    for (const alert of [paged(), taken(), new AlertUnderTest(aPlan({ mode: 'list' }))]) {
      const { status, owner, declined } = alert.state;
      expect(alert.ask(kind, 'eva', { ...asEva, forMs: MINUTE_MS })).toMatchObject({ ok: false, outcome: 'not_allowed' });
      expect(alert.state).toMatchObject({ status, owner, declined });
    }
  });

  test('may not do it under a responder\'s id either', () => {
    expect(taken().ask('snooze', 'ana', { by: { kind: 'operator', id: 'ana' }, forMs: MINUTE_MS }).outcome).toBe('not_allowed');
  });

  test.each([['escalate', 'escalated'], ['reassign', 'reassigned'], ['giveBack', 'given_back'], ['cancel', 'cancelled']] as const)('may %s', (kind, outcome) => {
    expect(taken().ask(kind, 'eva', { ...asEva, to: 'luis' })).toMatchObject({ ok: true, outcome });
  });
});

describe('declining', () => {
  test('calls the next step now', () => {
    const alert = paged();
    expect(alert.ask('decline', 'ana')).toMatchObject({ ok: true, outcome: 'declined' });
    expect(addressed(alert.waiting)).toEqual(['marta by slack']);
  });

  test('a "no" to a step that is over does not hurry the present one', () => {
    const alert = paged();
    alert.wait(5 * MINUTE_MS);
    alert.finishSends();
    alert.ask('decline', 'ana');
    expect(alert.state.step).toBe(2);
  });

  test('whoever declined is not paged by role again', () => {
    const alert = paged(aPlan({ rounds: 2 }));
    alert.ask('decline', 'ana');
    alert.finishSends();
    alert.wait(5 * MINUTE_MS);
    expect(alert.waiting[0]).toMatchObject({ exclude: ['ana'] });
  });

  test('from the owner it gives the alert back, and the next step is called now', () => {
    const alert = taken();
    expect(alert.ask('decline', 'ana')).toMatchObject({ ok: true, outcome: 'given_back', owner: null, status: 'notified' });
    expect(addressed(alert.waiting)).toEqual(['marta by slack']);
  });

  test('when somebody else has it, the one who declines is told so', () => {
    expect(taken().ask('decline', 'luis')).toMatchObject({ ok: false, outcome: 'already_taken', owner: { responder: 'ana' } });
  });
});

describe('resolving', () => {
  test('records what was found and closes ten minutes later', () => {
    const alert = taken();
    expect(alert.ask('resolve', 'ana', { found: 'confirmed' })).toMatchObject({ ok: true, outcome: 'resolved', status: 'resolved' });
    expect(alert.told('resolved')).toMatchObject([{ responder: 'ana', reason: 'confirmed' }]);
    expect(alert.state.phase).toBe('undo');
    alert.wait(10 * MINUTE_MS);
    expect(alert.state.phase).toBe('closed');
  });

  test('an alert that nobody had taken belongs to whoever resolves it', () => {
    expect(paged().ask('resolve', 'luis')).toMatchObject({ outcome: 'resolved', owner: { responder: 'luis' } });
  });

  test('can be undone for ten minutes, and then the clock for attending runs again', () => {
    const alert = taken();
    alert.ask('resolve', 'ana');
    alert.wait(9 * MINUTE_MS);
    expect(alert.ask('giveBack', 'ana')).toMatchObject({ ok: true, outcome: 'resolve_undone', status: 'acknowledged' });
    alert.wait(30 * MINUTE_MS);
    expect(alert.told('attend_overdue')).toHaveLength(1);
  });

  test('a second resolve is told that it was resolved', () => {
    const alert = taken();
    alert.ask('resolve', 'ana');
    expect(alert.ask('resolve', 'luis')).toMatchObject({ ok: false, outcome: 'already_resolved' });
  });

  test('a request after the end changes nothing', () => {
    const alert = taken();
    alert.ask('resolve', 'ana');
    alert.wait(10 * MINUTE_MS);
    expect(alert.ask('acknowledge', 'luis')).toMatchObject({ ok: false, outcome: 'closed' });
  });
});

describe('the second clock', () => {
  test('reminds the owner twice, then reopens the alert one step up with a person added', () => {
    const alert = taken();
    alert.wait(30 * MINUTE_MS);
    expect(addressed(alert.finishSends())).toEqual(['ana by slack']);
    alert.wait(10 * MINUTE_MS);
    expect(addressed(alert.finishSends())).toEqual(['ana by slack']);
    alert.wait(10 * MINUTE_MS);
    expect(addressed(alert.finishSends())).toEqual(['marta by slack', 'luis by slack']);
    expect(alert.state).toMatchObject({ status: 'notified', step: 2, owner: null });
  });
});

describe('other requests', () => {
  test('escalate calls the next step now', () => {
    const alert = paged();
    expect(alert.ask('escalate', 'ana').outcome).toBe('escalated');
    expect(addressed(alert.waiting)).toEqual(['marta by slack']);
  });

  test('escalate of an alert that somebody holds reopens it one step up', () => {
    const alert = taken();
    alert.ask('escalate', 'ana');
    expect(alert.state).toMatchObject({ status: 'notified', step: 2, owner: null });
  });

  test('reassign asks the other person, and the owner holds it until that person takes it', () => {
    const alert = taken();
    expect(alert.ask('reassign', 'ana', { to: 'luis' })).toMatchObject({ ok: true, outcome: 'reassigned', owner: { responder: 'ana' } });
    expect(addressed(alert.finishSends())).toEqual(['luis by slack', 'luis by twilio']);
    expect(alert.ask('acknowledge', 'luis')).toMatchObject({ outcome: 'taken', owner: { responder: 'luis' } });
  });

  test('cancel by a named person ends the alert', () => {
    const alert = paged();
    expect(alert.ask('cancel', 'luis')).toMatchObject({ ok: true, outcome: 'cancelled', status: 'cancelled' });
    expect(alert.state.phase).toBe('closed');
  });

  test('what a resolve found is kept with the alert, and undone with the resolve', () => {
    const alert = taken();
    alert.ask('resolve', 'ana', { found: 'confirmed' });
    expect(alert.state.found).toBe('confirmed');
    alert.ask('giveBack', 'ana');
    expect(alert.state.found).toBeUndefined();
    alert.ask('resolve', 'ana');
    expect(alert.state.found).toBeUndefined();
  });

  test('cancel by an agent is a retraction that people see while the clock runs on', () => {
    const alert = paged();
    expect(alert.ask('cancel', 'vigia', { by: { kind: 'agent', id: 'vigia' } }).outcome).toBe('retraction_shown');
    alert.wait(5 * MINUTE_MS);
    expect(alert.state.step).toBe(2);
  });

  test('a higher severity raises the alert and restarts its window', () => {
    const alert = paged(aPlan({ severity: 'medium' }));
    alert.wait(4 * MINUTE_MS);
    expect(alert.ask('raise', 'vigia', { by: { kind: 'agent', id: 'vigia' }, plan: aPlan(), stage: 4 }).outcome).toBe('raised');
    expect(alert.state).toMatchObject({ severity: 'critical', step: 1 });
    alert.wait(4 * MINUTE_MS);
    expect(alert.state.step).toBe(1);
  });

  test('the same or a lower severity raises nothing', () => {
    const alert = paged();
    expect(alert.ask('raise', 'vigia', { plan: aPlan({ severity: 'low' }) })).toMatchObject({ ok: false, outcome: 'not_raised' });
    expect(alert.ask('raise', 'vigia', { plan: aPlan(), stage: 'unstageable' })).toMatchObject({ ok: false, outcome: 'not_raised' });
  });

  test('a worse stage of the same severity raises the alert and restarts its window, and what is sent says the new finding', () => {
    const alert = paged();
    alert.state = { ...alert.state, stage: 3 };
    alert.wait(4 * MINUTE_MS);
    expect(alert.ask('raise', 'vigia', { plan: aPlan(), stage: 4, confidence: 0.7 }).outcome).toBe('raised');
    expect(alert.state).toMatchObject({ severity: 'critical', stage: 4, confidence: 0.7, step: 1, round: 2 });
    expect(alert.timeline.at(-1)).toMatchObject({ kind: 'step_started', reason: 'raised' });
    expect(alert.timeline.find(({ kind }) => kind === 'raised')).toMatchObject({ reason: 'stage_4_critical' });
    alert.wait(4 * MINUTE_MS);
    expect(alert.state.step).toBe(1);
  });

  test('a worse stage of less severity raises nothing', () => {
    const alert = paged();
    alert.state = { ...alert.state, stage: 3 };
    expect(alert.ask('raise', 'vigia', { plan: aPlan({ severity: 'high' }), stage: 4 }).outcome).toBe('not_raised');
    expect(alert.state).toMatchObject({ stage: 3, severity: 'critical' });
  });

  test('a higher severity while somebody has the alert is told to them at once, ends their pause, and leaves them the whole time to attend', () => {
    const alert = taken(aPlan({ severity: 'medium' }));
    const since = alert.state.owner?.since;
    alert.wait(5 * MINUTE_MS);
    alert.ask('snooze', 'ana', { forMs: 10 * MINUTE_MS });
    alert.sends.length = 0;
    expect(alert.ask('raise', 'vigia', { by: { kind: 'agent', id: 'vigia' }, plan: aPlan(), stage: 4 })).toMatchObject({ outcome: 'raised', owner: { responder: 'ana', since } });
    expect(alert.sends).toMatchObject([{ kind: 'attend_reminder', recipient: { responder: 'ana' } }]);
    expect(alert.state.deadlines).toEqual([{ kind: 'attend', atMs: alert.nowMs + 30 * MINUTE_MS }]);
  });

  test('a higher severity while an alert is offered to the next shift leaves the offer as it is', () => {
    const alert = taken(aPlan({ severity: 'medium' }));
    const until = new Date(alert.nowMs + 15 * MINUTE_MS).toISOString();
    alert.ask('handOver', 'shift-end', { by: { kind: 'operator', id: 'shift-end' }, to: 'luis', until });
    alert.ask('raise', 'vigia', { by: { kind: 'agent', id: 'vigia' }, plan: aPlan(), stage: 4 });
    expect(alert.state).toMatchObject({ offeredTo: 'luis', owner: { responder: 'ana' } });
    expect(alert.state.deadlines.map(({ kind }) => kind)).toEqual(['shift_end', 'attend']);
    expect(alert.ask('acknowledge', 'luis').outcome).toBe('taken');
  });

  test('an alert that ran before stages counted goes on without that', () => {
    const alert = paged();
    const request: AlertRequest = { id: 'raise-1', kind: 'raise', by: { kind: 'agent', id: 'vigia' }, via: 'api', plan: aPlan(), stage: 4 };
    const { answer } = transition({ ...alert.state, stage: 3 }, { type: 'request', request }, alert.nowMs, { ...RULES, raisesByStage: () => false });
    expect(answer).toMatchObject({ ok: false, outcome: 'not_raised' });
  });

  test('a listed alert whose stage gets worse stays on the list where policy lists that too, and waits no longer for it', () => {
    const listed = aPlan({ mode: 'list', severity: 'low', promoteAfterMs: 60 * MINUTE_MS, promoteTo: 'medium' });
    const alert = new AlertUnderTest(listed);
    alert.state = { ...alert.state, stage: 1 };
    alert.wait(50 * MINUTE_MS);
    expect(alert.ask('raise', 'vigia', { plan: listed, stage: 2 }).outcome).toBe('raised');
    expect(alert.state).toMatchObject({ phase: 'listed', stage: 2 });
    alert.wait(10 * MINUTE_MS);
    expect(alert.state.phase).toBe('paging');
  });
});

describe('who has lost an alert without having asked for it', () => {
  const asEva = { by: { kind: 'operator' as const, id: 'eva' } };
  const lost = ({ state: { lostBy = [] } }: AlertUnderTest): string[] => lostBy.map(({ responder }) => responder);

  test('is kept, to be told: an operator or a colleague took it from them, or they did not attend in time', () => {
    for (const kind of ['giveBack', 'escalate'] as const) {
      const alert = taken();
      const { owner } = alert.state;
      alert.wait(MINUTE_MS);
      alert.ask(kind, 'eva', asEva);
      expect(alert.state.lostBy).toEqual([{ ...owner, until: new Date(alert.nowMs).toISOString() }]);
    }
    const byColleague = taken();
    byColleague.ask('escalate', 'luis');
    const byTime = taken();
    byTime.wait(50 * MINUTE_MS);
    expect([lost(byColleague), lost(byTime)]).toEqual([['ana'], ['ana']]);
  });

  test('is nobody where the owner did it themselves', () => {
    for (const kind of ['giveBack', 'decline', 'escalate'] as const) {
      const alert = taken();
      alert.ask(kind, 'ana');
      expect(lost(alert)).toEqual([]);
    }
  });

  test('is each of those who took it together, but for the one who asked for help', () => {
    const both = aStep({ recipients: [{ kind: 'role', role: 'primary_nurse' }, { kind: 'role', role: 'charge_nurse' }], needs: { count: 2, roles: [] } });
    const alert = taken(aPlan({ steps: [both, aStep()] }));
    alert.ask('acknowledge', 'luis');
    alert.ask('escalate', 'luis');
    expect(lost(alert)).toEqual(['ana']);
  });
});

describe('who did what', () => {
  const asEva = { by: { kind: 'operator' as const, id: 'eva' } };

  test('a colleague who undoes a resolve is told as who did, and the alert is its owner\'s again', () => {
    const alert = taken();
    alert.ask('resolve', 'ana');
    expect(alert.ask('giveBack', 'elena')).toMatchObject({ outcome: 'resolve_undone', owner: { responder: 'ana' } });
    expect(alert.told('resolve_undone')).toMatchObject([{ responder: 'elena' }]);
    expect(alert.state.lostBy).toBeUndefined();
  });

  test('an operator who gives an alert back is told as who did, and whoever had it may be paged again: they did not say no', () => {
    const alert = taken(aPlan({ rounds: 2 }));
    expect(alert.ask('giveBack', 'eva', asEva)).toMatchObject({ outcome: 'given_back', takenFrom: 'ana' });
    const [line] = alert.told('given_back');
    expect(line).toMatchObject({ reason: 'eva' });
    expect(line).not.toHaveProperty('responder');
    alert.finishSends();
    alert.wait(5 * MINUTE_MS);
    expect(alert.waiting).toMatchObject([{ round: 2, step: 1, exclude: [] }]);
  });

  test('an operator who escalates or undoes a resolve is named in the story as one who cancels is', () => {
    const alert = taken();
    alert.ask('escalate', 'eva', asEva);
    expect(alert.told('escalated')[0]).toMatchObject({ reason: 'eva', step: 1 });
    alert.ask('resolve', 'luis');
    alert.ask('giveBack', 'eva', asEva);
    expect(alert.told('resolve_undone')[0]).toEqual({ at: expect.any(String), kind: 'resolve_undone', reason: 'eva' });
  });

  test('a colleague who resolves it is told as who did to whoever comes after, until that is undone; it is its owner\'s still', () => {
    const alert = taken();
    expect(alert.ask('resolve', 'luis')).toMatchObject({ outcome: 'resolved', owner: { responder: 'ana' }, resolvedBy: 'luis' });
    expect(alert.ask('resolve', 'marta')).toMatchObject({ outcome: 'already_resolved', owner: { responder: 'ana' }, resolvedBy: 'luis' });
    expect(alert.ask('giveBack', 'ana')).not.toHaveProperty('resolvedBy');
  });

  test('of an alert that an operator gave back before this was so, whoever had it counts as having said no', () => {
    const alert = taken();
    const request: AlertRequest = { id: 'r', kind: 'giveBack', via: 'cli', ...asEva };
    expect(transition(alert.state, { type: 'request', request }, alert.nowMs, { ...RULES, operatorDeclinesForNobody: () => false }).state.declined).toEqual(['ana']);
  });
});
