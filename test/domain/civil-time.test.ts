import { parseMoment } from '../../src/domain/civil-time.ts';

const SANTIAGO = 'America/Santiago';

describe('A moment', () => {
  test.each([
    ['2026-12-24T22:00', '2026-12-25T01:00:00.000Z'],
    ['2026-12-24T22:00:30', '2026-12-25T01:00:30.000Z'],
    ['2026-12-24T22:00:30.250', '2026-12-25T01:00:30.250Z'],
    ['2026-12-24T22:00Z', '2026-12-24T22:00:00.000Z'],
    ['2026-12-24T22:00:00.000Z', '2026-12-24T22:00:00.000Z'],
    ['2026-12-24T22:00:59.9-05:00', '2026-12-25T03:00:59.900Z'],
  ])('is read as it is typed and as JSON has it: %s', (text, instant) => {
    expect(new Date(parseMoment(text, SANTIAGO) ?? Number.NaN).toISOString()).toBe(instant);
  });

  test.each(['2026-12-24', '2026-12-24T22', '2026-12-24T24:00', '2026-12-24T22:00:60', '2026-12-24T22:00:00.0000Z', '2026-12-24T22:00.5', '2026-02-30T22:00', '2026-12-24 22:00'])('is not %j', (text) => {
    expect(parseMoment(text, SANTIAGO)).toBeNull();
  });
});
