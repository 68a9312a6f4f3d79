import { gaps, peopleOnCall, whoIsOnCall } from '../../src/domain/on-call.ts';
import type { OnCall, Override, Rotation } from '../../src/domain/on-call.ts';

const at = (text: string): Date => new Date(text);
const rotation = (changes: Partial<Rotation> = {}): Rotation => ({
  role: 'nurse', unit: null, timeZone: 'America/Santiago', start: '2026-01-05', rotateDays: 1,
  shifts: [{ from: '08:00', people: ['ana', 'bruno'] }, { from: '20:00', people: ['carla'] }], restrictions: [], ...changes,
});
const override = (changes: Partial<Override>): Override => ({ role: 'nurse', unit: null, responder: 'zoe', fromMs: 0, untilMs: 0, ...changes });
const rota = (rotations: Rotation[], overrides: Override[] = []): OnCall => ({ rotations, overrides });
const who = (onCall: OnCall, when: string, unit: string | null = null): string | null => whoIsOnCall(onCall, 'nurse', unit, at(when))?.responder ?? null;

describe('a rotation', () => {
  test('hands over on the minute, and the night shift runs over midnight', () => {
    const onCall = rota([rotation()]);
    expect(who(onCall, '2026-01-05T10:59:59Z')).toBeNull();
    expect(who(onCall, '2026-01-05T11:00:00Z')).toBe('ana');
    expect(who(onCall, '2026-01-05T22:59:59Z')).toBe('ana');
    expect(who(onCall, '2026-01-05T23:00:00Z')).toBe('carla');
    expect(who(onCall, '2026-01-06T03:30:00Z')).toBe('carla');
    expect(who(onCall, '2026-01-06T11:00:00Z')).toBe('bruno');
    expect(who(onCall, '2026-01-07T11:00:00Z')).toBe('ana');
  });

  test('says from when to when', () => {
    expect(whoIsOnCall(rota([rotation()]), 'nurse', null, at('2026-01-06T03:30:00Z'))).toEqual({
      responder: 'carla', from: at('2026-01-05T23:00:00Z'), until: at('2026-01-06T11:00:00Z'), why: 'rotation',
    });
  });

  test('by weeks changes on the weekday it started on, at the hand-over', () => {
    const weekly = rota([rotation({ rotateDays: 7, shifts: [{ from: '08:00', people: ['ana', 'bruno', 'carla'] }] })]);
    expect(who(weekly, '2026-01-12T10:59:00Z')).toBe('ana');
    expect(who(weekly, '2026-01-12T11:00:00Z')).toBe('bruno');
    expect(who(weekly, '2026-01-26T11:00:00Z')).toBe('ana');
    expect(whoIsOnCall(weekly, 'nurse', null, at('2026-01-14T00:00:00Z'))).toMatchObject({ from: at('2026-01-12T11:00:00Z'), until: at('2026-01-19T11:00:00Z') });
  });

  test('by weeks with two shifts a day keeps each person on their shift for the week', () => {
    const weekly = rota([rotation({ rotateDays: 7, shifts: [{ from: '08:00', people: ['ana', 'bruno'] }, { from: '20:00', people: ['bruno', 'ana'] }] })]);
    expect([who(weekly, '2026-01-11T15:00:00Z'), who(weekly, '2026-01-12T03:00:00Z'), who(weekly, '2026-01-12T15:00:00Z')]).toEqual(['ana', 'bruno', 'bruno']);
  });

  test('of one unit comes before the one for all units, which fills its gaps', () => {
    const onCall = rota([
      rotation({ shifts: [{ from: '08:00', people: ['ana'] }] }),
      rotation({ unit: 'uci', shifts: [{ from: '08:00', people: ['ursula'] }], restrictions: [{ days: ['mon'], from: '09:00', to: '17:00' }] }),
    ]);
    expect([who(onCall, '2026-01-12T15:00:00Z', 'uci'), who(onCall, '2026-01-12T15:00:00Z', 'ward'), who(onCall, '2026-01-12T15:00:00Z')]).toEqual(['ursula', 'ana', 'ana']);
    expect([who(onCall, '2026-01-12T20:00:00Z', 'uci'), who(onCall, '2026-01-13T15:00:00Z', 'uci')]).toEqual(['ana', 'ana']);
    expect(whoIsOnCall(onCall, 'nurse', 'uci', at('2026-01-12T11:30:00Z'))).toMatchObject({ responder: 'ana', until: at('2026-01-12T12:00:00Z') });
  });

  test('of another role is not asked', () => {
    expect(whoIsOnCall(rota([rotation()]), 'physician', null, at('2026-02-01T00:00:00Z'))).toBeNull();
  });

  test('with restrictions holds within their hours only, and a later rotation fills the rest', () => {
    const working: Rotation['restrictions'] = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }];
    const first = rotation({ shifts: [{ from: '08:00', people: ['ana'] }], restrictions: working });
    expect(who(rota([first]), '2026-01-10T15:00:00Z')).toBeNull();
    const both = rota([first, rotation({ shifts: [{ from: '08:00', people: ['bruno'] }] })]);
    expect([who(both, '2026-01-09T20:59:00Z'), who(both, '2026-01-09T21:00:00Z'), who(both, '2026-01-10T15:00:00Z')]).toEqual(['ana', 'bruno', 'bruno']);
    expect(whoIsOnCall(both, 'nurse', null, at('2026-01-09T22:00:00Z'))?.from).toEqual(at('2026-01-09T21:00:00Z'));
  });
});

