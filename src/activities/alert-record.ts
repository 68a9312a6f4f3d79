import type { TimelineEntry } from '../domain/alert.ts';
import type { AlertRecord } from '../ledger/ledger.ts';
import type { AlertSnapshot } from './activity-inputs.ts';

/** What came about since the snapshot was taken. */
interface Since {
  lines: { seq: number; entry: TimelineEntry }[];
  /** A person was reached, so an alert that was only triggered is notified. */
  reached: boolean;
}

/** What the ledger's read model takes of a snapshot. */
export function toRecord(alert: AlertSnapshot, { lines, reached }: Since = { lines: [], reached: false }): AlertRecord {
  const { code, revision, status, severity, stage, round, step, owner, nextDeadline, timeline, found = null } = alert;
  return {
    code, revision, status, severity, stage, round, nextDeadline, reached, found,
    escalationLevel: step,
    acknowledgedBy: owner?.responder ?? null,
    timeline: [...timeline, ...lines],
  };
}
