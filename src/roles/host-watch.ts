import type { Part } from '../launch/lifecycle.ts';
import type { Ballast } from '../ledger/ballast.ts';
import { hostTick } from '../ledger/host-process.ts';
import type { LedgerErrorKind } from '../ledger/ledger-error.ts';
import type { OperatorProblem } from '../domain/operator-problem.ts';
import type { HostProblem } from '../domain/wording/host-advice.ts';
import type { Logger } from '../observability/logger.ts';
import type { OperatorLog } from './operator-log.ts';

/** How often it looks, milliseconds. */
const EVERY_MS = 5_000;

/** NTP moves a clock by less than this at a time; more is somebody's doing, or a host that slept. https://www.ntp.org/documentation/4.2.8-series/ntpd/ */
const JUMP_MS = 30_000;

/** What stops the ledger from being written, as an operator is told of it; the rest are defects. */
const STORE_PROBLEMS: Partial<Record<LedgerErrorKind, HostProblem>> = { disk_full: 'disk_full', read_only: 'read_only', unwritable: 'unwritable', io_error: 'io_error' };

export interface HostWatching {
  ledger: { ailment(): Promise<LedgerErrorKind | null> };
  ballast: Ballast;
  operator: Pick<OperatorLog, 'tell' | 'clear'>;
  logger: Pick<Logger, 'event'>;
  /** The wall clock, milliseconds. */
  wall?(): number;
  /** A clock that nobody sets, milliseconds. */
  tick?(): number;
}

/** Looks after the host: room on the disk, whether the ledger can be written, and whether somebody set the clock. */
export class HostWatch {
  readonly #watching: HostWatching;
  readonly #wall: () => number;
  readonly #tick: () => number;
  #aheadMs: number;

  constructor(watching: HostWatching) {
    this.#watching = watching;
    this.#wall = watching.wall ?? (() => Date.now());
    this.#tick = watching.tick ?? hostTick;
    this.#aheadMs = this.#wall() - this.#tick();
  }

  async look(): Promise<void> {
    this.#lookAtClock();
    const { ballast, ledger } = this.#watching;
    ballast.restore();
    this.#note('room', ballast.isSpent() ? 'room_kept_for_critical' : null);
    const ailment = await ledger.ailment();
    this.#note('store', ailment === null ? null : (STORE_PROBLEMS[ailment] ?? null));
  }

  #lookAtClock(): void {
    const aheadMs = this.#wall() - this.#tick();
    const jumpMs = aheadMs - this.#aheadMs;
    this.#aheadMs = aheadMs;
    if (Math.abs(jumpMs) < JUMP_MS) return;
    this.#watching.logger.event('host.clock_jumped', { waitMs: Math.round(jumpMs) }, 'error');
    this.#watching.operator.tell(hostProblem('clock', jumpMs > 0 ? 'clock_forward' : 'clock_back'));
  }

  #note(what: 'room' | 'store', problem: HostProblem | null): void {
    if (problem === null) this.#watching.operator.clear(`host.${what}`);
    else this.#watching.operator.tell(hostProblem(what, problem));
  }
}

function hostProblem(what: 'room' | 'store' | 'clock', code: HostProblem): OperatorProblem {
  return { key: `host.${what}`, platform: 'host', route: null, code, kind: 'notice', reported: false };
}

/** Looks now, so that the ballast is there, and from time to time. */
export async function startHostWatch(watch: HostWatch): Promise<Part> {
  let looking = watch.look();
  await looking;
  const timer = setInterval(() => {
    looking = looking.then(() => watch.look());
  }, EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
