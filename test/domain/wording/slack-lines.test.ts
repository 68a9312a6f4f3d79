import fc from 'fast-check';
import { ALERT_STATUSES } from '../../../src/domain/alert.ts';
import { asRendered, type MessageFacts, type MessageKind } from '../../../src/domain/message.ts';
import type { Language } from '../../../src/domain/people.ts';
import { renderMessage, slackLines, type SlackLines } from '../../../src/domain/wording/index.ts';
import { anyFacts, anyKind, anyLanguage, FACTS, SANTIAGO } from './facts.ts';

const ANA = { name: 'Ana', since: '2026-03-01T06:12:00Z' };

function lines(facts: Partial<MessageFacts> = {}, language: Language = 'es', kind: MessageKind = 'page'): SlackLines {
  return slackLines(renderMessage(kind, { ...FACTS, ...facts }, language, SANTIAGO, 'slack'));
}

describe('A Slack message', () => {
  test('says what was found, what to do, until when and where', () => {
    expect(lines()).toEqual({
      header: 'Alerta CRÍTICA · K7F2-Q9MD',
      sections: ['Vea al paciente.', 'LPP categoría IV · confianza alta', 'Sin tomar · antes de 03:25', 'Dónde: https://hospital.example/a/K7F2-Q9MD o anexo 4501'],
      context: ['IA, sin confirmar.', 'Paso 1'],
      link: 'https://hospital.example/a/K7F2-Q9MD',
      buttons: [{ action: 'acknowledge', label: 'SÍ, VOY' }, { action: 'decline', label: 'NO PUEDO' }, { action: 'resolve', label: 'LISTO' }],
    });
    expect(lines({ stage: 'deep_tissue', confidenceBand: 'low', needsReview: true, desk: null, link: null }, 'en')).toMatchObject({
      header: 'Alert, CRITICAL · K7F2-Q9MD',
      sections: ['See the patient.', 'Pressure injury, deep tissue · low confidence', 'The AI is not sure: somebody must look at the image.', 'Not taken · before 03:25'],
    });
  });

  test('after it was taken says who has it, asks nobody to go, and leaves only "done"', () => {
    const taken = lines({ status: 'acknowledged', owner: ANA });
    expect(taken.sections).toContain('La tomó Ana · 03:12');
    expect(taken.sections).not.toContain('Vea al paciente.');
    expect(taken.buttons).toEqual([{ action: 'resolve', label: 'LISTO' }, { action: 'giveBack', label: 'DEVOLVER' }]);
    expect(lines({ status: 'acknowledged', owner: ANA }, 'en').sections).toContain('Taken by Ana · 03:12');
  });

  test.each([['resolved', 'Atendida por Ana'], ['cancelled', 'Cancelada'], ['informed', 'Informada']])('after it was %s has no buttons', (status, state) => {
    const closed = lines({ status, owner: ANA });
    expect(closed.sections).toContain(state);
    expect(closed.buttons).toEqual([]);
  });

  test('that somebody is asked to take over keeps its buttons while another person has it', () => {
    expect(lines({ status: 'acknowledged', owner: ANA }, 'es', 'added')).toMatchObject({ sections: expect.arrayContaining(['Piden su ayuda. Vea al paciente.', 'La tomó Ana · 03:12']), buttons: [{ action: 'acknowledge' }, { action: 'decline' }, { action: 'resolve' }] });
  });

  test('has a plain text without stage or confidence, for the screen of a locked phone', () => {
    const message = renderMessage('page', FACTS, 'es', SANTIAGO, 'slack');
    expect(message).toMatchObject({ template: null, variables: [] });
    expect(message.text).toBe('Alerta CRÍTICA · K7F2-Q9MD\nVea al paciente.\nSin tomar · antes de 03:25\nDónde: https://hospital.example/a/K7F2-Q9MD o anexo 4501\nIA, sin confirmar.');
  });

  test('of a drill begins with SIMULACRO / DRILL, and one sent again says so', () => {
    expect(lines({ drill: true, repeat: true }).header).toBe('SIMULACRO. Alerta CRÍTICA · K7F2-Q9MD (repetición)');
    expect(lines({}, 'en', 'drill')).toMatchObject({ header: 'DRILL. Alert, CRITICAL · K7F2-Q9MD', sections: ['This is a test: there is no patient.', expect.anything(), expect.anything(), expect.anything()] });
  });

  test('that is only text stays as it is', () => {
    const answer = asRendered({ kind: 'answer', language: 'es', template: null, variables: [], text: 'Hola', actions: [], facts: null });
    expect(slackLines(answer)).toEqual({ header: '', sections: ['Hola'], context: [], link: null, buttons: [] });
  });

  test('is made of whatever facts there are, in every status, with no empty line', () => {
    fc.assert(fc.property(anyKind, anyFacts, fc.constantFrom(...ALERT_STATUSES), anyLanguage, (kind, facts, status, language) => {
      const made = slackLines(renderMessage(kind, { ...facts, status }, language, SANTIAGO, 'slack'));
      for (const line of [made.header, ...made.sections, ...made.context]) expect(line).toMatch(/^[^\s[\]{}].*$/s);
    }));
  });
});
