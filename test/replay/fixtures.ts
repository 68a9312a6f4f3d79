import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { WorkflowHandle } from '@temporalio/client';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

const FOLDER = join(import.meta.dirname, 'histories');

/** Every recorded history, by the version that wrote it and the story it tells: `0.1.0/taken-and-resolved`. */
export function recordedHistories(): string[] {
  return globSync('*/*.json.gz', { cwd: FOLDER }).map((file) => file.replace('.json.gz', '')).sort();
}

export function readHistory(name: string): History {
  return historyFromJSON(JSON.parse(textOf(name)));
}

/** As it is stored, for what must not be in it. */
export function textOf(name: string): string {
  return gunzipSync(readFileSync(join(FOLDER, `${name}.json.gz`))).toString('utf8');
}

/** Never over one that is there: a released version's histories stay as they were written. */
export function recordHistory(name: string, history: History): void {
  const file = join(FOLDER, `${name}.json.gz`);
  if (existsSync(file)) throw new Error(`${file} is there already: remove it first if this version has not been released`);
  mkdirSync(join(file, '..'), { recursive: true });
  // The SDK's type says an object; what it answers is text.
  writeFileSync(file, gzipSync(historyToJSON(history) as unknown as string, { level: 9 }));
}
