import { AlertUnderTest, addressed } from './alert-under-test.ts';
import type { SendEffect, SendResult } from '../../../src/domain/escalation/alert-event.ts';
import { toldDeadline } from '../../../src/domain/escalation/alert-state.ts';
import { RULES } from '../../../src/domain/escalation/change.ts';
import { aPlan, aStep, MINUTE_MS } from './a-plan.ts';
import { transition } from '../../../src/domain/escalation/transition.ts';

/** No provider takes anything: what was asked for goes on waiting, by every route. */
function providersAway(alert: AlertUnderTest): void {
  for (let send = alert.waiting.find(({ patient }) => !patient); send; send = alert.waiting.find(({ patient }) => !patient)) {
    alert.waiting.splice(alert.waiting.indexOf(send), 1);
    alert.happen({ type: 'send_finished', id: send.id, result: { outcome: 'delayed', responder: null, reason: 'retry_after' } });
  }
}

/** What was asked for since, without what waits from before. */
function askedSince(alert: AlertUnderTest, ms: number): string[] {
  alert.waiting = [];
  alert.wait(ms);
  return addressed(alert.waiting);
}

describe('a step whose window ends while none of its pages has left', () => {
  test('gives way to the next one, and its people are asked again with that', () => {
    const alert = new AlertUnderTest();
    providersAway(alert);
    expect(askedSince(alert, 5 * MINUTE_MS)).toEqual(['marta by slack', 'ana by slack']);
    expect(alert.told('step_started').at(-1)).toMatchObject({ step: 2, reason: 'step_unreached' });
  });

  test('hands its people on from step to step and from round to round, each asked once, and to the fail-safe recipient\'s call', () => {
    const alert = new AlertUnderTest(aPlan({ rounds: 2 }));
    const asked: string[][] = [];
    for (let window = 0; window < 4; window += 1) {
      providersAway(alert);
      asked.push(askedSince(alert, 5 * MINUTE_MS));
    }
    expect(asked).toEqual([
      ['marta by slack', 'ana by slack'], ['ana by slack', 'marta by slack'], ['marta by slack', 'ana by slack'],
      ['elena by slack', 'elena by twilio-sms', 'marta by slack', 'marta by twilio-sms', 'ana by slack', 'ana by twilio-sms'],
    ]);
    expect(alert.state.status).toBe('unanswered');
  });

  test('asks again also where a page is in doubt: nobody knows that it arrived', () => {
    const alert = new AlertUnderTest(aPlan({ severity: 'high' }));
    const [page] = alert.waiting.splice(0);
    alert.happen({ type: 'send_finished', id: page!.id, result: { outcome: 'in_doubt', responder: 'ana', reason: 'timeout' } });
    expect(askedSince(alert, 5 * MINUTE_MS)).toEqual(['marta by slack', 'ana by slack']);
  });

  test('leaves out whoever is not to be asked: they said no, and hold the role', () => {
    const both = aStep({ recipients: [{ kind: 'role', role: 'primary_nurse' }, { kind: 'role', role: 'charge_nurse' }] });
    const alert = new AlertUnderTest(aPlan({ steps: [both, aStep({ recipients: [{ kind: 'role', role: 'physician' }] })] }));
    const [ana] = alert.waiting.splice(0, 1);
    alert.happen({ type: 'send_finished', id: ana!.id, result: { outcome: 'skipped', responder: null, reason: 'declined' } });
    providersAway(alert);
    expect(askedSince(alert, 5 * MINUTE_MS)).toEqual(['marta by slack', 'luis by slack']);
  });
});

