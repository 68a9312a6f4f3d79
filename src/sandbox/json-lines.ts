import { closeSync, fsync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A file of one JSON document a line that only grows. What was written before is in `loaded`; with no path nothing is kept.
 *
 * `append` has written when it returns, so a kill -9 of this process loses nothing; the flush to the disk follows at once,
 * one for all that was appended meanwhile, so that it holds up no caller.
 */
export interface JsonLines<T> {
  readonly loaded: readonly T[];
  append(record: T): void;
  /** Flushes and closes. */
  close(): void;
}

/** Opens, or creates, the file. A last line that a crash cut in two is dropped. */
export function openJsonLines<T>(path: string | null): JsonLines<T> {
  if (path === null) return { loaded: [], append() {}, close() {} };
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'a+', 0o600);
  const loaded = readRecords<T>(path, file);
  const flush = createFlusher(file);
  return {
    loaded,
    append(record) {
      writeWhole(file, Buffer.from(`${JSON.stringify(record)}\n`));
      flush.request();
    },
    close: flush.close,
  };
}

function readRecords<T>(path: string, file: number): T[] {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) ftruncateSync(file, end);
  const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as T);
}

function writeWhole(file: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
}

/** Runs one fsync at a time; requests that come meanwhile share the next. */
function createFlusher(file: number): { request(): void; close(): void } {
  let running = false;
  let wanted = false;
  let closed = false;
  const run = (): void => {
    running = true;
    wanted = false;
    fsync(file, (error) => {
      running = false;
      if (closed) return closeSync(file);
      if (error) throw error;
      if (wanted) run();
    });
  };
  return {
    request() {
      if (running) wanted = true;
      else run();
    },
    close() {
      if (closed) return;
      closed = true;
      fsyncSync(file);
      if (!running) closeSync(file);
    },
  };
}
