import { condition, defineQuery, defineSignal, setHandler, sleep } from '@temporalio/workflow';

export const strike = defineSignal('strike');
export const struck = defineQuery<number>('struck');

/** Waits an hour three times, and says how many hours have passed. */
export async function wardClock(): Promise<number> {
  let hours = 0;
  setHandler(struck, () => hours);
  while (hours < 3) {
    await sleep('1h');
    hours += 1;
  }
  return hours;
}

/** Waits five minutes for a signal; true when it came. */
export async function wardBell(): Promise<boolean> {
  let rung = false;
  setHandler(strike, () => void (rung = true));
  return await condition(() => rung, '5m');
}
