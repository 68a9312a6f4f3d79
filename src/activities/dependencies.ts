import type { Ledger } from '../ledger/ledger.ts';
import type { Platform } from '../platforms/platform.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import type { Unrecorded } from './unrecorded.ts';
import type { AlertStanding } from '../domain/alert.ts';
import type { Passing } from '../domain/crash-point.ts';
import type { Hospital } from '../domain/hospital.ts';
import type { OperatorProblem, WellProof } from '../domain/operator-problem.ts';

/** Tells a person who runs the service that something needs doing: once for each problem, not once for each message. */
export interface OperatorNotices {
  tell(problem: OperatorProblem): void;
  /** Something went well, by which a problem may be over. */
  isWell(proof: WellProof): void;
}

/** What activities are given; they make nothing themselves. */
export interface ActivityDependencies {
  ledger: Ledger;
  /** Those that this process serves. */
  platforms: Partial<Record<PlatformName, Platform>>;
  /** Those that are configured and that another role serves. */
  elsewhere: readonly PlatformName[];
  hospital(): Hospital;
  operator: OperatorNotices;
  /** Critical pages that go out while the ledger can't be written; none do unless it is there. */
  unrecorded?: Unrecorded;
  /** How an alert stands by its workflow, which hears of what the ledger can't be told; throws where that can't be asked. */
  standing?: ((code: string) => Promise<Pick<AlertStanding, 'status'>>) | undefined;
  /** The time; virtual in scenarios, where it follows the workflow's. */
  now(): Date;
  /** Milliseconds of a clock that nobody sets, as the ledger's claims tell when they began. */
  tick(): number;
  passing?: Passing | undefined;
}
