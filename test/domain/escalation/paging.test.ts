import type { SendEffect, SendResult } from '../../../src/domain/escalation/alert-event.ts';
import { RULES } from '../../../src/domain/escalation/change.ts';
import { transition } from '../../../src/domain/escalation/transition.ts';
import { AlertUnderTest, addressed } from './alert-under-test.ts';
import { aPlan, aStep, MINUTE_MS } from './a-plan.ts';

describe('paging', () => {
  test('the first step pages its recipients by their first route and is notified once a person was reached', () => {
    const alert = new AlertUnderTest();
    expect(alert.state.status).toBe('triggered');
    expect(addressed(alert.finishSends())).toEqual(['ana by slack']);
    expect(alert.state).toMatchObject({ status: 'notified', step: 1 });
  });

  test('a step with redundancy over all routes pages by every one of them at once', () => {
    const alert = new AlertUnderTest(aPlan({ steps: [aStep({ redundancy: 'all' })] }));
    expect(addressed(alert.waiting)).toEqual(['ana by slack', 'ana by twilio']);
  });

  test('a post to a channel reaches nobody: the alert stays triggered', () => {
    const alert = new AlertUnderTest(aPlan({ steps: [aStep({ recipients: [{ kind: 'channel', channel: '#emergency-escalation' }] })] }));
    expect(addressed(alert.finishSends())).toEqual(['channel by slack']);
    expect(alert.state.status).toBe('triggered');
  });

  test('a window that passes without an answer calls the next step', () => {
    const alert = new AlertUnderTest();
    alert.finishSends();
    alert.wait(5 * MINUTE_MS - 1);
    expect(alert.state.step).toBe(1);
    alert.wait(1);
    expect(alert.state.step).toBe(2);
    expect(addressed(alert.finishSends())).toEqual(['marta by slack']);
  });

  test('every round runs the whole chain before the fail-safe recipient is called', () => {
    const alert = new AlertUnderTest(aPlan({ rounds: 2 }));
    const chain: string[] = [];
    for (let step = 0; step < 5; step += 1) {
      chain.push(...addressed(alert.finishSends()));
      alert.wait(5 * MINUTE_MS);
    }
    expect(chain).toEqual(['ana by slack', 'marta by slack', 'ana by slack', 'marta by slack', 'elena by slack', 'elena by twilio-sms']);
  });

  test('a route that fails gives way to the next one of the same person at once', () => {
    const alert = new AlertUnderTest();
    const sends = alert.finishSends(({ route }) => (route === 'slack' ? { outcome: 'failed', reason: 'channel_not_found' } : {}));
    expect(addressed(sends)).toEqual(['ana by slack', 'ana by twilio']);
    expect(alert.told('page_failed')).toMatchObject([{ platform: 'slack', reason: 'channel_not_found', step: 1 }]);
    expect(alert.state.status).toBe('notified');
  });

  test('when nobody of a step can be reached the next step starts at once', () => {
    const alert = new AlertUnderTest();
    const sends = alert.finishSends(({ step }) => (step === 1 ? { outcome: 'failed', reason: 'down' } : {}));
    expect(addressed(sends)).toEqual(['ana by slack', 'ana by twilio', 'marta by slack']);
    expect(alert.told('step_started').at(-1)).toMatchObject({ step: 2, reason: 'nobody_reached' });
  });

  test('one person of a step out of reach leaves the window to the other', () => {
    const both = aStep({ recipients: [{ kind: 'role', role: 'primary_nurse' }, { kind: 'role', role: 'charge_nurse' }] });
    const alert = new AlertUnderTest(aPlan({ steps: [both, aStep()] }));
    alert.finishSends(({ recipient }) => (recipient.kind === 'role' && recipient.role === 'primary_nurse' ? { outcome: 'failed' } : {}));
    expect(alert.state.step).toBe(1);
  });

  test('a page in doubt is settled under its own id, and at critical severity the next route starts meanwhile', () => {
    const alert = new AlertUnderTest();
    const [first] = alert.waiting.splice(0);
    alert.happen({ type: 'send_finished', id: first!.id, result: { outcome: 'in_doubt', responder: 'ana', reason: 'timeout' } });
    expect(alert.waiting.map(({ id, patient }) => ({ same: id === first!.id, patient }))).toEqual([{ same: true, patient: true }, { same: false, patient: false }]);
    expect(addressed(alert.waiting)).toEqual(['ana by slack', 'ana by twilio']);
  });

  test('below critical a page in doubt is settled before another route is taken', () => {
    const alert = new AlertUnderTest(aPlan({ severity: 'high' }));
    let doubts = 0;
    alert.finishSends(() => ((doubts += 1) === 1 ? { outcome: 'in_doubt' } : {}));
    expect(alert.told('paged')).toHaveLength(1);
    expect(alert.state.pages.map(({ route }) => route)).toEqual(['slack']);
  });

  test('a page that waits too long for its limit goes on waiting while the next route is taken', () => {
    const alert = new AlertUnderTest(aPlan({ severity: 'medium' }));
    const sends = alert.finishSends(({ patient, route }) => (route === 'slack' && !patient ? { outcome: 'delayed', reason: 'limit' } : {}));
    expect(addressed(sends)).toEqual(['ana by slack', 'ana by slack', 'ana by twilio']);
  });

  const failing = (...routes: string[]) => ({ route, mayDefer }: SendEffect): Partial<SendResult> =>
    mayDefer && routes.includes(route) ? { outcome: 'deferred', reason: 'platform_failing' } : {};

  test('a page whose platform is failing gives way to the next route, which the story says, and is not sent', () => {
    const alert = new AlertUnderTest();
    expect(addressed(alert.finishSends(failing('slack')))).toEqual(['ana by slack', 'ana by twilio']);
    expect(alert.told('page_deferred')).toMatchObject([{ platform: 'slack', responder: 'ana', step: 1, reason: 'platform_failing' }]);
    expect(alert.told('paged')).toMatchObject([{ platform: 'twilio' }]);
    expect(alert.state).toMatchObject({ status: 'notified', step: 1 });
  });

  test('where the other route fails, the platform that is failing is tried after all, however long it takes', () => {
    const alert = new AlertUnderTest();
    const sends = alert.finishSends((send) => (send.route === 'twilio' ? { outcome: 'failed', reason: '63024' } : failing('slack')(send)));
    expect(sends.map(({ route, patient, mayDefer }) => ({ route, patient, mayDefer }))).toEqual([
      { route: 'slack', patient: false, mayDefer: true }, { route: 'twilio', patient: false, mayDefer: true }, { route: 'slack', patient: true, mayDefer: false },
    ]);
    expect(alert.told('paged')).toMatchObject([{ platform: 'slack' }]);
    expect(alert.state.step).toBe(1);
  });

  test('where the other route shows no receipt in its time, it is tried after all', () => {
    const alert = new AlertUnderTest();
    const [, page] = alert.finishSends(failing('slack'));
    alert.happen({ type: 'delivery_report', id: 'report-1', notificationId: page!.id, problem: 'overdue', code: null });
    expect(addressed(alert.finishSends())).toEqual(['ana by slack']);
  });

  test('where every platform is failing all of them are tried at once: whichever is back first carries it', () => {
    const alert = new AlertUnderTest();
    const sends = alert.finishSends(failing('slack', 'twilio'));
    expect(addressed(sends)).toEqual(['ana by slack', 'ana by twilio', 'ana by slack', 'ana by twilio']);
    expect(sends.slice(2).every(({ patient, mayDefer }) => patient && !mayDefer)).toBe(true);
  });

  test('redundant pages give way to nothing: all of them are tried at once anyhow', () => {
    const alert = new AlertUnderTest(aPlan({ steps: [aStep({ redundancy: 'all' })] }));
    expect(alert.waiting.map(({ mayDefer }) => mayDefer)).toEqual([false, false]);
  });

  test.each(['in_doubt', 'delayed'] as const)('a page %s is left at that where the other route has been taken meanwhile: nothing is repeated on a platform that is failing', (outcome) => {
    const alert = new AlertUnderTest();
    let asked = 0;
    const sends = alert.finishSends(({ route, mayDefer }) => {
      if (route !== 'slack') return {};
      asked += 1;
      return asked === 1 ? { outcome } : mayDefer ? { outcome: 'deferred', reason: 'platform_failing' } : {};
    });
    expect(addressed(sends)).toEqual(['ana by slack', 'ana by slack', 'ana by twilio']);
    expect(alert.state.pages).toMatchObject([{ route: 'slack', state: 'deferred' }, { route: 'twilio', state: 'sent' }]);
    expect(alert.told('page_deferred')).toHaveLength(1);
  });

  test('a page that is put behind one whose receipt is overdue is tried after all', () => {
    const alert = new AlertUnderTest();
    const [slack] = alert.waiting.splice(0);
    alert.happen({ type: 'send_finished', id: slack!.id, result: { outcome: 'delayed', responder: 'ana', reason: 'limit' } });
    const [again, twilio] = alert.waiting.splice(0);
    alert.happen({ type: 'send_finished', id: twilio!.id, result: { outcome: 'sent', responder: 'ana', reason: null } });
    alert.happen({ type: 'delivery_report', id: 'report-1', notificationId: twilio!.id, problem: 'overdue', code: null });
    alert.happen({ type: 'send_finished', id: again!.id, result: { outcome: 'deferred', responder: 'ana', reason: 'platform_failing' } });
    expect(alert.waiting).toMatchObject([{ id: slack!.id, patient: true, mayDefer: false }]);
  });

  test('a page that was put behind when its step was over is tried after all', () => {
    const alert = new AlertUnderTest();
    const [late] = alert.waiting.splice(0);
    alert.wait(5 * MINUTE_MS);
    alert.finishSends();
    alert.happen({ type: 'send_finished', id: late!.id, result: { outcome: 'deferred', responder: 'ana', reason: 'platform_failing' } });
    expect(alert.waiting).toMatchObject([{ id: late!.id, patient: true, mayDefer: false }]);
  });

  test('who said no by the other route is not asked again by the one that was put behind, and the next step starts', () => {
    const alert = new AlertUnderTest();
    const sends = alert.finishSends((send) => (send.step === 1 && send.route === 'twilio' ? { outcome: 'skipped', reason: 'declined' } : send.step === 1 ? failing('slack')(send) : {}));
    expect(addressed(sends)).toEqual(['ana by slack', 'ana by twilio', 'marta by slack']);
    expect(alert.told('step_started').at(-1)).toMatchObject({ step: 2, reason: 'nobody_reached' });
  });

  test('a page that is held up is told of once, with why and until when, in the place where it happened', () => {
    const alert = new AlertUnderTest(aPlan({ severity: 'medium' }));
    const until = '2026-03-01T03:09:00.000Z';
    const [page] = alert.waiting.splice(0);
    alert.happen({ type: 'send_finished', id: page!.id, result: { outcome: 'delayed', responder: 'ana', reason: 'limit', until } });
    expect(alert.told('page_delayed')).toEqual([{ at: '2026-03-01T03:00:00.000Z', kind: 'page_delayed', platform: 'slack', route: 'slack', step: 1, responder: 'ana', reason: 'limit', until }]);
    // In doubt, and then held up again: it is still the same page.
    alert.happen({ type: 'send_finished', id: page!.id, result: { outcome: 'in_doubt', responder: 'ana', reason: 'timeout' } });
    alert.happen({ type: 'send_finished', id: page!.id, result: { outcome: 'delayed', responder: 'ana', reason: 'limit', until: '2026-03-01T03:19:00.000Z' } });
    expect(alert.told('page_delayed')).toHaveLength(1);
    alert.happen({ type: 'send_finished', id: page!.id, result: { outcome: 'sent', responder: 'ana', reason: null } });
    expect(alert.told('paged')).toMatchObject([{ route: 'slack', responder: 'ana' }]);
    expect(alert.rewritten).toBe(0);
  });

  test('a result of an earlier version, which says no time, writes no line: its alert replays as it was', () => {
    const alert = new AlertUnderTest(aPlan({ severity: 'medium' }));
    const before = alert.state.timelineLength;
    const [page] = alert.waiting.splice(0);
    alert.happen({ type: 'send_finished', id: page!.id, result: { outcome: 'delayed', responder: 'ana', reason: 'limit' } });
    expect(alert.told('page_delayed')).toEqual([]);
    // The next route keeps its place, and nothing else does.
    expect(alert.state.timelineLength).toBe(before + 1);
  });

  test('a receipt that is overdue takes the next route, once', () => {
    const alert = new AlertUnderTest();
    const [page] = alert.finishSends();
    alert.happen({ type: 'delivery_report', id: 'report-1', notificationId: page!.id, problem: 'overdue', code: null });
    alert.happen({ type: 'delivery_report', id: 'report-1', notificationId: page!.id, problem: 'overdue', code: null });
    expect(addressed(alert.finishSends())).toEqual(['ana by twilio']);
  });

  test('what was overdue and is then reported as failed takes no further route while the next one is under way', () => {
    const alert = new AlertUnderTest(aPlan({ steps: [aStep({ routes: ['slack', 'twilio', 'twilio-sms'] })] }));
    const [page] = alert.finishSends();
    alert.happen({ type: 'delivery_report', id: 'report-1', notificationId: page!.id, problem: 'overdue', code: null });
    const [next] = alert.finishSends();
    alert.happen({ type: 'delivery_report', id: 'report-2', notificationId: page!.id, problem: 'failed', code: '63024' });
    expect(addressed(alert.finishSends())).toEqual([]);
    expect(alert.told('page_failed').map(({ reason }) => reason)).toEqual(['receipt_overdue', '63024']);
    alert.happen({ type: 'delivery_report', id: 'report-3', notificationId: next!.id, problem: 'failed', code: '30003' });
    expect(addressed(alert.finishSends())).toEqual(['ana by twilio-sms']);
  });

  test('an alert from before one failure took one route goes on as it began', () => {
    const alert = new AlertUnderTest(aPlan({ steps: [aStep({ routes: ['slack', 'twilio', 'twilio-sms'] })] }));
    const [page] = alert.finishSends();
    alert.happen({ type: 'delivery_report', id: 'report-1', notificationId: page!.id, problem: 'overdue', code: null });
    alert.finishSends();
    const failed = { type: 'delivery_report', id: 'report-2', notificationId: page!.id, problem: 'failed', code: '63024' } as const;
    const { effects } = transition(alert.state, failed, alert.nowMs, { ...RULES, takesOneRouteAFailure: () => false });
    expect(effects).toMatchObject([{ type: 'send', route: 'twilio-sms' }]);
  });

  describe('a message that was taken and failed for the moment', () => {
    const retrying = (page: { id: string }, report = 'report-1') => ({ type: 'delivery_report', id: report, notificationId: page.id, problem: 'retrying', code: '63018' }) as const;

    test('goes once more under its own id, and below critical no other route is taken before that has failed too', () => {
      const alert = new AlertUnderTest(aPlan({ severity: 'high' }));
      const [page] = alert.finishSends();
      for (let turn = 0; turn < 2; turn += 1) alert.happen(retrying(page!));
      expect(alert.waiting).toMatchObject([{ id: page!.id, patient: false }]);
      alert.finishSends();
      expect(alert.told('paged')).toHaveLength(2);
      expect(alert.told('page_failed')).toMatchObject([{ reason: '63018', responder: 'ana' }]);
      alert.happen({ type: 'delivery_report', id: 'report-2', notificationId: page!.id, problem: 'failed', code: '63018' });
      expect(addressed(alert.finishSends())).toEqual(['ana by twilio']);
    });

    test('at critical severity the next route is taken beside it', () => {
      const alert = new AlertUnderTest();
      const [page] = alert.finishSends();
      alert.happen(retrying(page!));
      expect(alert.waiting.map(({ id, patient }) => ({ same: id === page!.id, patient }))).toEqual([{ same: true, patient: true }, { same: false, patient: false }]);
      expect(addressed(alert.finishSends())).toEqual(['ana by slack', 'ana by twilio']);
    });

    test('and whose own result wasn\'t in yet, goes once more when that is', () => {
      const alert = new AlertUnderTest(aPlan({ severity: 'high' }));
      const [page] = alert.waiting;
      alert.happen(retrying(page!));
      expect(alert.waiting).toHaveLength(1);
      expect(addressed(alert.finishSends())).toEqual(['ana by slack', 'ana by slack']);
      expect(alert.told('paged')).toHaveLength(2);
      expect(alert.rewritten).toBe(0);
    });

    test.each(['failed', 'withdrawn'] as const)('isn\'t sent once more where it has %s since', (outcome) => {
      const alert = new AlertUnderTest(aPlan({ severity: 'high' }));
      const [page] = alert.waiting;
      alert.finishSends(({ id }) => (id === page!.id ? { outcome } : {}));
      alert.happen(retrying(page!));
      expect(alert.waiting).toEqual([]);
    });
  });

  test('a failure reported for a step that is over moves nothing', () => {
    const alert = new AlertUnderTest();
    const [page] = alert.finishSends();
    alert.wait(5 * MINUTE_MS);
    alert.finishSends();
    alert.happen({ type: 'delivery_report', id: 'report-2', notificationId: page!.id, problem: 'failed', code: '30008' });
    expect(alert.waiting).toEqual([]);
    expect(alert.state.step).toBe(2);
  });

  test('reminders go to those who have not answered, by the routes that worked', () => {
    const both = aStep({ recipients: [{ kind: 'role', role: 'primary_nurse' }, { kind: 'role', role: 'charge_nurse' }], remindAtMs: [2 * MINUTE_MS, 4 * MINUTE_MS], needs: { count: 2, roles: [] } });
    const alert = new AlertUnderTest(aPlan({ steps: [both] }));
    alert.finishSends();
    alert.ask('acknowledge', 'ana');
    alert.wait(2 * MINUTE_MS);
    expect(addressed(alert.finishSends())).toEqual(['luis by slack']);
    alert.wait(2 * MINUTE_MS);
    expect(addressed(alert.finishSends())).toEqual(['luis by slack']);
    expect(alert.told('reminded')).toHaveLength(2);
  });
});

