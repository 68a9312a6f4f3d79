import fc from 'fast-check';
import { MAX_TEXT_CHARS, renderDirect, smsSegments, VOCABULARY, WHATSAPP_TEMPLATES, wordsOf } from '../../../src/domain/wording/index.ts';
import type { DirectFacts } from '../../../src/domain/wording/render-direct.ts';
import { anyCode, anyDesk, anyLanguage, anyLink } from './facts.ts';

const FACTS: DirectFacts = { code: 'K7F2-Q9MD', toChannel: false, link: 'https://hospital.example/a/K7F2-Q9MD', desk: '4501', repeat: false };
const anyFacts: fc.Arbitrary<DirectFacts> = fc.record({ code: fc.oneof(anyCode, fc.string({ maxLength: 40 })), toChannel: fc.boolean(), link: anyLink, desk: anyDesk, repeat: fc.boolean() });

describe('That a message waits', () => {
  test('says by which code, that it is no alert, and where to ask', () => {
    expect(renderDirect(FACTS, 'es', 'whatsapp').text).toBe(
      'Vigía tiene un mensaje para usted: K7F2-Q9MD\nNo es una alerta: no hay que responder. Para saber qué dice, dé ese código.\nDónde: https://hospital.example/a/K7F2-Q9MD o anexo 4501\nGracias.');
    expect(renderDirect(FACTS, 'en', 'whatsapp').text).toBe(
      'Vigia has a message for you: K7F2-Q9MD\nIt is not an alert: nothing to reply. To hear what it says, give that code.\nWhere: https://hospital.example/a/K7F2-Q9MD or extension 4501\nThank you.');
  });

  test('in a channel speaks to the channel', () => {
    expect(renderDirect({ ...FACTS, toChannel: true }, 'es', 'slack').text).toContain('Vigía tiene un mensaje para este canal: K7F2-Q9MD');
  });

  test('without link and desk sends the reader to the unit', () => {
    expect(renderDirect({ ...FACTS, link: null, desk: null }, 'es', 'whatsapp').text).toContain('Dónde: pregunte en su unidad\n');
  });

  test('sent again says so', () => {
    expect(renderDirect({ ...FACTS, repeat: true }, 'es', 'sms').text).toContain('K7F2-Q9MD (repeticion)\n');
    expect(renderDirect({ ...FACTS, repeat: true }, 'en', 'slack').text).toContain('K7F2-Q9MD (repeat)\n');
  });

  test('asks for nothing: no way to answer is offered, and none of the words that take an alert', () => {
    for (const medium of ['whatsapp', 'sms', 'slack'] as const) expect(renderDirect(FACTS, 'es', medium)).toMatchObject({ actions: [], facts: null });
  });

  test('stays below 300 characters, and SMS within two parts', () => {
    fc.assert(fc.property(anyFacts, anyLanguage, fc.constantFrom('whatsapp' as const, 'sms' as const), (facts, language, medium) => {
      const { text } = renderDirect(facts, language, medium);
      expect(text.length).toBeLessThanOrEqual(MAX_TEXT_CHARS);
      if (medium === 'sms') expect(smsSegments(text)).toBeLessThanOrEqual(2);
    }), { numRuns: 1000 });
  });

  test('on WhatsApp is its template filled with its variables', () => {
    fc.assert(fc.property(anyFacts, anyLanguage, (facts, language) => {
      const message = renderDirect({ ...facts, toChannel: false }, language, 'whatsapp');
      const template = WHATSAPP_TEMPLATES.find(({ name }) => name === message.template);
      expect(template?.category).toBe('UTILITY');
      expect(template?.body.replaceAll(/\{\{(\d+)\}\}/g, (_, slot: string) => message.variables[Number(slot) - 1] ?? '?')).toBe(message.text);
      for (const value of message.variables) expect(value).not.toMatch(/^\s*$/);
    }));
  });

  test('says no word that isn’t in the vocabulary', () => {
    fc.assert(fc.property(anyFacts, anyLanguage, fc.constantFrom('whatsapp' as const, 'slack' as const), (facts, language, medium) => {
      const { text } = renderDirect({ ...facts, code: FACTS.code, link: facts.link === null ? null : FACTS.link, desk: facts.desk === null ? null : '4501' }, language, medium);
      const bare = text.replaceAll(/https:\/\/\S+/g, ' ').replaceAll(FACTS.code, ' ');
      expect(wordsOf(bare).filter((word) => !VOCABULARY[language].has(word))).toEqual([]);
    }));
  });
});
