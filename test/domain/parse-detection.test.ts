import fc from 'fast-check';
import { parseFinding } from '../../src/domain/parse-detection.ts';

const context = { knowsUnit: (unit: string) => unit === 'uci' };
const good = { stage: 4, confidence: 0.93 };

describe('a finding that is handed in', () => {
  test.each([
    ['a finding', good],
    ['every field', { ...good, unit: 'uci', bodySite: 'sacrum', patientRef: 'p_1', capturedAt: '2026-11-24T03:12:00-03:00', severity: 'high', idempotencyKey: 'k-1' }],
    ['a stage by name', { stage: 'deep_tissue', confidence: 0 }],
  ])('takes %s', (_what, finding) => {
    expect(parseFinding(finding, context)).toEqual({ ok: true, kind: 'detection', detection: finding });
  });

  test('takes an alert that comes by its severity', () => {
    const alert = { alertType: 'lpp_critical', severity: 'critical' };
    expect(parseFinding(alert, context)).toEqual({ ok: true, kind: 'alert', alert });
  });

  test.each([
    ['a missing stage', { confidence: 0.9 }, ['stage'], 'is missing'],
    ['a missing confidence', { stage: 2 }, ['confidence'], 'is missing'],
    ['stage 7', { ...good, stage: 7 }, ['stage'], 'is none of the values there are'],
    ['a stage as text', { ...good, stage: '4' }, ['stage'], 'is none of the values there are'],
    ['a confidence above 1', { ...good, confidence: 1.2 }, ['confidence'], 'is out of range'],
    ['a confidence below 0', { ...good, confidence: -0.1 }, ['confidence'], 'is out of range'],
    ['a confidence as text', { ...good, confidence: '0.9' }, ['confidence'], 'is not a number'],
    ['a field that names a patient', { ...good, patientName: 'Rosa' }, ['patientName'], 'is not a field of a finding'],
    ['a unit that is not in the directory', { ...good, unit: 'cuatro' }, ['unit'], 'is no unit of the directory'],
    ['a reference that is a name', { ...good, patientRef: 'Rosa Prado' }, ['patientRef'], 'has the wrong form'],
    ['a time without its offset', { ...good, capturedAt: '2026-11-24T03:12:00' }, ['capturedAt'], 'has the wrong form'],
    ['a severity that is none', { ...good, severity: 'urgent' }, ['severity'], 'is none of the values there are'],
    ['a list', [good], ['(all)'], 'is not a JSON object'],
    ['nothing', null, ['(all)'], 'is not a JSON object'],
  ])('refuses %s, by the name of the field and with what to do', (_what, finding, fields, problem) => {
    const parsed = parseFinding(finding, context);
    if (parsed.ok) throw new Error('it was taken');
    expect(parsed.problems.map(({ field }) => field)).toEqual(fields);
    expect(parsed.problems[0]).toMatchObject({ problem });
    expect(parsed.problems[0]?.hint).not.toBe('');
  });

  test('names every field that is wrong at once', () => {
    const parsed = parseFinding({ stage: 9, confidence: 2, bed: 12 }, context);
    expect(parsed).toMatchObject({ ok: false, problems: [{ field: 'stage' }, { field: 'confidence' }, { field: 'bed' }] });
  });

  test('never repeats what stood in a field, nor a field name that is no plain word', () => {
    fc.assert(fc.property(fc.string({ minLength: 4 }).filter((text) => /^[^\w]*[A-Z]\w{3}/.test(text) && !/stage|confidence/i.test(text)), (secret) => {
      for (const finding of [{ ...good, patientRef: `${secret} !` }, { ...good, [`${secret} é`]: 1 }, { ...good, stage: secret }]) {
        const parsed = parseFinding(finding, context);
        expect(parsed.ok).toBe(false);
        expect(JSON.stringify(parsed)).not.toContain(secret);
      }
    }));
  });

  test('answers anything at all without throwing', () => {
    fc.assert(fc.property(fc.anything(), (anything) => typeof parseFinding(anything, context).ok === 'boolean'));
  });
});