describe('the fail-safe recipient', () => {
  test('is called by all routes when the chain is used up, and reminded until somebody answers', () => {
    const alert = new AlertUnderTest(aPlan({ steps: [aStep()] }));
    alert.finishSends();
    alert.wait(5 * MINUTE_MS);
    expect(addressed(alert.finishSends())).toEqual(['elena by slack', 'elena by twilio-sms']);
    expect(alert.state).toMatchObject({ status: 'unanswered', step: 2 });
    for (let times = 0; times < 20; times += 1) {
      alert.wait(10 * MINUTE_MS);
      expect(addressed(alert.finishSends())).toEqual(['elena by slack', 'elena by twilio-sms']);
    }
    expect(alert.ask('acknowledge', 'elena')).toMatchObject({ ok: true, outcome: 'taken' });
    expect(alert.state.status).toBe('acknowledged');
  });

  test('is named in the line of each call: the first are pages, those after it reminders', () => {
    const alert = new AlertUnderTest(aPlan({ steps: [aStep()] }));
    alert.finishSends();
    alert.wait(5 * MINUTE_MS);
    alert.finishSends();
    alert.wait(10 * MINUTE_MS);
    alert.finishSends();
    const calls = alert.timeline.filter(({ step }) => step === 2).map(({ kind, responder, route, reason }) => [kind, responder ?? route ?? reason ?? null, route ?? null]);
    expect(calls.slice(calls.findIndex(([kind]) => kind === 'fail_safe_called'))).toEqual([
      ['fail_safe_called', null, null], ['paged', 'elena', 'slack'], ['paged', 'elena', 'twilio-sms'],
      ['fail_safe_called', 'again', null], ['reminded', 'elena', 'slack'], ['reminded', 'elena', 'twilio-sms'],
    ]);
  });

  test('by day only is called when the day begins, and the alert says until when it waits', () => {
    const hours = { from: 8, to: 20, timeZone: 'America/Santiago' };
    const { failSafe } = aPlan();
    const night = Date.parse('2026-03-01T05:00:00Z');
    const alert = new AlertUnderTest(aPlan({ steps: [aStep()], failSafe: { ...failSafe, hours } }), night);
    alert.finishSends();
    alert.wait(5 * MINUTE_MS);
    expect(alert.waiting).toEqual([]);
    expect(alert.state.deadlines).toEqual([{ kind: 'fail_safe_opens', atMs: Date.parse('2026-03-01T11:00:00Z') }]);
    alert.wait(6 * 60 * MINUTE_MS);
    expect(addressed(alert.waiting)).toContain('elena by twilio-sms');
  });

  test('a drill has none: it ends unanswered', () => {
    const { failSafe } = aPlan();
    const alert = new AlertUnderTest(aPlan({ steps: [aStep()], failSafe: { ...failSafe, recipients: [] } }));
    alert.finishSends();
    alert.wait(5 * MINUTE_MS);
    expect(alert.state).toMatchObject({ status: 'unanswered', phase: 'closed' });
  });
});

