import { sleep } from '@temporalio/workflow';
import * as workflows from '../../src/workflows/index.ts';
import type { AlertInput, AlertResult } from '../../src/workflows/messages.ts';

/** The workflows as a careless change would leave them: a timer where running alerts have none. */
export async function lppNotification(input: AlertInput): Promise<AlertResult> {
  await sleep(1_000);
  return workflows.lppNotification(input);
}
