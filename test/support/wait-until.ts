import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 15;

/** Looks until it is so; for real processes and sockets only. @throws after `withinMs`, naming what was waited for. */
export async function waitUntil(what: string, isSo: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms until ${what}`);
    await sleep(POLL_MS);
  }
}
