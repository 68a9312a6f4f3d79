import { proxyActivities, sleep } from '@temporalio/workflow';

const { post } = proxyActivities<{ post(key: string): Promise<void> }>({ startToCloseTimeout: '30 seconds' });

/** The floor: a workflow with one activity that posts to the same server. */
export async function bare(key: string): Promise<void> {
  await post(key);
}

/** The floor of a deadline: sleeps, then posts. Answers when it was to post, milliseconds since 1970. */
export async function timed(key: string, ms: number): Promise<number> {
  const due = Date.now() + ms;
  await sleep(ms);
  await post(key);
  return due;
}
