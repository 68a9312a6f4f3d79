import fc from 'fast-check';
import { MAX_TEXT_CHARS, renderTookAll, type TookAll, VOCABULARY, wordsOf } from '../../../src/domain/wording/index.ts';
import { anyCode, anyLanguage, SANTIAGO } from './facts.ts';

const CONTEXT = { timeZone: SANTIAGO, nameOf: (id: string) => id };
const NONE: TookAll = { type: 'tookAll', taken: [], others: [], closed: [], notDelivered: [], recorded: [] };
const text = (what: Partial<TookAll>, language: 'es' | 'en' = 'es', medium: 'whatsapp' | 'slack' = 'whatsapp') => renderTookAll({ ...NONE, ...what }, CONTEXT, language, medium).text;

describe('The answer to who takes everything', () => {
  test('says what they have now, what has not reached them and what others have', () => {
    expect(text({ taken: ['K7F2-Q9MD', 'P3XW-2HJK'], notDelivered: ['AAAA-AAAA'], others: ['BBBB-BBBB'] })).toBe([
      'Usted tomó 2: K7F2-Q9MD P3XW-2HJK. Vea a los pacientes. Responda LISTO y el código de cada una.',
      'Aún no le llegaron y no las tomó: AAAA-AAAA.', 'Ya las tiene otra persona: BBBB-BBBB.',
    ].join('\n'));
    expect(text({ taken: ['K7F2-Q9MD'], closed: ['BBBB-BBBB'] }, 'en', 'slack')).toBe('You have 1: K7F2-Q9MD. See the patients.\nClosed already: BBBB-BBBB.');
  });

  test('says plainly that nothing was taken, and what is not confirmed', () => {
    expect(text({ notDelivered: ['AAAA-AAAA'] })).toMatch(/^No tomó ninguna\.\n/);
    expect(text({ recorded: ['AAAA-AAAA'] }, 'en')).toBe('We have your reply, not confirmed yet: AAAA-AAAA.');
  });

  test('stays below 300 characters, whatever came of how many, and says no word of its own', () => {
    const codes = fc.array(anyCode, { maxLength: 120 });
    fc.assert(fc.property(fc.record({ taken: codes, others: codes, closed: codes, notDelivered: codes, recorded: codes }), anyLanguage, (what, language) => {
      const said = text(what, language);
      expect(said.length).toBeLessThanOrEqual(MAX_TEXT_CHARS);
      if (what.taken.length > 0) expect(said).toContain(` ${what.taken.length}: `);
      expect(wordsOf(said.replaceAll(/\w{4}-\w{4}/g, ' ')).filter((word) => !VOCABULARY[language].has(word))).toEqual([]);
    }));
  });
});
