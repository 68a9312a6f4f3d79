import { undoableUntil } from '../../../src/domain/escalation/undoable.ts';

const at = (minutes: number): string => new Date(Date.UTC(2026, 10, 24, 3, minutes)).toISOString();
const resolved = (minutes: number) => ({ at: at(minutes), kind: 'resolved' as const });

test.each([
  ['just resolved', 'resolved', [resolved(0)], 0, at(10)],
  ['resolved almost ten minutes ago', 'resolved', [resolved(0)], 9.99, at(10)],
  ['resolved ten minutes ago', 'resolved', [resolved(0)], 10, null],
  ['resolved again after an undo', 'resolved', [resolved(0), { at: at(5), kind: 'resolve_undone' as const }, resolved(8)], 12, at(18)],
  ['open again', 'acknowledged', [resolved(0), { at: at(5), kind: 'resolve_undone' as const }], 6, null],
  ['cancelled by a person', 'cancelled', [{ at: at(0), kind: 'cancelled' as const }], 1, null],
] as const)('a resolve can be undone for ten minutes: %s', (_what, status, timeline, minutes, until) => {
  expect(undoableUntil({ status, timeline: [...timeline] }, new Date(Date.parse(at(0)) + minutes * 60_000))).toBe(until);
});
