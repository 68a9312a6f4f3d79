import type { AlertView } from '../alert.ts';
import { UNDO_WINDOW_MS } from './attending.ts';

/** Until when a resolve can be undone, ISO 8601; null where there is none, or its time is over. */
export function undoableUntil({ status, timeline }: Pick<AlertView, 'status' | 'timeline'>, now: Date): string | null {
  const resolvedAt = status === 'resolved' ? timeline.findLast(({ kind }) => kind === 'resolved')?.at : undefined;
  if (resolvedAt === undefined) return null;
  const until = Date.parse(resolvedAt) + UNDO_WINDOW_MS;
  return now.getTime() < until ? new Date(until).toISOString() : null;
}
