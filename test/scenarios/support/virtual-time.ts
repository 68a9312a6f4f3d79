import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { ServiceClock } from '../../../src/roles/service-clock.ts';
import { advance } from '../../support/time-skipping.ts';

/** One clock for a whole ward: the workflows', the ledger's and the providers'. It goes at its own pace, and can be moved forward. */
export class VirtualTime implements ServiceClock {
  readonly virtual = true;
  private offsetMs: number;

  constructor(startAt: string | null) {
    this.offsetMs = startAt === null ? 0 : Date.parse(startAt) - Date.now();
    if (this.offsetMs < 0) throw new RangeError(`A ward can't begin in the past: ${startAt}.`);
  }

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  /** Moves everything forward by the same time. */
  async advance(client: Client, workflowIds: readonly string[], ms: number): Promise<void> {
    this.offsetMs += ms;
    await advance(client, workflowIds, ms);
  }

  /**
   * Makes workflows that start from now on start at this clock's time: their start is put off by as much as the clock is
   * ahead, and that is skipped. The SDK has no option for it, so its request is completed here.
   */
  applyTo(client: Client): void {
    type Builder = { createStartWorkflowRequest(input: unknown): Promise<Record<string, unknown>> };
    const builder = client.workflow as unknown as Builder;
    const build = builder.createStartWorkflowRequest.bind(client.workflow);
    builder.createStartWorkflowRequest = async (input) => {
      const request = await build(input);
      if (this.offsetMs < 1) return request;
      const duration = { seconds: Math.floor(this.offsetMs / 1_000), nanos: (this.offsetMs % 1_000) * 1_000_000 };
      return {
        ...request, requestEagerExecution: false, workflowStartDelay: duration,
        timeSkippingConfig: { enabled: true, fastForwardConfig: { id: randomUUID(), duration } },
      };
    };
  }
}
