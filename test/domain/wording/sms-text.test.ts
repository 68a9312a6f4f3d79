import fc from 'fast-check';
import { smsSegments, toSmsText } from '../../../src/domain/wording/sms-text.ts';

describe('SMS text', () => {
  test('keeps the letters that GSM has and bares the others', () => {
    expect(toSmsText('Sí, ¿él o Ñandú? Vigüeña · CRÍTICA… “ya”')).toBe('Si, ¿él o Ñandu? Vigüeña - CRITICA... "ya"');
    expect(toSmsText('李 Łukasz')).toBe('? ?ukasz');
  });

  test('is always GSM', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      const sent = toSmsText(text);
      expect(toSmsText(sent)).toBe(sent);
      expect(smsSegments(sent.padEnd(140, 'x').slice(0, 140).replaceAll(/[\^{}\\[~\]|€\f]/g, 'x'))).toBe(1);
    }));
  });

  test.each([[160, 1], [161, 2], [306, 2], [307, 3]])('of %i characters takes %i parts', (length, parts) => {
    expect(smsSegments('x'.repeat(length))).toBe(parts);
  });

  test('outside GSM holds 70', () => {
    expect(smsSegments(`í${'x'.repeat(69)}`)).toBe(1);
    expect(smsSegments(`í${'x'.repeat(70)}`)).toBe(2);
    expect(smsSegments('~'.repeat(81))).toBe(2);
  });
});
