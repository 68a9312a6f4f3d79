import { timeSlot } from '../domain/wording/slots.ts';
import type { AlertResult } from './alert-result.ts';
import { isHandedIn, type HandedInResult } from './handed-in-result.ts';
import type { Following } from './tool.ts';

/**
 * An alert as the task that its raising goes on as: until it is over for good, because an acknowledgment can be given back, a resolve undone, and what
 * has ended as a task can't go on. Whoever waits for somebody to have it reads who does in the message. Asking for its end is a retraction.
 */
export const followAlert: Following<HandedInResult> = {
  begun: (data) => (isHandedIn(data) && data.next !== null ? [data.code, ...data.dropped].join(' ') : null),
  look: (handle) => ({ tool: 'get_alert', args: { code: codeOf(handle) } }),
  read: (handle, told, timeZone) => {
    const alert = told as AlertResult;
    return {
      createdAt: alert.acceptedAt, lastUpdatedAt: alert.timeline.at(-1)?.at ?? alert.acceptedAt, statusMessage: tellStanding(alert, timeZone),
      data: alert.next === null ? { ...alert, started: true, content: 'template', dropped: handle.split(' ').slice(1) } : null,
    };
  },
  // One key, so that asking again has one effect.
  cancel: (handle) => ({ tool: 'cancel_alert', args: { code: codeOf(handle), idempotency_key: 'task' } }),
};

/** How an alert stands, in one sentence: `K7F2-Q9MD: step 1 paged ana, fernando; escalates 14:05`. */
export function tellStanding({ code, status, acknowledgedBy, escalationLevel, nextDeadline, timeline }: AlertResult, timeZone: string): string {
  const at = timeSlot(nextDeadline, timeZone);
  const until = (what: string): string => (at === null ? '' : `; ${what} ${at}`);
  switch (status) {
    case 'triggered':
    case 'notified': {
      const paged = [...new Set(timeline.filter(({ kind, step }) => kind === 'paged' && step === escalationLevel).flatMap(({ responder }) => responder ?? []))];
      return `${code}: ${paged.length === 0 ? status : `step ${escalationLevel} paged ${paged.join(', ')}`}${until('escalates')}`;
    }
    case 'acknowledged':
      return `${code}: ${acknowledgedBy ?? 'somebody'} has it${until('due by')}`;
    case 'unanswered':
      return `${code}: nobody has answered${until('the last recipient is called again')}`;
    case 'resolved':
      return `${code}: resolved${until('can be undone until')}`;
    default:
      return `${code}: ${status}`;
  }
}

function codeOf(handle: string): string {
  return handle.split(' ', 1)[0] ?? '';
}
