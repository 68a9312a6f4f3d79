import type { MessageKind } from '../domain/message.ts';
import type { Destination, Responder } from '../domain/people.ts';
import type { WantedNotification } from '../ledger/ledger.ts';
import type { Platform } from '../platforms/platform.ts';
import type { SendInput } from './activity-inputs.ts';

/** To whom a page goes. */
export interface Addressed {
  destination: Destination;
  /** Null for a channel. */
  responder: Responder | null;
}

/** A page as the ledger is asked for it. @throws PlatformError where the platform has no sender for the destination */
export function wantedPage(platform: Platform, { alert, send }: SendInput, { destination, responder }: Addressed, wantedAt: Date): WantedNotification {
  return {
    id: send.id, code: alert.code, purpose: 'page', severity: alert.severity, route: send.route, destination, responder: responder?.id ?? null, step: send.step,
    sender: platform.senderFor(destination), wantedAt, callTimeoutMs: platform.callTimeoutMs, afterAcknowledgment: send.afterAcknowledgment,
    mayJoin: mayJoin(send.kind, alert.drill), mayDefer: send.mayDefer === true, says: { deadline: send.deadline, revision: alert.revision },
  };
}

/** What says more than that an alert waits to be taken, such as who has it now, is said by itself. */
function mayJoin(kind: MessageKind, drill: boolean): boolean {
  return !drill && (kind === 'page' || kind === 'reminder' || kind === 'fail_safe');
}
