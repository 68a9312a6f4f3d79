import fc from 'fast-check';
import type { Detection } from '../../src/domain/detection.ts';
import type { AlertPlan, PlanMode } from '../../src/domain/plan.ts';
import { SEVERITIES, severityRank } from '../../src/domain/severity.ts';
import { STAGES } from '../../src/domain/stage.ts';
import { planFor, planForAlert } from '../../src/domain/triage.ts';
import { defaultConfig } from '../config/hospital-folder.ts';

const { policy } = defaultConfig();
const MINUTE = 60_000;
const modes: Record<PlanMode, number> = { record: 0, list: 1, page: 2 };
const plan = (stage: Detection['stage'], confidence = 0.9, severity?: Detection['severity']): AlertPlan => planFor(policy, { stage, confidence, ...(severity && { severity }) });
const stage = fc.constantFrom(...STAGES);
const severity = fc.constantFrom(...SEVERITIES);
const confidence = fc.double({ min: 0, max: 1, noNaN: true });
const rolesOf = ({ steps }: AlertPlan): string[][] => steps.map(({ recipients }) => recipients.flatMap((recipient) => (recipient.kind === 'role' ? [recipient.role] : [])));
const channelsOf = ({ steps }: AlertPlan): string[][] => steps.map(({ recipients }) => recipients.flatMap((recipient) => (recipient.kind === 'channel' ? [recipient.channel] : [])));

describe('the default policy', () => {
  test.each([[4], ['unstageable']] as const)('makes stage %s critical: nurses, then physician and wound nurse, then supervisor, 5 minutes each', (of) => {
    const critical = plan(of);
    expect(critical).toMatchObject({ mode: 'page', severity: 'critical', rounds: 1, reasons: [`stage_${of}_critical`], promoteAfterMs: null, promoteTo: null });
    expect(rolesOf(critical)).toEqual([['primary_nurse', 'charge_nurse'], ['physician', 'wound_nurse'], ['supervisor']]);
    expect(critical.steps.map(({ windowMs }) => windowMs)).toEqual([5 * MINUTE, 5 * MINUTE, 5 * MINUTE]);
    expect(critical.steps.map(({ redundancy }) => redundancy)).toEqual(['all', 'all', 'all']);
    expect(critical.steps[0]?.routes).toEqual(['slack', 'twilio']);
    expect(critical.failSafe).toMatchObject({ recipients: [{ kind: 'role', role: 'fail_safe' }], routes: ['slack', 'twilio', 'twilio-sms'], hours: null });
    expect(critical.attend).toMatchObject({ withinMs: 30 * MINUTE, reminders: 2 });
  });

  test.each([[3], ['deep_tissue'], ['mucosal']] as const)('makes stage %s high: 15 minutes a step, one route at a time', (of) => {
    const high = plan(of);
    expect(high).toMatchObject({ mode: 'page', severity: 'high', attend: { withinMs: 120 * MINUTE, reminders: 2 } });
    expect(high.steps.map(({ windowMs, redundancy }) => [windowMs, redundancy])).toEqual(Array(3).fill([15 * MINUTE, 'first']));
  });

  test('makes stage 2 medium: primary nurse, charge nurse after 30 minutes, fail-safe recipient by day only', () => {
    const medium = plan(2);
    expect(medium).toMatchObject({ mode: 'page', severity: 'medium', attend: { withinMs: 480 * MINUTE } });
    expect(rolesOf(medium)).toEqual([['primary_nurse'], ['charge_nurse']]);
    expect(medium.steps.map(({ windowMs }) => windowMs)).toEqual([30 * MINUTE, 30 * MINUTE]);
    expect(medium.failSafe.hours).toEqual({ from: 8, to: 20, timeZone: 'America/Santiago' });
  });

  test('lists stage 1 and pages as medium when nobody opened it in 12 hours', () => {
    const listed = plan(1);
    expect(listed).toMatchObject({ mode: 'list', severity: 'low', promoteTo: 'medium', promoteAfterMs: 720 * MINUTE });
    expect(listed.steps).toEqual(plan(2).steps);
    expect(listed.reasons).toEqual(['stage_1_low', 'listed_until_opened']);
  });

  test('records stage 0 only, and lists it when the AI was less sure than 0.7', () => {
    expect(plan(0, 0.7)).toMatchObject({ mode: 'record', severity: 'low', steps: [], reasons: ['stage_0_low', 'recorded_only'] });
    expect(plan(0, 0.69)).toMatchObject({ mode: 'list', severity: 'low', promoteTo: 'medium' });
    expect(plan(0, 0.69).reasons).toEqual(['stage_0_low', 'low_confidence_not_recorded_only', 'listed_until_opened']);
  });

  test('adds a reviewer to the first step below 0.6, and lowers nothing', () => {
    const doubtful = plan(4, 0.59);
    expect(rolesOf(doubtful)[0]).toEqual(['primary_nurse', 'charge_nurse', 'reviewer']);
    expect(doubtful.reasons).toEqual(['stage_4_critical', 'low_confidence_reviewer']);
    expect(rolesOf(plan(4, 0.6))[0]).not.toContain('reviewer');
    expect({ ...doubtful, reasons: [], steps: [] }).toEqual({ ...plan(4), reasons: [], steps: [] });
  });

  test('posts findings and other alerts to the channel of their severity', () => {
    expect(channelsOf(plan(4))).toEqual([['emergency_escalation'], ['wound_care_team'], []]);
    expect(channelsOf(plan(3))[0]).toEqual(['lpp_notifications']);
    expect(channelsOf(planForAlert(policy, { severity: 'high' }))[0]).toEqual(['medical_alerts']);
    expect(channelsOf(planForAlert(policy, { severity: 'critical' }))[0]).toEqual(['emergency_escalation']);
  });
});

