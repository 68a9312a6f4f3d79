import fc from 'fast-check';
import { alertCodeFrom, extractAlertCodes, parseAlertCode } from '../../src/domain/alert-code.ts';

describe('An alert code', () => {
  test('is read back from what was made, whatever the randomness', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 8, maxLength: 12 }), (random) => {
      const code = alertCodeFrom(random);
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z][2-9][0-9A-HJKMNP-TV-Z]{2}-[0-9A-HJKMNP-TV-Z][2-9][0-9A-HJKMNP-TV-Z]{2}$/);
      expect(code).toMatch(/[A-Z]/);
      expect(parseAlertCode(code)).toBe(code);
      expect(extractAlertCodes(`x ${code.replace('-', '').toLowerCase()}.`).codes).toEqual([code]);
    }));
  });

  test('uses every bit it can: all 32 characters in six places, all 8 digits in two', () => {
    const codes = Array.from({ length: 256 }, (_, byte) => alertCodeFrom(new Uint8Array(8).fill(byte)));
    const lettered = Array.from({ length: 256 }, (_, byte) => alertCodeFrom(new Uint8Array(8).fill(byte).fill(10, 0, 1)));
    const places = [0, 1, 2, 3, 5, 6, 7, 8].map((at) => new Set((at === 0 ? codes : lettered).map((code) => code[at])).size);
    expect(places).toEqual([32, 8, 32, 32, 32, 8, 32, 32]);
  });

  test('needs eight bytes', () => {
    expect(() => alertCodeFrom(new Uint8Array(7))).toThrow('An alert code takes 8 random bytes.');
  });

  test('is refused when a character can’t be one', () => {
    for (const typed of ['', 'K7F2', 'K7F2-Q9MU', 'K7F2-Q9MDX', 'K7F2-Q9Ñ1']) expect(parseAlertCode(typed)).toBeNull();
  });

  test.each(['A2F1-Q9M0', 'a2f1q9m0', 'A2F1 Q9M0', 'A2Fl-Q9MO', 'a2fi-q9mo', 'A2F1-Q9M0.'])('is read as people write it: %s', (written) => {
    expect(extractAlertCodes(`voy ${written}`).codes).toEqual(['A2F1-Q9M0']);
  });

  test.each(['A2F1-Q9M0', 'a2f1–q9mo', 'A2F1 — Q9M0', 'A2F1−Q9M0', 'A2F1‑Q9M0', 'A2F1_Q9M0', 'a2f1.q9m0'])('is the same by itself as in a reply, whatever the dash: %s', (written) => {
    expect(parseAlertCode(written)).toBe('A2F1-Q9M0');
    expect(extractAlertCodes(written).codes).toEqual(['A2F1-Q9M0']);
  });

  test('leaves the text around it as it was', () => {
    expect(extractAlertCodes('voy K7F2-Q9MD ya')).toEqual({ codes: ['K7F2-Q9MD'], rest: 'voy   ya' });
    expect(extractAlertCodes('K7F2Q9MD k7f2-q9md').codes).toEqual(['K7F2-Q9MD']);
  });
});
