import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { compareLatency, type Result } from './results.ts';
import type { Passage } from './side.ts';
import { percentiles } from './statistics.ts';

const { EventType } = proto.temporal.api.enums.v1;

/** The way to the provider, cut where the workflow's history has a time: together they are the whole way, milliseconds. */
const LEGS = {
  toTemporal: 'leg 1, call → Temporal has the start',
  firstTask: "leg 2, the start's answer and the workflow's first task, until Temporal has its commands",
  handOver: 'leg 3, until the activity counts as started',
  activity: "leg 4, the activity until the provider's server is called",
} as const;

type Legs = Record<keyof typeof LEGS, number>;

/** Where the time goes, ours beside the bare workflow's, by the times that the histories hold. */
export async function compareLegs(client: Client, ours: readonly Passage[], bare: readonly Passage[]): Promise<Result[]> {
  const [ourLegs, bareLegs] = [await legsOf(client, ours), await legsOf(client, bare)];
  return (Object.keys(LEGS) as (keyof typeof LEGS)[]).map((leg) =>
    compareLatency(LEGS[leg], 'p50', percentiles(ourLegs.map((legs) => legs[leg])), percentiles(bareLegs.map((legs) => legs[leg]))));
}

async function legsOf(client: Client, passages: readonly Passage[]): Promise<Legs[]> {
  const legs: Legs[] = [];
  for (const passage of passages) legs.push(await toLegs(client, passage));
  return legs;
}

async function toLegs(client: Client, { workflowId, calledAt, arrivedAt }: Passage): Promise<Legs> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const at = (type: number): number => {
    const time = events?.find(({ eventType }) => eventType === type)?.eventTime;
    if (!time) throw new Error(`The history of ${workflowId} lacks ${EventType[type]}.`);
    return Number(time.seconds) * 1_000 + (time.nanos ?? 0) / 1_000_000;
  };
  const started = at(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED);
  const decided = at(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
  const active = at(EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED);
  const onTheWall = (ms: number): number => performance.timeOrigin + ms;
  return { toTemporal: started - onTheWall(calledAt), firstTask: decided - started, handOver: active - decided, activity: onTheWall(arrivedAt) - active };
}
