import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import { platformQueue } from './messages.ts';

/** Longest a page may be under way, waits for limits included, before the next route is taken. */
const PAGE_LIMIT = '10 minutes';

/** Longest a send may wait for a worker of its platform: past it that role is down, and the next route is taken. */
const WORKER_WAIT = '30 seconds';

/** A notice or an answer that can't go out in this time is no longer news. */
const NOTICE_LIMIT = '30 minutes';

/** A provider's call ends within 15 s; the rest is the ledger's work and a margin. */
const CALL_LIMIT = '30 seconds';

/** A worker that died in the middle of a call is noticed by then, and another one settles what it left. */
const HEARTBEAT_LIMIT = '4 seconds';

const backOff = { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '15 seconds' } as const;

/** Sends a page by the role that owns the platform. `summary` is what an operator reads in the Temporal UI. */
export function sendBy(platform: PlatformName, summary: string): Activities['sendNotification'] {
  return proxyActivities<Activities>({
    taskQueue: queueOf(platform), startToCloseTimeout: CALL_LIMIT, scheduleToStartTimeout: WORKER_WAIT,
    scheduleToCloseTimeout: PAGE_LIMIT, heartbeatTimeout: HEARTBEAT_LIMIT, retry: backOff, summary,
  }).sendNotification;
}

export function announceBy(platform: PlatformName, summary: string): Activities['announceChange'] {
  return proxyActivities<Activities>({
    taskQueue: queueOf(platform), startToCloseTimeout: '2 minutes', scheduleToCloseTimeout: NOTICE_LIMIT, heartbeatTimeout: HEARTBEAT_LIMIT, retry: backOff, summary,
  }).announceChange;
}

export function answerBy(platform: PlatformName, summary: string): Activities['answerReply'] {
  return proxyActivities<Activities>({
    taskQueue: queueOf(platform), startToCloseTimeout: CALL_LIMIT, scheduleToCloseTimeout: NOTICE_LIMIT, heartbeatTimeout: HEARTBEAT_LIMIT, retry: backOff, summary,
  }).answerReply;
}

export function answerSenderBy(platform: PlatformName, summary: string): Activities['answerSender'] {
  return proxyActivities<Activities>({
    taskQueue: queueOf(platform), startToCloseTimeout: CALL_LIMIT, scheduleToCloseTimeout: NOTICE_LIMIT, heartbeatTimeout: HEARTBEAT_LIMIT, retry: backOff, summary,
  }).answerSender;
}

/** Writes to the ledger alone, and keeps trying: the read model must catch up in the end. */
export function recordAlert(summary: string): Activities['recordAlert'] {
  return proxyActivities<Activities>({ startToCloseTimeout: '10 seconds', retry: backOff, summary }).recordAlert;
}

function queueOf(platform: PlatformName): string {
  return platformQueue(workflowInfo().taskQueue, platform);
}
