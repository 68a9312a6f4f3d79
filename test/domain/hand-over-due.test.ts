import type { AlertView, TimelineEntry } from '../../src/domain/alert.ts';
import { handOverDue, hasGoneOffDuty } from '../../src/domain/hand-over-due.ts';
import { dutyOf, type OnCall } from '../../src/domain/on-call.ts';

const ZONE = 'America/Santiago';
const LEAD_MS = 15 * 60_000;

const rota: OnCall = {
  rotations: [
    { role: 'primary_nurse', unit: null, timeZone: ZONE, start: '2026-01-01', rotateDays: 1, restrictions: [], shifts: [{ from: '08:00', people: ['ana'] }, { from: '20:00', people: ['bruno'] }] },
    { role: 'charge_nurse', unit: null, timeZone: ZONE, start: '2026-01-01', rotateDays: 1, restrictions: [], shifts: [{ from: '08:00', people: ['elena'] }] },
    { role: 'porter', unit: null, timeZone: ZONE, start: '2026-01-01', rotateDays: 1, restrictions: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '08:00', to: '12:00' }], shifts: [{ from: '08:00', people: ['raul'] }] },
  ],
  overrides: [],
};

const hospital = (onCall = rota) => ({ dutyOf: (responder: string, unit: string | null, at: Date) => dutyOf(onCall, responder, unit, at) });

/** Taken by somebody at a time on the wall in Santiago (UTC-4 in winter). */
function taken(by: string, at: string, more: TimelineEntry[] = []): AlertView {
  return {
    code: 'K7F2-Q9MD', status: 'acknowledged', severity: 'high', stage: 3, escalationLevel: 1, acknowledgedBy: by, nextDeadline: null, duplicate: false, drill: false, unit: null,
    acceptedAt: '2026-06-01T12:00:00Z', timeline: [{ at: new Date(at).toISOString(), kind: 'acknowledged', responder: by }, ...more],
  };
}

const at = (wall: string): Date => new Date(`2026-06-10T${wall}:00-04:00`);

test('an alert is due a quarter of an hour before the end of the shift on which it was taken, and goes to whoever comes next', () => {
  const alert = taken('ana', '2026-06-10T14:00:00-04:00');
  expect(handOverDue(alert, hospital(), LEAD_MS, at('19:44'))).toBeNull();
  expect(handOverDue(alert, hospital(), LEAD_MS, at('19:45'))).toEqual({ owner: 'ana', until: at('20:00'), to: 'bruno', heldSince: at('14:00').toISOString() });
});

test('it is due still when nobody looked in time', () => {
  expect(handOverDue(taken('ana', '2026-06-10T14:00:00-04:00'), hospital(), LEAD_MS, at('23:30'))).toMatchObject({ to: 'bruno' });
});

test('it is offered once', () => {
  const alert = taken('ana', '2026-06-10T14:00:00-04:00', [{ at: at('19:45').toISOString(), kind: 'shift_ending', responder: 'ana' }]);
  expect(handOverDue(alert, hospital(), LEAD_MS, at('19:50'))).toBeNull();
});

/** Ana's shift ends at 20:00: she was asked at 19:45, resolved it and undid that. */
function undone(wall: string, more: TimelineEntry[] = []): AlertView {
  const entry = (time: string, kind: TimelineEntry['kind']): TimelineEntry => ({ at: at(time).toISOString(), kind, responder: 'ana' });
  return taken('ana', '2026-06-10T14:00:00-04:00', [entry('19:45', 'shift_ending'), entry('19:50', 'resolved'), entry(wall, 'resolve_undone'), ...more]);
}

test('it is offered again after a resolve that was undone, which ended the offer, and once', () => {
  const heldSince = at('19:55').toISOString();
  expect(handOverDue(undone('19:55'), hospital(), LEAD_MS, at('19:55'))).toEqual({ owner: 'ana', until: at('20:00'), to: 'bruno', heldSince });
  const again = { at: at('19:56').toISOString(), kind: 'shift_ending' as const, responder: 'ana' };
  expect(handOverDue(undone('19:55', [again]), hospital(), LEAD_MS, at('19:57'))).toBeNull();
});

