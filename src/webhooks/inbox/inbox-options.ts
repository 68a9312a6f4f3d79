import type { AlertClient } from '../../client.ts';
import type { Passing } from '../../domain/crash-point.ts';
import type { Hospital } from '../../domain/hospital.ts';
import type { Failure, ReportedFailure } from '../../domain/failure.ts';
import type { PlatformName, Route } from '../../domain/platform-name.ts';
import type { Ledger } from '../../ledger/ledger.ts';

/** Something an operator should hear of. `not_handed_on` is tried again by itself; the others need a person. */
export interface InboxProblem {
  name: 'opted_out' | 'not_handed_on' | 'reply_from_hidden_number';
  platform: PlatformName;
  eventId: string;
  responder?: string;
}

export interface InboxOptions {
  ledger: Ledger;
  client: AlertClient;
  hospital(): Hospital;
  now(): Date;
  report(problem: InboxProblem): void;
  /** Somebody gets messages again at an address where they had ended them. */
  optedIn(): void;
  /** What Twilio's code means on a message that it had taken. */
  readFailure(code: string | null): ReportedFailure;
  /** A message that its provider had taken failed, or arrived. `responder`: whom it was for, null for a channel. */
  reported(what: { route: Route; failure: Failure; responder: string | null } | { route: Route; sentAt: Date; responder: string | null }): void;
  passing?: Passing | undefined;
}
