import type { TimelineEntry } from '../alert.ts';
import { platformOf } from '../platform-name.ts';
import type { SendEffect, SendResult } from './alert-event.ts';

/** Whether the outcome isn't known yet: the line is written when it is. */
export function isOpenEnded({ outcome }: SendResult): boolean {
  return outcome === 'in_doubt' || outcome === 'delayed';
}

/** The line of the timeline that says what came of a send; its place was kept when the send was asked for. */
export function resultLine(send: Pick<SendEffect, 'route' | 'step' | 'kind'>, result: SendResult, nowMs: number): TimelineEntry {
  const { outcome, responder, reason } = result;
  return {
    at: new Date(nowMs).toISOString(),
    kind: kindOf(send.kind, outcome),
    platform: platformOf(send.route),
    step: send.step,
    ...(responder ? { responder } : {}),
    ...(outcome !== 'sent' && reason !== null ? { reason } : {}),
  };
}

function kindOf(kind: SendEffect['kind'], outcome: SendResult['outcome']): TimelineEntry['kind'] {
  if (outcome === 'sent') return kind === 'reminder' || kind === 'attend_reminder' ? 'reminded' : 'paged';
  return outcome === 'withdrawn' || outcome === 'skipped' ? 'page_withdrawn' : 'page_failed';
}
