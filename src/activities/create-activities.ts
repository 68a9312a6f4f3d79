import { activityInfo, heartbeat } from '@temporalio/activity';
import type { SendResult } from '../domain/escalation/alert-event.ts';
import type { AnnounceInput, AnswerInput, RecordInput, SendInput } from './activity-inputs.ts';
import { announceChange } from './announce-change.ts';
import { answerReply } from './answer-reply.ts';
import { answerSender } from './answer-sender.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { recordAlert } from './record-alert.ts';
import { sendDirect } from './send-direct.ts';
import { sendNotification } from './send-notification.ts';
import type { DirectAnswer, DirectSend } from '../workflows/messages.ts';

/** What workflows may ask for; they import this as a type only. */
export interface Activities {
  sendNotification(input: SendInput): Promise<SendResult>;
  announceChange(input: AnnounceInput): Promise<void>;
  answerReply(input: AnswerInput): Promise<void>;
  recordAlert(input: RecordInput): Promise<void>;
  answerSender(input: DirectAnswer): Promise<void>;
  sendDirect(input: DirectSend): Promise<void>;
}

/** Binds the activities to what they need. Each role registers them on the task queue of its platform. */
export function createActivities(deps: ActivityDependencies): Activities {
  return {
    sendNotification: (input) => beating(() => sendNotification(deps, input, askedAt())),
    announceChange: (input) => beating(() => announceChange(deps, input, askedAt())),
    answerReply: (input) => beating(() => answerReply(deps, input, askedAt())),
    recordAlert: (input) => recordAlert(deps, input),
    answerSender: (input) => beating(() => answerSender(deps, input, askedAt())),
    sendDirect: (input) => beating(() => sendDirect(deps, input, askedAt())),
  };
}

/** How often a call that takes long says that its worker lives, milliseconds; most calls are over before the first. */
const BEAT_EVERY_MS = 1_000;

async function beating<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => heartbeat(), BEAT_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** When the workflow asked for it: the first scheduling, before any retry. */
function askedAt(): Date {
  return new Date(activityInfo().scheduledTimestampMs);
}
