import type { RecordInput } from './activity-inputs.ts';
import { toRecord } from './alert-record.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** Brings the ledger's read model up to an alert's revision, where no message goes out that would do so on the way. */
export async function recordAlert(deps: ActivityDependencies, { alert }: RecordInput): Promise<void> {
  await deps.ledger.record(toRecord(alert), deps.now());
}
