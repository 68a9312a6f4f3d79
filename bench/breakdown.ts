import type { ServiceContext } from '../src/roles/service-context.ts';
import { latency, type Result } from './results.ts';
import { percentiles } from './statistics.ts';

/** What takes the time between a detection and the provider, measured from outside: how long each call of the ledger and of Temporal took. */
export interface Breakdown {
  clear(): void;
  results(): Result[];
}

/** Calls that lie on the way, in its order. */
const LEDGER_CALLS = ['accept', 'markStarted', 'record', 'isOptedOut', 'claim', 'markSent'] as const;

export function watchBreakdown({ ledger, temporal, platforms }: ServiceContext): Breakdown {
  const taken = new Map<string, number[]>();
  const watch = (target: object, method: string, name: string): void => {
    const calls = target as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const original = calls[method]?.bind(target);
    if (!original) throw new Error(`there is no ${method} to watch`);
    calls[method] = async (...args) => {
      const startedAt = performance.now();
      try {
        return await original(...args);
      } finally {
        taken.set(name, [...(taken.get(name) ?? []), performance.now() - startedAt]);
      }
    };
  };
  for (const call of LEDGER_CALLS) watch(ledger, call, `  of that, ledger ${call}`);
  watch(temporal.workflow, 'start', '  of that, Temporal: starting the workflow');
  if (platforms.slack) watch(platforms.slack.platform, 'send', '  of that, platform: the whole call to the provider');
  return {
    clear: () => taken.clear(),
    results: () => [...taken].map(([name, values]) => latency(name, percentiles(values))),
  };
}
