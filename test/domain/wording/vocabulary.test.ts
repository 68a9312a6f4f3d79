import fc from 'fast-check';
import { renderAnswer, renderMessage, slackLines, VOCABULARY, WHATSAPP_TEMPLATES, wordsOf } from '../../../src/domain/wording/index.ts';
import { SENTENCES } from '../../../src/domain/wording/sentences.ts';
import { anyFacts, anyKind, anyLanguage, FACTS, SANTIAGO } from './facts.ts';

/** Treatments, people, places, money: what no message may ever say, whoever edits the sentences. */
const NEVER = [
  'apósito', 'curación', 'curar', 'antibiótico', 'desbridar', 'desbridamiento', 'masaje', 'gire', 'rotar', 'reposicionar', 'colchón', 'crema', 'dosis', 'fármaco', 'hidrocoloide', 'operar', 'habitación',
  'sala', 'pieza', 'cama', 'box', 'rut', 'ficha', 'apellido', 'edad', 'sacro', 'talón', 'uci', 'diagnóstico', 'dressing', 'wound', 'antibiotic', 'debride', 'reposition', 'turn', 'mattress', 'cream', 'dose',
  'drug', 'surgery', 'room', 'bed', 'record', 'name', 'age', 'sacrum', 'heel', 'icu', 'diagnosis', 'treat', 'treatment', 'tratamiento',
];

const OWNER = { name: 'Zzyx', since: '2026-03-01T06:12:00Z' };

describe('The vocabulary', () => {
  test('holds no word for a treatment, a room or a patient’s identity', () => {
    expect(NEVER.filter((word) => VOCABULARY.es.has(word) || VOCABULARY.en.has(word))).toEqual([]);
  });

  test('holds every word that leaves, but for names, codes, links and desks', () => {
    const known = (text: string, language: 'es' | 'en'): string[] => {
      const bare = text.replaceAll(/https:\/\/\S+/g, ' ').replaceAll('K7F2-Q9MD', ' ').replaceAll('Zzyx', ' ').replaceAll('UTC', ' ');
      return wordsOf(bare).filter((word) => !VOCABULARY[language].has(word));
    };
    const facts = anyFacts.map((each) => ({ ...each, code: 'K7F2-Q9MD', owner: each.owner === null ? null : OWNER, link: FACTS.link, desk: '4501' }));
    fc.assert(fc.property(anyKind, facts, anyLanguage, fc.constantFrom('whatsapp' as const, 'slack' as const), (kind, each, language, medium) => {
      const message = renderMessage(kind, each, language, SANTIAGO, medium);
      const { header, sections, context } = slackLines(message);
      expect(known([message.text, header, ...sections, ...context].join('\n'), language)).toEqual([]);
    }), { numRuns: 1000 });
    for (const language of ['es', 'en'] as const) {
      for (const outcome of Object.keys(SENTENCES.es.answer) as (keyof typeof SENTENCES.es.answer)[]) {
        const answer = { ok: true, outcome, owner: { responder: 'z', since: OWNER.since }, status: 'resolved', nextDeadline: FACTS.deadline };
        const { text } = renderAnswer(answer, { code: 'K7F2-Q9MD', kind: 'acknowledge', timeZone: SANTIAGO, nameOf: () => 'Zzyx', link: FACTS.link }, language, 'whatsapp');
        expect(known(text, language)).toEqual([]);
      }
    }
  });

  test('on WhatsApp has none of the words for stages, confidence or review', () => {
    for (const language of ['es', 'en'] as const) {
      const { stage, confidence, review } = SENTENCES[language];
      const said = new Set(WHATSAPP_TEMPLATES.filter((template) => template.language === language).flatMap(({ body, samples }) => wordsOf(`${body} ${samples.join(' ')}`)));
      const clinical = [...Object.values(stage), ...Object.values(confidence), review].flatMap(wordsOf).filter((word) => word.length > 5 && !['alguien', 'somebody', 'mucosa'].includes(word));
      expect(clinical.filter((word) => said.has(word))).toEqual([]);
    }
  });

  test('both languages have a sentence for everything, with the same slots', () => {
    const shape = (value: unknown): unknown => (typeof value === 'string'
      ? [...new Set([...value.matchAll(/\{(\w+)\}/g)].map(([, slot]) => slot))].sort()
      : Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, shape(inner)])));
    expect(shape(SENTENCES.en)).toEqual(shape(SENTENCES.es));
  });
});
