import type { ServiceContext } from '../src/roles/service-context.ts';
import { latency, type Result } from './results.ts';
import { percentiles } from './statistics.ts';

/** What takes the time between a detection and the provider, measured from outside: how long each call of the ledger and of Temporal took. */
export interface Breakdown {
  clear(): void;
  results(): Result[];
}

/** What is watched of the ledger, in the order of the way. */
const LEDGER_CALLS = {
  accept: 'writing the finding, one fsync',
  isOptedOut: 'looking whether the number opted out',
  claim: 'claim and attempt, one fsync',
  markSent: 'marking it sent, after the call',
  record: "the alert's record, after the call",
} as const;

export function watchBreakdown({ ledger, temporal, platforms }: ServiceContext): Breakdown {
  const taken = new Map<string, number[]>();
  const watch = (target: object, method: string, name: string): void => {
    const calls = target as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const original = calls[method]?.bind(target);
    if (!original) throw new Error(`there is no ${method} to watch`);
    const times: number[] = [];
    taken.set(name, times);
    calls[method] = async (...args) => {
      const startedAt = performance.now();
      try {
        return await original(...args);
      } finally {
        times.push(performance.now() - startedAt);
      }
    };
  };
  watch(temporal.workflow, 'start', "call of Temporal: start, with the workflow's first task in the answer");
  for (const [call, what] of Object.entries(LEDGER_CALLS)) watch(ledger, call, `call of the ledger: ${call}, ${what}`);
  if (platforms.slack) watch(platforms.slack.platform, 'send', "call of the platform: send, with the provider's answer");
  return {
    clear: () => {
      for (const times of taken.values()) times.length = 0;
    },
    results: () => [...taken].map(([name, times]) => latency(name, percentiles(times))),
  };
}
