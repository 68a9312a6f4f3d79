import type { RaisedAlert } from '../../domain/already-told.ts';
import type { DirectMessage, DirectRequest, DirectStatus } from '../../domain/direct-message.ts';
import type { DirectRecipient } from '../../domain/direct-recipient.ts';
import type { Route } from '../../domain/platform-name.ts';

/** A direct message as it was accepted: written and fsynced before the caller hears of it. */
export interface AcceptedDirect {
  code: string;
  asked: DirectRequest;
  recipient: DirectRecipient;
  status: DirectStatus;
  /** The alert that it is about, that told the person already, or whose page goes out in its place. */
  alert: string | null;
  acceptedAt: Date;
}

/** As for an alert. */
export interface DirectTaken {
  result: 'created' | 'duplicate' | 'conflict' | 'code_taken';
  code: string;
}

/** Enough to start its workflow: all else is read when it leaves. */
export type UnstartedDirect = Pick<DirectMessage, 'code' | 'route'>;

/** Stands for a code where a message is about no alert, such as "nothing is open". */
export const NO_ALERT = 'none';

const DIRECT = 'message~';

/** The one notification of a direct message. It goes about no alert, so that no reply to it is taken for one about an alert. */
export function directNotificationId(code: string): string {
  return `${DIRECT}${code}`;
}

/** The direct message that a notification is of; null for any other. */
export function directCodeOf(notificationId: string): string | null {
  return notificationId.startsWith(DIRECT) ? notificationId.slice(DIRECT.length) : null;
}

/** Messages that programs send to one person or channel. */
export interface DirectPort {
  /** What became of the same key of the same caller before; null when it is new, or there is none. */
  takenBefore(asked: DirectRequest): Promise<DirectTaken | null>;
  acceptDirect(message: AcceptedDirect): Promise<DirectTaken>;
  directMessage(code: string): Promise<DirectMessage | null>;
  /** Accepted ones that are to be sent and whose workflow was not seen to start, oldest first. */
  unstartedDirect(limit: number): Promise<UnstartedDirect[]>;
  markDirectStarted(code: string, at: Date): Promise<void>;
  /** It was given up, before any call of a platform. */
  markDirectUnsent(code: string, reason: string): Promise<void>;
  /** Open alerts, without drills, the newest first, and what each has told one person. */
  alertsTelling(which: { raisedBy: string } | { code: string }, responder: string, now: Date): Promise<RaisedAlert[]>;
  /** Whether an alert's page went to a person by a route in the place of a program's message, since then. */
  wasPagedAhead(page: { code: string; responder: string; route: Route }, since: Date): Promise<boolean>;
}
