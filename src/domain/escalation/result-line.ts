import type { TimelineEntry } from '../alert.ts';
import { platformOf } from '../platform-name.ts';
import type { SendEffect, SendResult } from './alert-event.ts';
import { turnOf } from './sending.ts';

type Sent = Pick<SendEffect, 'id' | 'recipient' | 'route' | 'step' | 'kind'>;

/** Whether the outcome isn't known yet: the line is written when it is. */
export function isOpenEnded({ outcome }: SendResult): boolean {
  return outcome === 'in_doubt' || outcome === 'delayed' || outcome === 'deferred';
}

/** The line of the timeline that says what came of a send; its place was kept when the send was asked for. */
export function resultLine(send: Sent, result: SendResult, nowMs: number): TimelineEntry {
  const { outcome, reason } = result;
  const responder = result.responder ?? result.meant;
  return {
    at: new Date(nowMs).toISOString(),
    kind: kindOf(send, outcome),
    ...wayOf(send),
    step: send.step,
    ...(responder ? { responder } : {}),
    ...(reason === null ? {} : { reason }),
  };
}

/** By what a message goes: its platform and route, and the channel where it is posted in one. */
export function wayOf({ route, recipient }: Pick<SendEffect, 'route' | 'recipient'>): Pick<TimelineEntry, 'platform' | 'route' | 'channel'> {
  return { platform: platformOf(route), route, ...(recipient.kind === 'channel' ? { channel: recipient.channel } : {}) };
}

function kindOf(send: Sent, outcome: SendResult['outcome']): TimelineEntry['kind'] {
  if (outcome === 'sent') return isReminder(send) ? 'reminded' : 'paged';
  return outcome === 'withdrawn' || outcome === 'skipped' ? 'page_withdrawn' : 'page_failed';
}

/** The fail-safe recipient is called once; every call after that reminds them. */
function isReminder({ id, kind }: Sent): boolean {
  return kind === 'reminder' || kind === 'attend_reminder' || (kind === 'fail_safe' && turnOf(id) > 0);
}
