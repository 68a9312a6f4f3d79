import type { AnsweredCall, CallWatch, RefusedCall } from '../gateway/call-record.ts';
import type { Logger } from '../observability/logger.ts';
import type { SafeFields } from '../observability/safe-fields.ts';

/** Of one kind in a minute so many are written one by one: whoever is refused on and on must not push what others did out of the log. */
const ONE_BY_ONE = 60;

const MINUTE_MS = 60_000;

/** Most kinds at a time; when there are more, they are counted anew. Callers without a key are of few. */
const MOST_KINDS = 1_000;

/** The record of who called what, by which door, and what came of it; written whatever the log's level. */
export class CallRecords implements CallWatch {
  readonly #logger: Pick<Logger, 'record'>;
  readonly #complianceLevel: string;
  readonly #nowMs: () => number;
  readonly #kinds = new Map<string, { sinceMs: number; count: number }>();

  /** `nowMs` is of a clock that nobody sets. */
  constructor(logger: Pick<Logger, 'record'>, complianceLevel: string, nowMs: () => number = () => performance.now()) {
    this.#logger = logger;
    this.#complianceLevel = complianceLevel;
    this.#nowMs = nowMs;
  }

  onCall = ({ tool, caller, ...call }: AnsweredCall): void => {
    const fields = { ...call, operation: tool, part: caller, complianceLevel: this.#complianceLevel };
    if (call.status === 'rate_limited') this.#oftenRefused('gateway.call', fields, [call.door, caller, call.status]);
    else this.#logger.record('gateway.call', fields);
  };

  onRefused = ({ caller, ...refused }: RefusedCall): void => {
    const fields = { ...refused, ...(caller === null ? {} : { part: caller }), complianceLevel: this.#complianceLevel };
    this.#oftenRefused('gateway.refused', fields, [refused.door, caller, refused.reason]);
  };

  /** From the sixty-first of its kind in a minute on each doubling is written, with how many there were. */
  #oftenRefused(name: string, fields: SafeFields, kind: readonly (string | null)[]): void {
    const count = this.#count(JSON.stringify([name, ...kind]));
    if (count <= ONE_BY_ONE) this.#logger.record(name, fields);
    else if (Number.isInteger(Math.log2(count))) this.#logger.record(name, { ...fields, count });
  }

  #count(kind: string): number {
    const nowMs = this.#nowMs();
    const known = this.#kinds.get(kind);
    const isOver = known === undefined || nowMs - known.sinceMs >= MINUTE_MS;
    if (isOver && this.#kinds.size >= MOST_KINDS) this.#kinds.clear();
    const next = isOver ? { sinceMs: nowMs, count: 1 } : { ...known, count: known.count + 1 };
    this.#kinds.set(kind, next);
    return next.count;
  }
}
