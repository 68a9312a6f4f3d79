import { parse } from 'yaml';
import { parseDuration } from '../../src/domain/duration.ts';
import { policySchema } from '../../src/domain/policy.ts';
import type { Policy } from '../../src/domain/policy.ts';
import { planFor } from '../../src/domain/triage.ts';
import { textsWith } from '../config/hospital-folder.ts';

/** A policy with the default's text edited. */
function policyWith(from: string | RegExp, to: string): Policy {
  const rules = policySchema.parse(parse(textsWith('policy.yaml', from, to)['policy.yaml']));
  return { ...rules, id: 'abcdef012345', timeZone: 'America/Santiago' };
}

const stepWith = (lines: string): Policy => policyWith('window: 5 min\n        remindAt: [3 min]', `window: 5 min\n        ${lines}`);
const firstStep = (policy: Policy) => planFor(policy, { stage: 4, confidence: 0.9 }).steps[0];

describe('the policy language', () => {
  test('asks for several acknowledgments', () => {
    expect(firstStep(stepWith('needs: 2'))?.needs).toEqual({ count: 2, roles: [] });
  });

  test('asks for one acknowledgment of each role', () => {
    expect(firstStep(stepWith('needs: { roles: [primary_nurse, charge_nurse] }'))?.needs).toEqual({ count: 2, roles: ['primary_nurse', 'charge_nurse'] });
    expect(firstStep(stepWith('needs: { count: 2, roles: [charge_nurse] }'))?.needs).toEqual({ count: 2, roles: ['charge_nurse'] });
  });

  test('is content with one acknowledgment of anybody when nothing is said', () => {
    expect(firstStep(stepWith(''))).toMatchObject({ needs: { count: 1, roles: [] }, remindAtMs: [] });
  });

  test('reminds several times within a window, in order', () => {
    expect(firstStep(stepWith('remindAt: [4 min, 90 s]'))?.remindAtMs).toEqual([90_000, 240_000]);
  });

  test('sends a step by routes and redundancy of its own', () => {
    expect(firstStep(stepWith('routes: [twilio-sms]\n        redundancy: first'))).toMatchObject({ routes: ['twilio-sms'], redundancy: 'first' });
  });

  test('runs the whole chain several times', () => {
    expect(planFor(policyWith('rounds: 1', 'rounds: 3'), { stage: 4, confidence: 0.9 }).rounds).toBe(3);
  });

  test('names one person as well as a role', () => {
    const policy = policyWith('- to: [primary_nurse, charge_nurse]', '- to: [{ responder: ana }, charge_nurse]');
    expect(firstStep(policy)?.recipients.slice(0, 2)).toEqual([{ kind: 'responder', responder: 'ana' }, { kind: 'role', role: 'charge_nurse' }]);
  });

  test('addresses nobody twice, though a reviewer is in the step already', () => {
    const policy = policyWith('add: [reviewer] }\n', 'add: [charge_nurse] }\n');
    const [step] = planFor(policy, { stage: 4, confidence: 0.1 }).steps;
    expect(step?.recipients.filter((recipient) => recipient.kind === 'role')).toHaveLength(2);
  });

  test('limits a snooze by severity, and puts its own id on the plan', () => {
    expect(planFor(policyWith('maxSnooze: 10 min', 'maxSnooze: 7 min'), { stage: 4, confidence: 0.9 })).toMatchObject({ maxSnoozeMs: 420_000, policyId: 'abcdef012345' });
  });
});

describe('a duration', () => {
  test.each([['90 s', 90_000], ['5 min', 300_000], ['5min', 300_000], ['12 h', 43_200_000], ['2 d', 172_800_000]])('%s is read', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each(['', '5', '0 min', '-5 min', '1.5 h', '5 minutes', '5 min 3 s', 'min', '999999 d', ' 5 min'])('"%s" is refused', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});
