import { explainPlan, type PlanRow } from '../../domain/explain-plan.ts';
import type { MessageFacts } from '../../domain/message.ts';
import { planFor, planForAlert } from '../../domain/triage.ts';
import { renderMessage } from '../../domain/wording/index.ts';
import { showingOf, withStore, type CliContext } from '../cli-context.ts';
import { readFinding } from '../read-finding.ts';
import type { Showing } from '../render-alert.ts';
import type { OpenedHome } from '../opened-home.ts';

/** Stands for the code that the alert would get. */
const SAMPLE_CODE = 'K7F2-Q9MD';

/** `plan FILE`: who would be told what, when and how. Nothing is sent. */
export async function explainFinding(context: CliContext, file: string): Promise<void> {
  await withStore(context, async (opened) => {
    const hospital = opened.store.hospital();
    const finding = await readFinding(file, process.stdin, (unit) => hospital.knowsUnit(unit));
    const { policy, directory, onCall } = opened.store.config.current();
    const plan = finding.kind === 'alert' ? planForAlert(policy, finding.alert) : planFor(policy, finding.detection);
    const { unit = null, stage = null } = finding.kind === 'alert' ? finding.alert : finding.detection;
    const showing = showingOf(context, opened);
    const rows = explainPlan(plan, directory, onCall, showing.now, unit);
    const sample = sampleText(opened, context, { severity: plan.promoteTo ?? plan.severity, stage, unit, deadline: rows.find(({ step }) => step === 2)?.at ?? null });
    context.output.say(`${plan.severity} · ${plan.mode} · ${plan.reasons.join(', ')}\n`);
    for (const row of rows) context.output.say(renderRow(row, showing));
    if (rows.length > 0) context.output.say(`\nWhatsApp:\n${sample.split('\n').map((line) => `  ${line}`).join('\n')}`);
    context.output.result({ plan, rows, sample });
  });
}

function renderRow({ afterMs, at, clock, kind, step, name, recipient, routes, redundancy, why }: PlanRow, { language, timeZone }: Showing): string {
  const minutes = `+${Math.round(afterMs / 60_000)} min`.padStart(9);
  const time = at === null ? (clock === 'acknowledgment' ? '✓    ' : '     ') : new Intl.DateTimeFormat(language, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));
  const who = name ?? (recipient.kind === 'role' ? recipient.role : '?');
  const by = routes.map(({ route, unused }) => (unused === null ? route : `${route} (${unused})`)).join(redundancy === 'all' ? ' + ' : ' → ');
  const role = recipient.kind === 'role' ? `${recipient.role}, ${why}` : why;
  return `${minutes}  ${time}  ${kind.replaceAll('_', ' ')}${step === null ? '' : ` ${step}`}  ${who} (${role})  ${by}`;
}

function sampleText({ store }: OpenedHome, { language }: CliContext, { severity, stage, unit, deadline }: Pick<MessageFacts, 'severity' | 'stage' | 'deadline'> & { unit: string | null }): string {
  const hospital = store.hospital();
  const facts: MessageFacts = {
    code: SAMPLE_CODE, severity, stage, deadline, confidenceBand: null, needsReview: false, step: 1, owner: null, status: 'triggered',
    link: hospital.linkTo(SAMPLE_CODE), desk: hospital.deskOf(unit), drill: false, repeat: false,
  };
  return renderMessage('page', facts, language, hospital.timeZone, 'whatsapp').text;
}