test('it is offered again to whoever gave it back meanwhile and took it again', () => {
  const given: TimelineEntry = { at: at('19:50').toISOString(), kind: 'given_back', responder: 'ana' };
  const again: TimelineEntry = { at: at('19:52').toISOString(), kind: 'acknowledged', responder: 'ana' };
  const alert = taken('ana', '2026-06-10T14:00:00-04:00', [{ at: at('19:45').toISOString(), kind: 'shift_ending', responder: 'ana' }, given, again]);
  expect(handOverDue(alert, hospital(), LEAD_MS, at('19:53'))).toMatchObject({ owner: 'ana', until: at('20:00'), heldSince: again.at });
});

test('it is offered though the resolve was undone after the end of the shift on which it was taken', () => {
  expect(handOverDue(undone('20:03'), hospital(), LEAD_MS, at('20:03'))).toMatchObject({ owner: 'ana', until: at('20:00') });
});

test('whoever resolved it without having taken it, and undid that, has it from then', () => {
  const alert = taken('ana', '2026-06-10T14:00:00-04:00', [{ at: at('14:05').toISOString(), kind: 'resolve_undone', responder: 'ana' }]);
  const resolved: AlertView = { ...alert, timeline: alert.timeline.map((entry) => (entry.kind === 'acknowledged' ? { ...entry, kind: 'resolved' } : entry)) };
  expect(handOverDue(resolved, hospital(), LEAD_MS, at('19:50'))).toMatchObject({ owner: 'ana', until: at('20:00'), to: 'bruno' });
});

test('whoever took it off duty, or stands on no rota, keeps it', () => {
  expect(handOverDue(taken('bruno', '2026-06-10T14:00:00-04:00'), hospital(), LEAD_MS, at('23:59'))).toBeNull();
  expect(handOverDue(taken('zoe', '2026-06-10T14:00:00-04:00'), hospital(), LEAD_MS, at('23:59'))).toBeNull();
});

test('somebody who is on call without end has no change of shift', () => {
  expect(handOverDue(taken('elena', '2026-06-10T14:00:00-04:00'), hospital(), LEAD_MS, at('23:59'))).toBeNull();
});

test('where nobody follows on the rota it is offered to nobody by name', () => {
  expect(handOverDue(taken('raul', '2026-06-10T09:00:00-04:00'), hospital(), LEAD_MS, at('11:50'))).toEqual({ owner: 'raul', until: at('12:00'), to: null, heldSince: new Date('2026-06-10T09:00:00-04:00').toISOString() });
});

test('an alert that nobody has is not handed over', () => {
  expect(handOverDue({ ...taken('ana', '2026-06-10T14:00:00-04:00'), status: 'notified', acknowledgedBy: null }, hospital(), LEAD_MS, at('20:00'))).toBeNull();
});

test('on the night when the clocks change the shift ends at its hour on the wall', () => {
  const night = taken('bruno', '2026-04-04T22:00:00-03:00');
  // Chile turns its clocks back at midnight of 5 April 2026: the night lasts an hour longer.
  expect(handOverDue(night, hospital(), LEAD_MS, new Date('2026-04-05T08:00:00-04:00'))).toEqual({ owner: 'bruno', until: new Date('2026-04-05T08:00:00-04:00'), to: 'ana', heldSince: night.timeline[0]?.at });
});

test('a stand-in hands over when the time for which they stand in ends', () => {
  const standIn: OnCall = { ...rota, overrides: [{ role: 'primary_nurse', unit: null, responder: 'carla', fromMs: at('10:00').getTime(), untilMs: at('16:00').getTime() }] };
  expect(handOverDue(taken('carla', '2026-06-10T14:00:00-04:00'), hospital(standIn), LEAD_MS, at('15:50'))).toEqual({ owner: 'carla', until: at('16:00'), to: 'ana', heldSince: new Date('2026-06-10T14:00:00-04:00').toISOString() });
});

test.each([
  ['whose shift has ended', 'ana', '14:00', '20:00', true],
  ['who is on duty still', 'ana', '14:00', '19:59', false],
  ['who was off duty before', 'bruno', '14:00', '15:00', false],
  ['who stands on no rota', 'zoe', '14:00', '23:00', false],
])('somebody %s: have they gone off duty? %#', (_who, responder, since, now, gone) => {
  expect(hasGoneOffDuty(responder, null, hospital(), at(since), at(now))).toBe(gone);
});
