import { AlertRun } from './alert-run.ts';
import type { AlertInput, AlertResult } from './messages.ts';

/** A finding of Vigia: policy's plan decides whether it pages, is listed or is only recorded. */
export async function lppNotification(input: AlertInput): Promise<AlertResult> {
  return new AlertRun(input).run();
}
