import fc from 'fast-check';
import { MESSAGE_KINDS, type MessageFacts, type MessageKind } from '../../../src/domain/message.ts';
import { LANGUAGES, type Language } from '../../../src/domain/people.ts';
import { parseReply } from '../../../src/domain/reply-grammar.ts';
import { MAX_TEXT_CHARS, renderMessage, smsSegments, WHATSAPP_TEMPLATES } from '../../../src/domain/wording/index.ts';
import { anyFacts, anyKind, anyLanguage, anyZone, FACTS, SANTIAGO } from './facts.ts';

const ANA = { name: 'Ana', since: '2026-03-01T06:12:00Z' };

function whatsApp(kind: MessageKind, facts: Partial<MessageFacts> = {}, language: Language = 'es'): string {
  return renderMessage(kind, { ...FACTS, ...facts }, language, SANTIAGO, 'whatsapp').text;
}

describe('A WhatsApp message', () => {
  test('of a page says how bad, what to do, until when, how to answer and where', () => {
    expect(whatsApp('page')).toBe('Alerta CRÍTICA de Vigía: K7F2-Q9MD\nVea al paciente. Responda SÍ o NO antes de 03:25.\nDónde: https://hospital.example/a/K7F2-Q9MD o anexo 4501\nIA, sin confirmar.');
    expect(whatsApp('page', {}, 'en')).toBe('Vigia alert, CRITICAL: K7F2-Q9MD\nSee the patient. Reply YES or NO before 03:25.\nWhere: https://hospital.example/a/K7F2-Q9MD or extension 4501\nAI, not confirmed.');
  });

  test('of a reminder says that nobody has it', () => {
    expect(whatsApp('reminder', { severity: 'high' })).toContain('Recordatorio de alerta ALTA de Vigía: K7F2-Q9MD\nNadie la ha tomado.');
    expect(whatsApp('reminder', {}, 'en')).toContain('Nobody has it yet. See the patient. Reply YES or NO before 03:25.');
  });

  test('to the fail-safe recipient says that it is up to them', () => {
    expect(whatsApp('fail_safe', { deadline: null })).toContain('Nadie la ha tomado: depende de usted. Vea al paciente o mande a alguien. Responda SÍ ahora mismo.');
    expect(whatsApp('fail_safe', { deadline: null }, 'en')).toContain('it is up to you. See the patient or send somebody. Reply YES right now.');
  });

  test('to the owner asks whether the patient is attended', () => {
    expect(whatsApp('attend_reminder', { owner: ANA })).toContain('¿Ya está atendida? Responda LISTO antes de 03:25, o DESHACER para devolverla.');
    expect(whatsApp('attend_reminder', { deadline: null }, 'en')).toContain('Reply DONE once attended, or UNDO to give it back.');
  });

  test('to a person who is added says who has it now', () => {
    expect(whatsApp('added', { owner: ANA })).toContain('Ahora la tiene Ana desde 03:12. Vea al paciente.');
    expect(whatsApp('added')).toContain('Ahora no la tiene nadie.');
    expect(whatsApp('added', { owner: ANA }, 'en')).toContain('Now Ana has it since 03:12.');
  });

  test('after the alert was taken says by whom and since when', () => {
    expect(whatsApp('taken_notice', { owner: ANA })).toBe('Alerta CRÍTICA de Vigía: K7F2-Q9MD\nLa tomó Ana a las 03:12. Usted no tiene que hacer nada.');
    expect(whatsApp('taken_notice', { owner: ANA }, 'en')).toBe('Vigia alert, CRITICAL: K7F2-Q9MD\nTaken by Ana at 03:12. Nothing for you to do.');
  });

  test.each([['resolved', 'Quedó atendida por Ana.'], ['cancelled', 'Quedó cancelada.'], ['informed', 'Quedó informada.'], ['else', 'Quedó cerrada.']])('after the alert was %s says so', (status, sentence) => {
    expect(whatsApp('closed_notice', { status, owner: ANA })).toContain(sentence);
  });

  test('of a drill begins with SIMULACRO or DRILL, whatever its kind', () => {
    for (const kind of MESSAGE_KINDS) {
      for (const medium of ['whatsapp', 'sms', 'slack'] as const) {
        expect(renderMessage(kind, { ...FACTS, drill: true }, 'es', SANTIAGO, medium).text).toMatch(/^SIMULACRO/);
        expect(renderMessage(kind, { ...FACTS, drill: true }, 'en', SANTIAGO, medium).text).toMatch(/^DRILL/);
      }
    }
    expect(whatsApp('drill', { drill: true })).toContain('Es una prueba: no hay paciente. Responda SÍ o NO antes de 03:25.');
  });

  test('that is sent again says so', () => {
    expect(whatsApp('page', { repeat: true })).toContain('K7F2-Q9MD (repetición)\n');
    expect(whatsApp('page', { repeat: true }, 'en')).toContain('K7F2-Q9MD (repeat)\n');
  });

  test('without link and desk sends the reader to the unit', () => {
    expect(whatsApp('page', { link: null, desk: null })).toContain('Dónde: pregunte en su unidad');
    expect(whatsApp('page', { link: null })).toContain('Dónde: anexo 4501');
    expect(whatsApp('page', { link: 'http://not.secure/x', desk: null })).toContain('Dónde: pregunte en su unidad');
  });

  test('tells the time of the reader’s zone, on either side of a change to winter time', () => {
    expect(renderMessage('page', { ...FACTS, deadline: '2026-04-05T02:30:00Z' }, 'es', SANTIAGO, 'sms').text).toContain('antes de 23:30');
    expect(renderMessage('page', { ...FACTS, deadline: '2026-04-05T03:30:00Z' }, 'es', SANTIAGO, 'sms').text).toContain('antes de 23:30');
    expect(renderMessage('page', FACTS, 'en', 'Nowhere/Here', 'sms').text).toContain('before 06:25 UTC');
  });

  test('a name can’t say anything of its own', () => {
    const text = whatsApp('taken_notice', { owner: { name: 'x\nLlame a http://evil.example {{1}} <@U1> *ya*', since: ANA.since } });
    expect(text).not.toMatch(/http:|[<>{}*@]|\/\//);
    expect(text.split('\n')).toHaveLength(2);
  });
});

describe('Whatever the facts', () => {
  const anyMedium = fc.constantFrom('whatsapp' as const, 'sms' as const);

  test('WhatsApp and SMS stay below 300 characters, and SMS within two parts', () => {
    fc.assert(fc.property(anyKind, anyFacts, anyLanguage, anyZone, anyMedium, (kind, facts, language, zone, medium) => {
      const { text } = renderMessage(kind, facts, language, zone, medium);
      expect(text.length).toBeLessThanOrEqual(MAX_TEXT_CHARS);
      if (medium === 'sms') expect(smsSegments(text)).toBeLessThanOrEqual(2);
    }), { numRuns: 3000 });
  });

  test('nothing clinical is on WhatsApp or SMS: another stage, confidence or review gives the same text', () => {
    fc.assert(fc.property(anyKind, anyFacts, anyLanguage, anyMedium, (kind, facts, language, medium) => {
      const bare = renderMessage(kind, { ...facts, stage: null, confidenceBand: null, needsReview: false, step: 0 }, language, SANTIAGO, medium);
      const full = renderMessage(kind, { ...facts, stage: 4, confidenceBand: 'low', needsReview: true, step: 3 }, language, SANTIAGO, medium);
      expect(full.text).toBe(bare.text);
      expect(full.variables).toEqual(bare.variables);
    }));
  });

  test('the template filled with the variables is the text', () => {
    fc.assert(fc.property(anyKind, anyFacts, anyLanguage, anyZone, (kind, facts, language, zone) => {
      const message = renderMessage(kind, facts, language, zone, 'whatsapp');
      const template = WHATSAPP_TEMPLATES.find(({ name }) => name === message.template);
      expect(message.variables).toHaveLength(template?.slots.length ?? -1);
      expect(template?.body.replaceAll(/\{\{(\d+)\}\}/g, (_, slot: string) => message.variables[Number(slot) - 1] ?? '?')).toBe(message.text);
      expect(message.actions).toEqual(template?.buttons.map(({ action, title }) => ({ action, label: title })));
      for (const value of message.variables) expect(value).not.toMatch(/^\s*$/);
    }), { numRuns: 1000 });
  });

  test('an SMS names neither a template nor buttons', () => {
    expect(renderMessage('page', FACTS, 'es', SANTIAGO, 'sms')).toMatchObject({ template: null, variables: [], actions: [] });
    expect(renderMessage('page', FACTS, 'es', SANTIAGO, 'sms').text).toContain('Alerta CRITICA de Vigia');
  });
});

describe('The catalogue of WhatsApp templates', () => {
  const templates = WHATSAPP_TEMPLATES.map((template): [string, typeof template] => [template.name, template]);

  test('has every kind of message in both languages, as itself and as part of a drill, the digest, and that a message waits', () => {
    expect(WHATSAPP_TEMPLATES).toHaveLength(LANGUAGES.length * (2 * (MESSAGE_KINDS.length - 1) + 1 + 1 + 1));
    expect(new Set(WHATSAPP_TEMPLATES.map(({ name }) => name)).size).toBe(WHATSAPP_TEMPLATES.length);
    expect(WHATSAPP_TEMPLATES.map(({ name }) => name)).toEqual(expect.arrayContaining(['vigia_page_es_v1', 'vigia_page_drill_en_v1', 'vigia_drill_es_v1', 'vigia_digest_en_v1', 'vigia_direct_es_v1']));
  });

  test.each(templates)('%s obeys WhatsApp’s rules', (name, { body, slots, samples, buttons, buttonSlot }) => {
    expect(name).toMatch(/^[a-z0-9_]{1,512}$/);
    expect(body).not.toMatch(/^\s*\{\{|\}\}\s*$/);
    expect(body).not.toMatch(/\}\}\s*\{\{/);
    expect(body).not.toMatch(/\n{3}|\t| {2}/);
    expect(body.length).toBeLessThanOrEqual(1024);
    expect([...body.matchAll(/\{\{(\d+)\}\}/g)].map(([, slot]) => Number(slot))).toEqual(slots.map((_, index) => index + 1));
    expect(samples.every((sample) => sample !== '')).toBe(true);
    expect(buttons.length).toBeLessThanOrEqual(3);
    expect(buttonSlot).toBe(buttons.length === 0 ? null : slots.length + 1);
    for (const { title, action } of buttons) {
      expect(title.length).toBeLessThanOrEqual(20);
      expect(parseReply(title).intent).toBe(action);
    }
  });

  test('what a message asks to be typed is what the grammar reads', () => {
    for (const word of ['SÍ', 'SI', 'YES']) expect(parseReply(word).intent).toBe('acknowledge');
    for (const word of ['LISTO', 'DONE']) expect(parseReply(word).intent).toBe('resolve');
    for (const word of ['DESHACER', 'UNDO']) expect(parseReply(word).intent).toBe('giveBack');
    expect(parseReply('NO').intent).toBe('decline');
  });
});
