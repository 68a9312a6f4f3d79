import { setTimeout as sleep } from 'node:timers/promises';
import type { Surroundings } from './tool-calls.ts';

/** This process's own clock and randomness. */
export const systemSurroundings: Surroundings = {
  nowMs: () => performance.now(),
  chance: () => Math.random(),
  newKey: () => `client-${crypto.randomUUID()}`,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
};
