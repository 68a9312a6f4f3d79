import { AlertRun } from './alert-run.ts';
import type { AlertInput, AlertResult } from './messages.ts';

/** A critical alert that comes in by its severity: its plan always pages, so it begins at the first step of the escalation. */
export async function criticalEscalation(input: AlertInput): Promise<AlertResult> {
  return new AlertRun({ ...input, plan: { ...input.plan, mode: 'page' } }).run();
}
