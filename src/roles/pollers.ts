import type { Client } from '@temporalio/client';
import type { WorkedPart } from '../domain/wording/index.ts';
import { hostTick } from '../ledger/host-process.ts';
import { platformQueue } from '../workflows/messages.ts';
import { shareUnderWay } from './share-under-way.ts';

/** How long Temporal may take to say who polls, milliseconds. */
const ANSWER_MS = 2_000;

/** A worker that lives asks at least once a minute, which is how long the server lets a poll stand; the rest is for clocks that differ. Temporal itself forgets a poller after 5 minutes. */
const LIVES_MS = 90_000;

/** For how long an answer counts, milliseconds: probes must cost Temporal little. One that isn't good counts for less, so that the end of it shows. */
const GOOD_FOR_MS = 5_000;
const BAD_FOR_MS = 1_000;

/** So long after this process has begun the others may still be on their way up, milliseconds. */
const START_MS = 15_000;

/** https://github.com/temporalio/api/blob/master/temporal/api/enums/v1/task_queue.proto */
const [OF_WORKFLOWS, OF_ACTIVITIES] = [1, 2] as const;

/** A part that nobody takes up work of, and since when. */
export interface Unworked {
  part: WorkedPart;
  since: string;
}

export interface PollersOptions {
  temporal: Client;
  /** Of the workflows. */
  taskQueue: string;
  /** Those that are configured: each has a queue of its own, also where its role shares the workflows' worker. */
  platforms: readonly ('slack' | 'twilio')[];
  /** Temporal's clock, as far as this host knows it, milliseconds: never a virtual one. */
  wall?(): number;
  /** A clock that nobody sets, milliseconds. */
  tick?(): number;
}

/** Asks Temporal whether anybody takes up the work of each part: a queue that nobody polls is as good as a service that is down. */
export class Pollers {
  readonly #options: PollersOptions;
  readonly #wall: () => number;
  readonly #tick: () => number;
  readonly #startedTick: number;
  /** Since when a part was found without pollers. */
  readonly #since = new Map<WorkedPart, number>();
  readonly #share = shareUnderWay((_: 'all') => this.#ask());
  #last: { unworked: readonly Unworked[]; untilTick: number } | null = null;

  constructor(options: PollersOptions) {
    this.#options = options;
    this.#wall = options.wall ?? (() => Date.now());
    this.#tick = options.tick ?? hostTick;
    this.#startedTick = this.#tick();
  }

  /** Empty also while Temporal doesn't say, which its own part of health tells. Never throws. */
  async unworked(): Promise<readonly Unworked[]> {
    if (this.#last && this.#tick() < this.#last.untilTick) return this.#last.unworked;
    return this.#share('all');
  }

  async #ask(): Promise<readonly Unworked[]> {
    const parts: readonly WorkedPart[] = ['workflows', ...this.#options.platforms];
    const seen = await Promise.all(parts.map((part) => this.#lastPollOf(part)));
    const unworked = parts.flatMap((part, at) => this.#judge(part, seen[at]) ?? []);
    const isGood = unworked.length === 0 && !seen.includes(undefined);
    this.#last = { unworked, untilTick: this.#tick() + (isGood ? GOOD_FOR_MS : BAD_FOR_MS) };
    return unworked;
  }

  /** `polledMs`: when somebody last asked for work; null: nobody that Temporal remembers; undefined: it doesn't say. */
  #judge(part: WorkedPart, polledMs: number | null | undefined): Unworked | null {
    if (polledMs === undefined) return null;
    const now = this.#wall();
    if (polledMs !== null && now - polledMs < LIVES_MS) {
      this.#since.delete(part);
      return null;
    }
    if (polledMs === null && this.#tick() - this.#startedTick < START_MS) return null;
    const since = this.#since.get(part) ?? polledMs ?? now;
    this.#since.set(part, since);
    return { part, since: new Date(since).toISOString() };
  }

  async #lastPollOf(part: WorkedPart): Promise<number | null | undefined> {
    const { temporal, taskQueue } = this.#options;
    const name = part === 'workflows' ? taskQueue : platformQueue(taskQueue, part);
    const taskQueueType = part === 'workflows' ? OF_WORKFLOWS : OF_ACTIVITIES;
    try {
      const { pollers } = await temporal.connection.withDeadline(Date.now() + ANSWER_MS, () =>
        temporal.workflowService.describeTaskQueue({ namespace: temporal.options.namespace, taskQueue: { name }, taskQueueType }));
      const times = (pollers ?? []).map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000);
      return times.length === 0 ? null : Math.max(...times);
    } catch {
      return undefined;
    }
  }
}
