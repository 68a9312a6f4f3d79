import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { round, type Percentiles } from './statistics.ts';

/** One line of the result; the shape that `--json` writes. */
export interface Result {
  name: string;
  unit: string;
  n: number;
  p50?: number;
  p95?: number;
  p99?: number;
  value?: number;
  /** The same of the baseline, which was measured in the same run. */
  baseline?: number;
  ratio?: number;
  target?: number;
  met?: boolean;
}

/** A latency beside its baseline: the ratio at one percentile, against its target where there is one. */
export function compareLatency(name: string, at: 'p50' | 'p95' | 'p99', ours: Percentiles, baseline: Percentiles, target?: number): Result {
  const ratio = ours[at] / baseline[at];
  const against = target === undefined ? {} : { target, met: ratio <= target };
  return { name, unit: 'ms', n: ours.n, ...rounded(ours), baseline: round(baseline[at]), ratio: round(ratio), ...against };
}

/** A throughput beside its baseline, against its target where there is one; more is better. */
export function compareThroughput(name: string, n: number, ours: number, baseline: number, target?: number): Result {
  const ratio = ours / baseline;
  const against = target === undefined ? {} : { target, met: ratio >= target };
  return { name, unit: 'alerts/s', n, value: round(ours), baseline: round(baseline), ratio: round(ratio), ...against };
}

/** One time beside its baseline, milliseconds. */
export function compareTime(name: string, n: number, ours: number, baseline: number): Result {
  return { name, unit: 'ms', n, value: round(ours), baseline: round(baseline), ratio: round(ours / baseline) };
}

/** One amount beside its baseline; less is better. */
export function compareAmount(name: string, unit: string, n: number, ours: number, baseline: number, target: number): Result {
  const ratio = ours / baseline;
  return { name, unit, n, value: round(ours), baseline: round(baseline), ratio: round(ratio), target, met: ratio <= target };
}

/** A latency that has to stay below so many milliseconds at one percentile, whatever the machine. */
export function within(name: string, at: 'p95' | 'p99', measured: Percentiles, target: number): Result {
  return { name, unit: 'ms', n: measured.n, ...rounded(measured), target, met: measured[at] <= target };
}

/** One amount; with a target it has to stay below. */
export function single(name: string, unit: string, n: number, value: number, target?: number): Result {
  return { name, unit, n, value: round(value), ...(target === undefined ? {} : { target, met: value <= target }) };
}

export function latency(name: string, measured: Percentiles): Result {
  return { name, unit: 'ms', n: measured.n, ...rounded(measured) };
}

function rounded({ p50, p95, p99 }: Percentiles): Pick<Result, 'p50' | 'p95' | 'p99'> {
  return { p50: round(p50), p95: round(p95), p99: round(p99) };
}

export function machine(): Record<string, string | number> {
  return { cpus: cpus().length, model: cpus()[0]?.model ?? 'unknown', memoryGiB: round(totalmem() / 2 ** 30, 0), node: process.versions.node, platform: process.platform };
}

/** The results as a table for people, and as a file where one was asked for. */
export function report(results: readonly Result[], jsonFile: string | undefined): void {
  console.log('');
  for (const { name, unit, n, p50, p95, p99, value, baseline, ratio, target, met } of results) {
    const numbers = value === undefined ? `p50 ${p50}  p95 ${p95}  p99 ${p99}` : String(value);
    const against = ratio === undefined ? '' : `; baseline ${baseline}, ratio ${ratio}`;
    const judged = target === undefined ? '' : ` (target ${target}: ${met ? 'met' : 'NOT met'})`;
    console.log(`${name}: ${numbers} ${unit}, n ${n}${against}${judged}`);
  }
  if (jsonFile !== undefined) writeFileSync(jsonFile, `${JSON.stringify({ machine: machine(), results }, null, 2)}\n`);
}
