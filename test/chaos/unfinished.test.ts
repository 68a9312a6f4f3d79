import type { TimelineEntry } from '../../src/domain/alert.ts';
import { NURSE } from '../../chaos/hospital.ts';
import type { AcceptedHere } from '../../chaos/judge.ts';
import { takenPages } from '../../chaos/pages.ts';
import { unfinished } from '../../chaos/unfinished.ts';
import { CODE, judgedPages, KILLED_AT, slackPage } from './journal-of-a-round.ts';

const ALERT: AcceptedHere = { code: CODE, severity: 'critical', acknowledgedAt: null, closedAt: null };
const lines = (kind: TimelineEntry['kind'], count: number): TimelineEntry[] => Array.from({ length: count }, () => ({ at: new Date(KILLED_AT).toISOString(), kind }));

function left(entries: ReturnType<typeof judgedPages>, timeline: TimelineEntry[], alert = ALERT): string[] {
  return unfinished([alert], takenPages(entries), new Map([[CODE, { status: 'notified', timeline }]]));
}

describe('what a round still waits for', () => {
  const well = judgedPages();

  test('nothing, once each page has arrived and the service knows it', () => {
    expect(left(well, lines('paged', well.length))).toEqual([]);
  });

  test('a page that has not arrived, and one of which the service does not know yet', () => {
    expect(left(well.slice(1), lines('paged', well.length))).toEqual([expect.stringMatching(/without one is the primary nurse/)]);
    expect(left(well, lines('paged', well.length - 1))).toEqual([`${CODE} (critical) knows of 4 pages, 5 arrived, and without one is nobody`]);
  });

  test('no reminder of which the service knows, in a round that lasts until it is due', () => {
    const reminder = slackPage(NURSE.slack, KILLED_AT + 180_000);
    const body = JSON.parse(JSON.stringify(reminder.body).replaceAll('slack.page.0', 'slack.reminder.0')) as object;
    const entries = [...well, { ...reminder, body }];
    expect(left(entries, lines('paged', well.length))).toHaveLength(1);
    expect(left(entries, [...lines('paged', well.length), ...lines('reminded', 1)])).toEqual([]);
  });

  test('an acknowledgment that has not reached its alert, and then no page any more', () => {
    const taken = { ...ALERT, acknowledgedAt: KILLED_AT };
    expect(left([], [], taken)).toEqual([`${CODE}, which somebody took, is notified`]);
    expect(unfinished([taken], [], new Map([[CODE, { status: 'acknowledged', timeline: [] }]]))).toEqual([]);
  });
});
