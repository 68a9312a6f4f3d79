import fc from 'fast-check';
import type { DigestAlert } from '../../../src/domain/message.ts';
import { MAX_TEXT_CHARS, NAMED_CODES, renderDigest, smsSegments, VOCABULARY, WHATSAPP_TEMPLATES, wordsOf } from '../../../src/domain/wording/index.ts';
import { SEVERITIES } from '../../../src/domain/severity.ts';
import { anyCode, anyLanguage } from './facts.ts';

const THREE: DigestAlert[] = [{ code: 'K7F2-Q9MD', severity: 'critical' }, { code: 'P3XW-2HJK', severity: 'high' }, { code: 'AAAA-AAAA', severity: 'medium' }];
const many = (count: number): DigestAlert[] => Array.from({ length: count }, (_, index) => ({ code: `K7F2-Q${String(index).padStart(3, '0')}`, severity: 'critical' }));
const anyDigest = fc.array(fc.record({ code: anyCode, severity: fc.constantFrom(...SEVERITIES) }), { minLength: 2, maxLength: 300 });

describe('A message about several alerts', () => {
  test('names them on WhatsApp, says how bad the worst is and how to answer', () => {
    expect(renderDigest(THREE, { repeat: false }, 'es', 'whatsapp').text).toBe('Vigía, alertas hasta CRÍTICA: K7F2-Q9MD P3XW-2HJK AAAA-AAAA.\nResponda ACK TODOS, o SÍ y un código.\nIA, sin confirmar.');
    expect(renderDigest(THREE, { repeat: false }, 'en', 'whatsapp').text).toBe('Vigia alerts up to CRITICAL: K7F2-Q9MD P3XW-2HJK AAAA-AAAA.\nReply ACK ALL, or YES and a code.\nAI, not confirmed.');
  });

  test('names twenty, and says how many more there are', () => {
    for (const [medium, language] of [['whatsapp', 'es'], ['whatsapp', 'en'], ['sms', 'es'], ['slack', 'es']] as const) {
      const { text } = renderDigest(many(300), { repeat: false }, language, medium);
      expect(text.match(/K7F2-Q\d{3}/g)).toHaveLength(NAMED_CODES);
      expect(text).toContain(language === 'es' ? 'y 280 más'.replace('á', medium === 'sms' ? 'a' : 'á') : 'and 280 more');
    }
    expect(renderDigest(many(20), { repeat: false }, 'es', 'whatsapp').text).not.toContain('más');
  });

  test('that is sent again says so, and still says how many there are', () => {
    const { text } = renderDigest(many(300), { repeat: true }, 'es', 'whatsapp');
    expect(text).toContain('CRÍTICA (repetición): ');
    expect(text).toContain('y 282 más');
  });

  test('stays below 300 characters on WhatsApp and SMS, and SMS within two parts', () => {
    fc.assert(fc.property(anyDigest, fc.boolean(), anyLanguage, fc.constantFrom('whatsapp' as const, 'sms' as const), (alerts, repeat, language, medium) => {
      const { text } = renderDigest(alerts, { repeat }, language, medium);
      expect(text.length).toBeLessThanOrEqual(MAX_TEXT_CHARS);
      if (medium === 'sms') expect(smsSegments(text)).toBeLessThanOrEqual(2);
    }));
  });

  test('is its template filled with its variables, which break no line, and says no word of its own', () => {
    fc.assert(fc.property(anyDigest, fc.boolean(), anyLanguage, (alerts, repeat, language) => {
      const message = renderDigest(alerts, { repeat }, language, 'whatsapp');
      const template = WHATSAPP_TEMPLATES.find(({ name }) => name === message.template);
      expect(template?.body.replaceAll(/\{\{(\d+)\}\}/g, (_, slot: string) => message.variables[Number(slot) - 1] ?? '?')).toBe(message.text);
      expect(message.variables.filter((value) => /[\n\t]| {2}|^$/.test(value))).toEqual([]);
      expect(wordsOf(message.text.replaceAll(/\w{4}-\w{4}/g, ' ')).filter((word) => !VOCABULARY[language].has(word))).toEqual([]);
    }));
  });

  test('is the same to the letter however its alerts stand meanwhile, so that it can be found again', () => {
    const stands = THREE.map((alert) => ({ ...alert, status: 'acknowledged', owner: 'Ana' }));
    expect(renderDigest(stands, { repeat: false }, 'es', 'sms')).toEqual(renderDigest(THREE, { repeat: false }, 'es', 'sms'));
  });

  test('tells in Slack how each of them stands, with names that can say nothing of their own', () => {
    const stands = [{ ...THREE[0], status: 'acknowledged', owner: 'Ana\n<!channel>' }, { ...THREE[1], status: 'resolved', owner: 'Luis' }, THREE[2]] as DigestAlert[];
    expect(renderDigest(stands, { repeat: false }, 'es', 'slack').text).toBe([
      '3 alertas hasta CRÍTICA. Vea a los pacientes.', 'K7F2-Q9MD · CRÍTICA · La tomó Ana channel', 'P3XW-2HJK · ALTA · Atendida por Luis', 'AAAA-AAAA · media · Sin tomar', 'IA, sin confirmar.',
    ].join('\n'));
  });
});
