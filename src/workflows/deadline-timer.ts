import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/** One timer for the next deadline; it is set anew only when that deadline changes, so that a history has no timer too many. */
export class DeadlineTimer {
  private readonly ring: () => void;
  private armed: { atMs: number; scope: CancellationScope } | null = null;

  constructor(ring: () => void) {
    this.ring = ring;
  }

  /** Rings at that time, milliseconds since the epoch; null: not at all. `what` is read in the Temporal UI. */
  arm(atMs: number | null, what: string): void {
    if (atMs === (this.armed?.atMs ?? null)) return;
    this.armed?.scope.cancel();
    this.armed = atMs === null ? null : { atMs, scope: new CancellationScope() };
    if (this.armed) void this.wait(this.armed, what);
  }

  private async wait(armed: { atMs: number; scope: CancellationScope }, what: string): Promise<void> {
    try {
      await armed.scope.run(() => sleep(Math.max(1, armed.atMs - Date.now()), { summary: `next: ${what}` }));
    } catch (error) {
      if (isCancellation(error)) return;
      throw error;
    }
    this.armed = null;
    this.ring();
  }
}
