import { workflowIdOf } from '../../../src/workflows/messages.ts';
import type { Ward } from './ward.ts';

/** One event of an alert's history in words: its type, and what an operator reads beside it. */
export interface ReadEvent {
  type: string;
  summary: string | null;
}

/** Kinds of event that Temporal bills, by its list of actions. https://docs.temporal.io/cloud/actions */
const BILLED = [
  'workflowExecutionStarted', 'activityTaskScheduled', 'timerStarted', 'workflowExecutionSignaled', 'workflowExecutionUpdateAccepted',
  'upsertWorkflowSearchAttributes', 'workflowExecutionContinuedAsNew',
];

export async function readHistory(ward: Ward, code: string): Promise<ReadEvent[]> {
  const { events } = await ward.service.temporal.workflow.getHandle(workflowIdOf(code)).fetchHistory();
  // Events that only time skipping writes are no part of a history outside tests.
  return (events ?? []).filter(({ workerMayIgnore }) => !workerMayIgnore).map((event) => {
    const type = Object.keys(event).find((key) => key.endsWith('EventAttributes') && event[key as keyof typeof event] != null) ?? '';
    const { data } = event.userMetadata?.summary ?? {};
    return { type: type.replace('EventAttributes', ''), summary: data ? (JSON.parse(Buffer.from(data).toString('utf8')) as string) : null };
  });
}

/** As it would be on a machine with time: without the tasks that a worker took too long to begin or to end, which Temporal gave out again. */
export async function readLeanHistory(ward: Ward, code: string): Promise<ReadEvent[]> {
  const kept: ReadEvent[] = [];
  for (const event of await readHistory(ward, code)) {
    if (event.type !== 'workflowTaskTimedOut') kept.push(event);
    else kept.push(...kept.splice(kept.findLastIndex(({ type }) => type === 'workflowTaskScheduled')).filter(({ type }) => !type.startsWith('workflowTask')));
  }
  return kept;
}

/** Everything that a workflow's history holds, an alert's unless told, payloads opened, as one text. */
export async function historyText(ward: Ward, code: string, workflowId = workflowIdOf(code)): Promise<string> {
  return textOf(await ward.service.temporal.workflow.getHandle(workflowId).fetchHistory());
}

function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value).map(([key, each]) => `${key}: ${textOf(each)}`).join('\n');
}

export function billedActions(events: readonly ReadEvent[]): number {
  return events.filter(({ type }) => BILLED.includes(type)).length;
}