test('a line about a message says by which route it went, or in which channel it was posted', () => {
  const alert = new AlertUnderTest(aPlan({ steps: [aStep({ recipients: [{ kind: 'channel', channel: 'icu_alerts' }, { kind: 'role', role: 'primary_nurse' }], routes: ['twilio-sms', 'slack'] })] }));
  const [, page] = alert.finishSends();
  alert.happen({ type: 'delivery_report', id: 'report-1', notificationId: page!.id, problem: 'overdue', code: null });
  expect(alert.told('paged')).toMatchObject([{ platform: 'slack', route: 'slack', channel: 'icu_alerts' }, { platform: 'twilio', route: 'twilio-sms', responder: 'ana' }]);
  expect(alert.told('page_failed')).toMatchObject([{ platform: 'twilio', route: 'twilio-sms', responder: 'ana' }]);
});

describe('what does not page', () => {
  test('a finding that is only recorded closes at once and tells nobody', () => {
    const alert = new AlertUnderTest(aPlan({ mode: 'record' }));
    expect(alert.state).toMatchObject({ status: 'informed', phase: 'closed' });
    expect(alert.waiting).toEqual([]);
  });

  test('a listed finding is informed once somebody opens it', () => {
    const alert = new AlertUnderTest(aPlan({ mode: 'list', severity: 'low', promoteAfterMs: 12 * 60 * MINUTE_MS, promoteTo: 'medium' }));
    expect(alert.waiting).toEqual([]);
    expect(alert.ask('open', 'ana')).toMatchObject({ ok: true, outcome: 'informed' });
    expect(alert.state).toMatchObject({ status: 'informed', phase: 'closed' });
  });

  test('a listed finding that nobody opens pages at the severity it is promoted to', () => {
    const alert = new AlertUnderTest(aPlan({ mode: 'list', severity: 'low', promoteAfterMs: 12 * 60 * MINUTE_MS, promoteTo: 'medium' }));
    alert.wait(12 * 60 * MINUTE_MS);
    expect(alert.state).toMatchObject({ severity: 'medium', step: 1 });
    expect(addressed(alert.waiting)).toEqual(['ana by slack']);
  });
});
