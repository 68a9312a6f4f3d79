import { explainPlan, type PlanRow } from '../../domain/explain-plan.ts';
import type { MessageFacts } from '../../domain/message.ts';
import { planFor, planForAlert } from '../../domain/triage.ts';
import { renderMessage, renderReasons } from '../../domain/wording/index.ts';
import { showingOf, withStore, type CliContext } from '../cli-context.ts';
import { CLI_WORDS } from '../cli-words.ts';
import { readFinding } from '../read-finding.ts';
import { renderTime, type Showing } from '../render-alert.ts';
import type { OpenedHome } from '../opened-home.ts';

/** Stands for the code that the alert would get. */
const SAMPLE_CODE = 'K7F2-Q9MD';

/** `plan FILE`: who would be told what, when and how. Nothing is sent. */
export async function explainFinding(context: CliContext, file: string): Promise<void> {
  await withStore(context, async (opened) => {
    const hospital = opened.store.hospital();
    const finding = await readFinding(file, context.stdin, { knowsUnit: (unit) => hospital.knowsUnit(unit), language: context.language });
    const { policy, directory, onCall } = opened.store.config.current();
    const plan = finding.kind === 'alert' ? planForAlert(policy, finding.alert) : planFor(policy, finding.detection);
    const { unit = null, stage = null } = finding.kind === 'alert' ? finding.alert : finding.detection;
    const showing = showingOf(context, opened);
    const rows = explainPlan(plan, directory, onCall, showing.now, unit);
    const sample = sampleText(opened, context, { severity: plan.promoteTo ?? plan.severity, stage, unit, deadline: rows.find(({ step }) => step === 2)?.at ?? null });
    const words = CLI_WORDS[context.language];
    context.output.say(`${words.severity[plan.severity]} · ${words.planMode[plan.mode]} · ${renderReasons(plan.reasons, context.language)}`);
    if (rows.length > 0) context.output.say(`\n${renderRows(rows, showing).join('\n')}`);
    if (rows.length > 0) context.output.say(`\nWhatsApp:\n${sample.split('\n').map((line) => `  ${line}`).join('\n')}`);
    context.output.result({ plan, rows, sample });
  });
}

/** A line a message, aligned; what depends on when somebody takes the alert comes last. */
function renderRows(rows: readonly PlanRow[], showing: Showing): string[] {
  const words = CLI_WORDS[showing.language];
  const cells = rows.map(({ afterMs, at, kind, step, everyMs, name, recipient, routes, redundancy, why }) => [
    `+${afterWords(afterMs)}`,
    at === null ? words.afterTaking : renderTime(new Date(at), showing),
    `${words.planRow[kind]}${step === null ? '' : ` ${step}`}${everyMs === null ? '' : `, ${words.every(afterWords(everyMs))}`}`,
    recipient.kind === 'owner' ? words.whoeverTookIt : `${name ?? words.nobodyOnCall} (${recipient.kind === 'role' ? `${recipient.role}, ${why}` : why})`,
    routes.map(({ route, unused }) => (unused === null ? route : `${route} (${unused})`)).join(redundancy === 'all' ? ' + ' : ' → '),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map(([after = '', ...rest]) => [after.padStart(widths[0] ?? 0), ...rest.map((cell, index) => cell.padEnd(widths[index + 1] ?? 0))].join('  ').trimEnd());
}

/** `15 min`, or `12 h 05 min`. */
function afterWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

function sampleText({ store }: OpenedHome, { language }: CliContext, { severity, stage, unit, deadline }: Pick<MessageFacts, 'severity' | 'stage' | 'deadline'> & { unit: string | null }): string {
  const hospital = store.hospital();
  const facts: MessageFacts = {
    code: SAMPLE_CODE, severity, stage, deadline, confidenceBand: null, needsReview: false, step: 1, owner: null, status: 'triggered',
    link: hospital.linkTo(SAMPLE_CODE), desk: hospital.deskOf(unit), drill: false, repeat: false,
  };
  return renderMessage('page', facts, language, hospital.timeZone, 'whatsapp').text;
}
