import { AlertUnderTest, addressed } from './alert-under-test.ts';
import { aPlan, aStep } from './a-plan.ts';
import { RULES } from '../../../src/domain/escalation/change.ts';
import { transition } from '../../../src/domain/escalation/transition.ts';
import type { AlertRequest } from '../../../src/domain/request.ts';

describe('one of two who are both needed', () => {
  const both = aStep({ recipients: [{ kind: 'role', role: 'primary_nurse' }, { kind: 'role', role: 'charge_nurse' }], needs: { count: 2, roles: [] } });

  function takenByBoth(): AlertUnderTest {
    const alert = new AlertUnderTest(aPlan({ steps: [both, aStep()] }));
    alert.finishSends();
    alert.ask('acknowledge', 'ana');
    alert.ask('acknowledge', 'luis');
    return alert;
  }

  test.each(['decline', 'giveBack'] as const)('%s: the second gives their part back: the first holds it, and the next step is called at once', (kind) => {
    const alert = takenByBoth();
    expect(alert.ask(kind, 'luis')).toMatchObject({ ok: true, outcome: 'given_back', owner: { responder: 'ana' }, status: 'notified' });
    expect(addressed(alert.waiting)).toEqual(['ana by slack']);
    expect(alert.told('step_started').at(-1)).toMatchObject({ step: 2, reason: 'given_back' });
    expect(alert.ask('acknowledge', 'marta')).toMatchObject({ outcome: 'taken', owner: { responder: 'ana' } });
  });

  test('the first gives their part back: the second holds it, since they took it', () => {
    const alert = takenByBoth();
    const since = alert.state.acknowledgments[1]?.at;
    expect(alert.ask('giveBack', 'ana')).toMatchObject({ outcome: 'given_back', owner: { responder: 'luis', since } });
  });

  test('whoever was not among them can give nothing back', () => {
    expect(takenByBoth().ask('giveBack', 'rosa').outcome).toBe('not_owner');
  });

  test('an alert from before each of them counted goes on as it began', () => {
    const alert = takenByBoth();
    const request: AlertRequest = { id: 'r', kind: 'giveBack', by: { kind: 'responder', id: 'luis' }, via: 'cli' };
    const { answer } = transition(alert.state, { type: 'request', request }, alert.nowMs, { ...RULES, everyTakerCounts: () => false });
    expect(answer?.outcome).toBe('not_owner');
  });
});
