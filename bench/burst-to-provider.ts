import type { Side } from './side.ts';
import { single, compareTime, type Result } from './results.ts';
import { isMessageAbout, type WholeService } from './whole-service.ts';

/** Promised for a hundred, milliseconds. */
const TARGET_MS = 4_000;

/** So many findings handed in at the same moment, until the last of them is at its provider; beside bare workflows started so. */
export async function measureBurst(whole: WholeService, bare: Side, count: number): Promise<Result[]> {
  const calledAt = Date.now();
  const codes = await whole.raiseMany(2, count, count);
  const last = await whole.sent('every alert of the burst', (entries) => {
    const pages = codes.map((code) => entries.find((entry) => isMessageAbout(code, entry)));
    return pages.every((page) => page !== undefined) ? Math.max(...pages.map(({ arrivedAt }) => arrivedAt)) : undefined;
  });
  const ours = last - calledAt;
  const startedAt = performance.now();
  const arrivals = await Promise.all(Array.from({ length: count }, async () => (await bare.once()).arrivedAt));
  return [
    single(`${count} findings at once → the last at its provider`, 'ms', count, ours, TARGET_MS),
    compareTime('the same, against as many bare workflows', count, ours, Math.max(...arrivals) - startedAt),
  ];
}
