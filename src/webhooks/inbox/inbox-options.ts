import type { AlertClient } from '../../client.ts';
import type { Passing } from '../../domain/crash-point.ts';
import type { Hospital } from '../../domain/hospital.ts';
import type { PlatformName } from '../../domain/platform-name.ts';
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
  passing?: Passing | undefined;
}
