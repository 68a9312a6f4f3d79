import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { createActivities } from '../activities/create-activities.ts';
import type { ActivityDependencies } from '../activities/dependencies.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import type { Part } from '../launch/lifecycle.ts';
import { platformQueue } from '../workflows/messages.ts';

/** A send in flight is let finish when the worker is asked to stop: no provider's call takes longer. A process that ends sooner sees to that itself. */
const SHUTDOWN_GRACE = '20 seconds';
const SHUTDOWN_FORCE = '25 seconds';

/**
 * How long the next task of a workflow waits for the worker that has the workflow in its memory, before any worker may take it:
 * after kill -9 that one never comes, and the default, 10 s, would delay whatever is due by as much.
 * https://docs.temporal.io/sticky-execution
 */
const STICKY_WAIT = '1 second';

/** Each sign of life of an activity is passed on, and not four fifths of its limit later. */
const HEARTBEAT_EVERY = '1 second';

export interface WorkersOptions {
  connection: NativeConnection;
  namespace: string;
  /** Of the workflows. */
  taskQueue: string;
  deps: ActivityDependencies;
  /** The workflows' bundle; null for a process that runs none. */
  bundle: string | null;
  platforms: readonly PlatformName[];
}

export interface Workers extends Part {
  /** Whether every worker polls. */
  polling(): boolean;
}

/** Runs a worker for each task queue that this process serves: the workflows' and one for each platform. */
export async function runWorkers(options: WorkersOptions): Promise<Workers> {
  const workers = await Promise.all(workerOptions(options).map((each) => Worker.create(each)));
  const runs = workers.map((worker) => worker.run());
  const crashed = Promise.race(runs.map((run) => run.then(() => new Promise<never>(() => {}), (error: unknown) => error)));
  return {
    crashed,
    polling: () => workers.every((worker) => worker.getState() === 'RUNNING'),
    stop: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.allSettled(runs);
    },
  };
}

function workerOptions({ connection, namespace, taskQueue, deps, bundle, platforms }: WorkersOptions): WorkerOptions[] {
  const common = { connection, namespace, shutdownGraceTime: SHUTDOWN_GRACE, shutdownForceTime: SHUTDOWN_FORCE, stickyQueueScheduleToStartTimeout: STICKY_WAIT, maxHeartbeatThrottleInterval: HEARTBEAT_EVERY } as const;
  const activities = createActivities(deps);
  const queues: WorkerOptions[] = platforms.map((platform) => ({ ...common, taskQueue: platformQueue(taskQueue, platform), activities }));
  if (bundle === null) return queues;
  return [{ ...common, taskQueue, workflowBundle: { codePath: bundle }, activities }, ...queues];
}
