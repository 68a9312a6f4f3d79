import type { TimelineEntry } from '../domain/alert.ts';

/** Lines that a run hands on to the next one; the ledger holds them all. */
const CARRIED_LINES = 100;

/** A line and its place in the story. */
export interface PlacedLine {
  seq: number;
  entry: TimelineEntry;
}

/** What a run hands on: the newest lines, the place of the first of them, and the place before which the ledger has every line. */
export interface CarriedStory {
  lines: TimelineEntry[];
  from: number;
  recordedUpTo: number;
}

/** An alert's timeline within its workflow. A line's place is fixed before what it tells is known, so there can be gaps. */
export class AlertStory {
  private readonly entries: TimelineEntry[];
  private readonly from: number;
  private recordedUpTo: number;

  constructor(carried: CarriedStory = { lines: [], from: 0, recordedUpTo: 0 }) {
    this.entries = [...carried.lines];
    this.from = carried.from;
    this.recordedUpTo = carried.recordedUpTo;
  }

  write(lines: readonly PlacedLine[]): void {
    for (const { seq, entry } of lines) this.entries[seq - this.from] = entry;
  }

  /** Every line that is known, in order. */
  lines(): TimelineEntry[] {
    return this.entries.filter(Boolean);
  }

  /** Lines that the ledger may not have yet. */
  unrecorded(): PlacedLine[] {
    return this.entries.flatMap((entry, index) => {
      const seq = index + this.from;
      return entry && seq >= this.recordedUpTo ? [{ seq, entry }] : [];
    });
  }

  /** These lines are in the ledger now. Up to the first gap nothing need be written again. */
  noteRecorded(lines: readonly PlacedLine[]): void {
    let next = this.recordedUpTo;
    for (const { seq } of lines) if (seq === next) next += 1;
    this.recordedUpTo = Math.max(this.recordedUpTo, next);
  }

  carry(): CarriedStory {
    const skipped = Math.max(0, this.entries.length - CARRIED_LINES);
    return { lines: this.entries.slice(skipped), from: this.from + skipped, recordedUpTo: this.recordedUpTo };
  }
}
