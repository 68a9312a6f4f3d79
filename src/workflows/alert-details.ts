import type { AlertView, TimelineEntry } from '../domain/alert.ts';

/** Lines of the timeline that the Temporal UI shows. */
const SHOWN_LINES = 40;

/** An alert's current details in the Temporal UI: a short Markdown page, with nothing of a patient in it. */
export function alertDetails(view: AlertView): string {
  const { code, status, severity, stage, escalationLevel, acknowledgedBy, nextDeadline, timeline } = view;
  const facts = [
    `**${code}** · ${status} · ${severity}${stage === null ? '' : ` · stage ${stage}`} · level ${escalationLevel}`,
    acknowledgedBy ? `Held by **${acknowledgedBy}**` : 'Nobody holds it yet',
    nextDeadline ? `Next deadline ${nextDeadline}` : 'No deadline',
  ];
  return [...facts.map((fact) => `${fact}  `), '', ...timeline.slice(-SHOWN_LINES).map(toLine)].join('\n');
}

function toLine({ at, kind, platform, responder, step, reason }: TimelineEntry): string {
  const details = [step === undefined ? null : `step ${step}`, responder ?? null, platform ?? null, reason ? `(${reason})` : null];
  return `- ${at.slice(11, 19)} ${kind.replaceAll('_', ' ')} ${details.filter(Boolean).join(' ')}`.trimEnd();
}