describe('an override', () => {
  const cover = override({ fromMs: Date.parse('2026-01-06T00:00:00Z'), untilMs: Date.parse('2026-01-06T13:00:00Z') });

  test('wins from its first instant to before its last, and says whom it replaces', () => {
    const onCall = rota([rotation()], [cover]);
    expect(who(onCall, '2026-01-05T23:59:59Z')).toBe('carla');
    expect(whoIsOnCall(onCall, 'nurse', null, at('2026-01-06T00:00:00Z'))).toEqual({
      responder: 'zoe', from: at('2026-01-06T00:00:00Z'), until: at('2026-01-06T13:00:00Z'), why: 'override', overrideOf: 'carla',
    });
    expect(whoIsOnCall(onCall, 'nurse', null, at('2026-01-06T12:00:00Z'))?.overrideOf).toBe('bruno');
    expect(who(onCall, '2026-01-06T13:00:00Z')).toBe('bruno');
  });

  test('cuts the shift around it', () => {
    const onCall = rota([rotation()], [cover]);
    expect(whoIsOnCall(onCall, 'nurse', null, at('2026-01-05T23:30:00Z'))?.until).toEqual(at('2026-01-06T00:00:00Z'));
    expect(whoIsOnCall(onCall, 'nurse', null, at('2026-01-06T14:00:00Z'))?.from).toEqual(at('2026-01-06T13:00:00Z'));
  });

  test('where nobody was on call replaces nobody', () => {
    const answer = whoIsOnCall(rota([], [cover]), 'nurse', null, at('2026-01-06T01:00:00Z'));
    expect(answer).toMatchObject({ responder: 'zoe', why: 'override' });
    expect(answer).not.toHaveProperty('overrideOf');
  });

  test('of one unit leaves the others alone', () => {
    const onCall = rota([rotation(), rotation({ unit: 'uci', shifts: [{ from: '08:00', people: ['ursula'] }] })], [{ ...cover, unit: 'uci' }]);
    expect([who(onCall, '2026-01-06T01:00:00Z', 'uci'), who(onCall, '2026-01-06T01:00:00Z', 'ward')]).toEqual(['zoe', 'carla']);
  });
});

describe('gaps', () => {
  test('are found before the start, and none after it', () => {
    expect(gaps(rota([rotation()]), 'nurse', at('2026-01-05T00:00:00Z'), at('2026-02-05T00:00:00Z'))).toEqual([{ from: at('2026-01-05T00:00:00Z'), to: at('2026-01-05T11:00:00Z') }]);
    expect(gaps(rota([rotation()]), 'nurse', at('2026-01-06T00:00:00Z'), at('2026-02-05T00:00:00Z'))).toEqual([]);
  });

  test('are the whole range when nobody ever holds the role', () => {
    expect(gaps(rota([]), 'nurse', at('2026-01-05T00:00:00Z'), at('2026-01-06T00:00:00Z'))).toHaveLength(1);
  });

  test('are what overrides leave open', () => {
    const covers = [override({ fromMs: Date.parse('2026-01-01T02:00:00Z'), untilMs: Date.parse('2026-01-01T05:00:00Z') })];
    expect(gaps(rota([], covers), 'nurse', at('2026-01-01T00:00:00Z'), at('2026-01-01T06:00:00Z'))).toEqual([
      { from: at('2026-01-01T00:00:00Z'), to: at('2026-01-01T02:00:00Z') }, { from: at('2026-01-01T05:00:00Z'), to: at('2026-01-01T06:00:00Z') },
    ]);
  });
});

test('people on call are those in rotations and those who will still stand in', () => {
  const now = at('2026-02-01T00:00:00Z');
  const overrides = [override({ responder: 'past', untilMs: now.getTime() }), override({ responder: 'coming', untilMs: now.getTime() + 1 })];
  expect(peopleOnCall(rota([rotation()], overrides), 'nurse', now)).toEqual(['ana', 'bruno', 'carla', 'coming']);
});