describe('a step whose pages all fail while providers are away', () => {
  /** The first copy of each is in doubt, and the second has failed. */
  const inDoubt = (): ((send: SendEffect) => Partial<SendResult>) => {
    const seen = new Set<string>();
    return ({ id }) => {
      if (seen.has(id)) return { outcome: 'failed', reason: 'failed_before' };
      seen.add(id);
      return { outcome: 'in_doubt', reason: 'http_503' };
    };
  };

  test('is followed by the next one at once, and its people are asked again with each that follows, at last every five minutes beside the fail-safe recipient', () => {
    const alert = new AlertUnderTest(aPlan({ severity: 'high' }));
    const sends = alert.finishSends(inDoubt());
    expect(addressed(sends.filter(({ id }, place) => sends.findIndex((each) => each.id === id) === place))).toEqual([
      'ana by slack', 'ana by twilio', 'marta by slack', 'ana by slack', 'marta by twilio', 'ana by twilio',
      'elena by slack', 'elena by twilio-sms', 'marta by slack', 'marta by twilio-sms', 'ana by slack', 'ana by twilio-sms',
    ]);
    expect(askedSince(alert, 5 * MINUTE_MS)).toEqual(['marta by slack', 'marta by twilio-sms', 'ana by slack', 'ana by twilio-sms']);
    alert.finishSends(inDoubt());
    alert.wait(5 * MINUTE_MS);
    expect(addressed(alert.finishSends())).toEqual(['elena by slack', 'elena by twilio-sms', 'marta by slack', 'marta by twilio-sms', 'ana by slack', 'ana by twilio-sms']);
    expect(askedSince(alert, 10 * MINUTE_MS)).toEqual(['elena by slack', 'elena by twilio-sms']);
  });

  test('has its people asked again also while the fail-safe recipient is not to be called by night', () => {
    const night = Date.parse('2026-03-01T05:00:00Z');
    const hours = { from: 8, to: 20, timeZone: 'America/Santiago' };
    const alert = new AlertUnderTest(aPlan({ steps: [aStep()], severity: 'medium', failSafe: { ...aPlan().failSafe, hours } }), night);
    alert.finishSends(inDoubt());
    expect(askedSince(alert, 5 * MINUTE_MS)).toEqual(['ana by slack', 'ana by twilio-sms']);
    alert.finishSends();
    expect(askedSince(alert, 3 * 60 * MINUTE_MS)).toEqual([]);
    expect(toldDeadline(alert.state)).toBe('2026-03-01T11:00:00.000Z');
  });

  test.each<Partial<SendResult>>([{ reason: 'timeout_schedule_to_start' }, { reason: 'activity_failed' }, { reason: 'invalid_auth', away: true }])('counts as unreached where %j', (failure) => {
    const alert = new AlertUnderTest();
    alert.finishSends(({ step }) => (step === 1 ? { outcome: 'failed', ...failure } : {}));
    expect(addressed(alert.sends)).toEqual(['ana by slack', 'ana by twilio', 'marta by slack', 'ana by slack']);
  });

  test('is not the step of somebody whom no provider takes: they are not asked again', () => {
    const alert = new AlertUnderTest();
    alert.finishSends(({ recipient }) => (recipient.kind === 'role' && recipient.role === 'primary_nurse' ? { outcome: 'failed', reason: '63024' } : {}));
    expect(addressed(alert.sends)).toEqual(['ana by slack', 'ana by twilio', 'marta by slack']);
  });
});

test('a step that has reached one person is over with its window, whoever else it could not reach', () => {
  const both = aStep({ recipients: [{ kind: 'role', role: 'primary_nurse' }, { kind: 'role', role: 'charge_nurse' }] });
  const alert = new AlertUnderTest(aPlan({ steps: [both, aStep({ recipients: [{ kind: 'role', role: 'physician' }] })] }));
  const [ana] = alert.waiting.splice(0, 1);
  alert.happen({ type: 'send_finished', id: ana!.id, result: { outcome: 'sent', responder: 'ana', reason: null } });
  providersAway(alert);
  expect(askedSince(alert, 5 * MINUTE_MS)).toEqual(['marta by slack']);
  expect(alert.told('step_started').at(-1)).toMatchObject({ step: 2, reason: 'window_passed' });
});

test('a post in a channel counts as nobody: the people of its step are asked again', () => {
  const step = aStep({ recipients: [{ kind: 'channel', channel: 'icu_alerts' }, { kind: 'role', role: 'primary_nurse' }] });
  const alert = new AlertUnderTest(aPlan({ steps: [step, aStep({ recipients: [{ kind: 'role', role: 'physician' }] })] }));
  const [post] = alert.waiting.splice(0, 1);
  alert.happen({ type: 'send_finished', id: post!.id, result: { outcome: 'sent', responder: null, reason: null } });
  providersAway(alert);
  expect(askedSince(alert, 5 * MINUTE_MS)).toEqual(['marta by slack', 'ana by slack']);
});

test('an alert that ran before there was this rule goes on without it', () => {
  const { state, nowMs } = new AlertUnderTest();
  const { effects } = transition(state, { type: 'time_passed' }, nowMs + 5 * MINUTE_MS, { ...RULES, asksUnreachedAgain: () => false });
  expect(addressed(effects.flatMap((effect) => (effect.type === 'send' ? [effect] : [])))).toEqual(['marta by slack']);
});
