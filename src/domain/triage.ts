import type { Detection, MedicalAlert } from './detection.ts';
import type { AlertPlan, PlanMode, PlanStep, Recipient } from './plan.ts';
import type { PageRule, Policy, PolicyPerson, PolicyStep, StageKey } from './policy.ts';
import { severityRank, worseOf } from './severity.ts';
import type { Severity } from './severity.ts';
import type { Stage } from './stage.ts';

const MODE_RANK: Record<PlanMode, number> = { record: 0, list: 1, page: 2 };

interface Verdict {
  severity: Severity;
  mode: PlanMode;
  reasons: string[];
}

/**
 * What policy makes of one finding. Confidence never lowers anything: a doubtful finding is treated at least as a sure
 * one of the same stage, and below the review threshold one more person looks. A caller's `severity` only raises.
 * `already`: the severity that its alert has, which nothing lowers.
 */
export function planFor(policy: Policy, detection: Pick<Detection, 'stage' | 'confidence' | 'severity'>, already: Severity = 'low'): AlertPlan {
  const { stage, confidence } = detection;
  const verdict = keep(policy, raise(policy, judgeStage(policy, stage, confidence), detection.severity), already);
  const review = verdict.mode !== 'record' && confidence < policy.review.belowConfidence;
  if (review) verdict.reasons.push('low_confidence_reviewer');
  return toPlan(policy, verdict, 'finding', review ? policy.review.add.map(toRecipient) : []);
}

/** What policy makes of an alert that came in by its severity; a stage, when it names one, may only raise it. */
export function planForAlert(policy: Policy, alert: Pick<MedicalAlert, 'severity' | 'stage'>): AlertPlan {
  const asked: Verdict = { severity: alert.severity, mode: policy.severities[alert.severity].mode, reasons: [`asked_${alert.severity}`] };
  const verdict = alert.stage === undefined ? asked : stronger(asked, judgeStage(policy, alert.stage, 1));
  return toPlan(policy, verdict, 'alert', []);
}

function judgeStage(policy: Policy, stage: Stage, confidence: number): Verdict {
  const rule = policy.stages[String(stage) as StageKey];
  const reasons = [`stage_${stage}_${rule.severity}`];
  const doubtful = rule.unlessConfidenceBelow !== undefined && confidence < rule.unlessConfidenceBelow;
  if (rule.record && !doubtful) return { severity: rule.severity, mode: 'record', reasons: [...reasons, 'recorded_only'] };
  if (rule.record) reasons.push('low_confidence_not_recorded_only');
  return { severity: rule.severity, mode: policy.severities[rule.severity].mode, reasons };
}

/** A severity that the caller adds raises the finding to how policy handles that severity, or changes nothing. */
function raise(policy: Policy, verdict: Verdict, asked: Severity | undefined): Verdict {
  if (asked === undefined || asked === verdict.severity) return verdict;
  if (severityRank(asked) < severityRank(verdict.severity)) return { ...verdict, reasons: [...verdict.reasons, 'caller_cannot_lower'] };
  return stronger(verdict, { severity: asked, mode: policy.severities[asked].mode, reasons: [`raised_by_caller_${asked}`] });
}

function keep(policy: Policy, verdict: Verdict, already: Severity): Verdict {
  if (severityRank(already) <= severityRank(verdict.severity)) return verdict;
  return stronger(verdict, { severity: already, mode: policy.severities[already].mode, reasons: [`already_${already}`] });
}

function stronger(a: Verdict, b: Verdict): Verdict {
  const severity = worseOf(a.severity, b.severity);
  return { severity, mode: MODE_RANK[a.mode] >= MODE_RANK[b.mode] ? a.mode : b.mode, reasons: [...a.reasons, ...b.reasons] };
}

function toPlan(policy: Policy, verdict: Verdict, origin: 'finding' | 'alert', reviewers: Recipient[]): AlertPlan {
  const { severity, mode, reasons } = verdict;
  const promotion = promotionOf(policy, verdict);
  const rule = pageRuleOf(policy, promotion?.to ?? severity);
  const head = {
    policyId: policy.id, mode, severity,
    reasons: mode === 'list' ? [...reasons, 'listed_until_opened'] : reasons,
    promoteAfterMs: promotion?.after ?? null,
    promoteTo: promotion?.to ?? null,
  };
  return { ...head, ...(mode === 'record' ? { ...chainOf(policy, rule, origin, []), steps: [] } : chainOf(policy, rule, origin, reviewers)) };
}

function promotionOf(policy: Policy, { severity, mode }: Verdict): { to: Severity; after: number } | null {
  const rule = policy.severities[severity];
  return mode === 'list' && rule.mode === 'list' ? rule.promote : null;
}

type Chain = Omit<AlertPlan, 'policyId' | 'mode' | 'severity' | 'reasons' | 'promoteAfterMs' | 'promoteTo'>;

function chainOf(policy: Policy, rule: PageRule, origin: 'finding' | 'alert', reviewers: Recipient[]): Chain {
  const { failSafe, attend } = rule;
  return {
    steps: rule.steps.map((step, index) => toStep(rule, step, index === 0 ? [...reviewers, ...firstPost(rule, origin)] : [])),
    rounds: rule.rounds,
    failSafe: {
      recipients: failSafe.to.map(toRecipient),
      routes: failSafe.routes,
      remindEveryMs: failSafe.remindEvery,
      hours: failSafe.hours === undefined ? null : { ...failSafe.hours, timeZone: policy.timeZone },
    },
    attend: {
      withinMs: attend.within,
      reminders: attend.reminders,
      remindEveryMs: attend.remindEvery,
      add: attend.add.map(toRecipient),
    },
    shiftHolders: policy.shiftEnd.holds.map(toRecipient),
    maxSnoozeMs: rule.maxSnooze,
  };
}

function toStep(rule: PageRule, step: PolicyStep, extra: Recipient[]): PlanStep {
  return {
    recipients: distinct([...step.to.map(toRecipient), ...extra, ...step.post.map(toChannel)]),
    routes: step.routes ?? rule.routes,
    redundancy: step.redundancy ?? rule.redundancy,
    windowMs: step.window,
    remindAtMs: [...step.remindAt].sort((a, b) => a - b),
    needs: step.needs,
  };
}

function firstPost(rule: PageRule, origin: 'finding' | 'alert'): Recipient[] {
  return rule.post === undefined ? [] : [toChannel(rule.post[origin])];
}

/** The first severity from this one up that pages; a checked policy has one. */
function pageRuleOf(policy: Policy, severity: Severity): PageRule {
  const order: Severity[] = ['low', 'medium', 'high', 'critical'];
  for (const candidate of order.slice(severityRank(severity))) {
    const rule = policy.severities[candidate];
    if (rule.mode === 'page') return rule;
  }
  throw new RangeError('The policy pages at no severity: check config/policy.yaml.');
}

function toRecipient(person: PolicyPerson): Recipient {
  return typeof person === 'string' ? { kind: 'role', role: person } : { kind: 'responder', responder: person.responder };
}

function toChannel(channel: string): Recipient {
  return { kind: 'channel', channel };
}

function distinct(recipients: Recipient[]): Recipient[] {
  const seen = new Set<string>();
  return recipients.filter((recipient) => {
    const key = JSON.stringify(recipient);
    return !seen.has(key) && seen.add(key);
  });
}