describe('the severity that an alert has already', () => {
  test('is kept by a finding that is less, and gives way to one that is worse', () => {
    expect(planFor(policy, { stage: 3, confidence: 0.9 }, 'critical')).toMatchObject({ severity: 'critical', mode: 'page', reasons: ['stage_3_high', 'already_critical'] });
    expect(planFor(policy, { stage: 1, confidence: 0.9 }, 'medium')).toMatchObject({ severity: 'medium', mode: 'page' });
    expect(planFor(policy, { stage: 4, confidence: 0.9 }, 'high')).toEqual(plan(4));
  });
});

describe("a caller's severity", () => {
  test('raises, with a reason', () => {
    expect(plan(2, 0.9, 'critical')).toMatchObject({ severity: 'critical', mode: 'page', reasons: ['stage_2_medium', 'raised_by_caller_critical'] });
    expect(plan(0, 0.9, 'high')).toMatchObject({ severity: 'high', mode: 'page' });
  });

  test('never lowers, and says so', () => {
    expect(plan(4, 0.9, 'low')).toMatchObject({ severity: 'critical', reasons: ['stage_4_critical', 'caller_cannot_lower'] });
  });

  test('that is the same changes nothing', () => {
    expect(plan(4, 0.9, 'critical')).toEqual(plan(4));
  });
});

describe('an alert that comes in by severity', () => {
  test.each(['medium', 'high', 'critical'] as const)('pages at %s', (of) => {
    expect(planForAlert(policy, { severity: of })).toMatchObject({ mode: 'page', severity: of, reasons: [`asked_${of}`] });
  });

  test('is listed at low', () => {
    expect(planForAlert(policy, { severity: 'low' })).toMatchObject({ mode: 'list', promoteTo: 'medium' });
  });

  test('is raised by a stage that is worse, and not lowered by a better one', () => {
    expect(planForAlert(policy, { severity: 'low', stage: 4 })).toMatchObject({ severity: 'critical', mode: 'page', reasons: ['asked_low', 'stage_4_critical'] });
    expect(planForAlert(policy, { severity: 'high', stage: 0 })).toMatchObject({ severity: 'high', mode: 'page' });
    expect(planForAlert(policy, { severity: 'low', stage: 0 })).toMatchObject({ severity: 'low', mode: 'list' });
  });
});

describe('for any finding', () => {
  test('lower confidence never lowers the severity, nor what is done about it', () => {
    fc.assert(fc.property(stage, confidence, confidence, fc.option(severity, { nil: undefined }), (of, a, b, asked) => {
      const [doubtful, sure] = [plan(of, Math.min(a, b), asked), plan(of, Math.max(a, b), asked)];
      expect(severityRank(doubtful.severity)).toBeGreaterThanOrEqual(severityRank(sure.severity));
      expect(modes[doubtful.mode]).toBeGreaterThanOrEqual(modes[sure.mode]);
    }));
  });

  test('a worse stage is never less severe at the same confidence', () => {
    const ordered = [[0, 1, 2, 3, 4], [0, 1, 2, 3, 'unstageable'], [0, 1, 2, 'deep_tissue']] as const;
    fc.assert(fc.property(fc.constantFrom(...ordered), confidence, (chain, sure) => {
      const ranks = chain.map((of) => severityRank(plan(of, sure).severity));
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    }));
  });

  test("a caller's severity is a floor", () => {
    fc.assert(fc.property(stage, confidence, severity, (of, sure, asked) => {
      const [free, raised] = [plan(of, sure), plan(of, sure, asked)];
      expect(severityRank(raised.severity)).toBe(Math.max(severityRank(free.severity), severityRank(asked)));
      expect(modes[raised.mode]).toBeGreaterThanOrEqual(modes[free.mode]);
    }));
  });

  test('the plan is complete: what pages has steps, a fail-safe recipient with SMS, and reminders within the window', () => {
    fc.assert(fc.property(stage, confidence, fc.option(severity, { nil: undefined }), (of, sure, asked) => {
      const made = plan(of, sure, asked);
      expect(JSON.parse(JSON.stringify(made))).toEqual(made);
      expect(made.reasons.length).toBeGreaterThan(0);
      if (made.mode === 'record') return expect(made.steps).toEqual([]);
      expect(made.steps.length).toBeGreaterThan(0);
      expect(made.failSafe.recipients.length).toBeGreaterThan(0);
      expect(made.failSafe.routes).toContain('twilio-sms');
      expect(made.promoteTo === null).toBe(made.mode === 'page');
      for (const step of made.steps) expect(step.remindAtMs.every((ms) => ms < step.windowMs)).toBe(true);
    }));
  });
});
