import { CLOSED_STATUSES, toTimeOrder, type AlertStanding, type TimelineEntry } from '../domain/alert.ts';

/** Lines of the timeline that the Temporal UI shows. */
const SHOWN_LINES = 40;

/** An alert's current details in the Temporal UI: a short Markdown page, with nothing of a patient in it. */
export function alertDetails(view: AlertStanding): string {
  const { code, status, severity, stage, escalationLevel, acknowledgedBy, nextDeadline, timeline } = view;
  const facts = [
    `**${code}** · ${status} · ${severity}${stage === null ? '' : ` · stage ${stage}`} · level ${escalationLevel}`,
    CLOSED_STATUSES.includes(status) ? 'It is over' : holder(acknowledgedBy),
    nextDeadline ? `Next deadline ${nextDeadline.slice(0, 10)} ${toTime(nextDeadline)} UTC` : 'No deadline',
  ];
  return [...facts.map((fact) => `${fact}  `), '', 'What happened, UTC:', '', ...toTimeOrder(timeline).slice(-SHOWN_LINES).map(toLine)].join('\n');
}

function holder(acknowledgedBy: string | null): string {
  return acknowledgedBy ? `Held by **${acknowledgedBy}**` : 'Nobody holds it yet';
}

function toLine({ at, kind, platform, route, channel, responder, step, reason, until }: TimelineEntry): string {
  const details = [step === undefined || kind === 'step_started' ? null : `step ${step}`, responder ?? channel ?? null, route ?? platform ?? null, reason && reason !== 'started' ? `(${reason})` : null, until ? `until ${toTime(until)}` : null];
  return `- ${toTime(at)} ${kind === 'step_started' ? `step ${step} started` : kind.replaceAll('_', ' ')} ${details.filter(Boolean).join(' ')}`.trimEnd();
}

function toTime(at: string): string {
  return at.slice(11, 19);
}
