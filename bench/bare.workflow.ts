import { proxyActivities } from '@temporalio/workflow';

const { post } = proxyActivities<{ post(key: string): Promise<void> }>({ startToCloseTimeout: '30 seconds' });

/** The floor: a workflow with one activity that posts to the same server. */
export async function bare(key: string): Promise<void> {
  await post(key);
}
