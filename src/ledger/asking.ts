import type { Selectable } from 'kysely';
import type { LedgerContext, Writing } from './ledger-context.ts';
import type { WantedNotification } from './ledger.ts';
import type { LedgerTables } from './schema.ts';
import type { SenderHealth } from './sender-health.ts';
import type { AlertStandingRow } from './superseded.ts';

/** The alert of a page as its record stands. */
export type AlertRow = AlertStandingRow & Pick<Selectable<LedgerTables['alerts']>, 'status' | 'open' | 'revision'>;

/** One claim under way: what is asked of which alert, and when. */
export interface Asking {
  context: LedgerContext;
  trx: Writing;
  wanted: WantedNotification;
  /** Undefined for what is about none. */
  alert: AlertRow | undefined;
  now: Date;
  tick: number;
  /** The same moment by this host's own clock, or a little before it. */
  ownTick: number;
  /** Of its sender, for what may give way to another route; undefined where nothing has to be known of it. */
  health: SenderHealth | undefined;
}
