import fc from 'fast-check';
import { SEVERITIES } from '../../../src/domain/severity.ts';
import type { AskDecision, SayKind } from '../../../src/domain/reply-binding.ts';
import { MAX_OPTIONS } from '../../../src/domain/reply-questions.ts';
import type { RequestAnswer, WhatFollows } from '../../../src/domain/request.ts';
import { MAX_TEXT_CHARS, renderAnswer, renderDecision, smsSegments, type AnswerContext, type SpokenDecision } from '../../../src/domain/wording/index.ts';
import { SENTENCES } from '../../../src/domain/wording/sentences.ts';
import { anyCode, anyDesk, anyLanguage, anyLink, anyName, anyZone, FACTS, SANTIAGO } from './facts.ts';

const NAMES: Record<string, string> = { ana: 'Ana', luis: 'Luis' };
const CONTEXT: AnswerContext = { code: 'K7F2-Q9MD', kind: 'acknowledge', timeZone: SANTIAGO, nameOf: (id) => NAMES[id] ?? id, link: FACTS.link };
const LUIS = { responder: 'luis', since: '2026-03-01T06:12:00Z' };

const OUTCOMES = Object.keys({ ...SENTENCES.es.answer, ...SENTENCES.es.passedOn }) as RequestAnswer['outcome'][];

function answer(outcome: RequestAnswer['outcome'], more: Partial<RequestAnswer> = {}): RequestAnswer {
  return { ok: true, outcome, owner: null, status: 'acknowledged', nextDeadline: null, ...more };
}

function say(kind: SayKind, code: string | null = null, owner: string | null = null): SpokenDecision {
  return { type: 'say', say: kind, code, owner };
}

describe('The answer to a request', () => {
  test.each([
    [answer('taken', { owner: LUIS, nextDeadline: '2026-03-01T06:42:00Z' }), 'Usted tomó K7F2-Q9MD. Vea al paciente. Responda LISTO antes de 03:42, o DESHACER para devolverla. Dónde: https://hospital.example/a/K7F2-Q9MD'],
    [answer('already_taken', { owner: LUIS }), 'K7F2-Q9MD: ya la tiene Luis desde 03:12. Usted no tiene que hacer nada.'],
    [answer('already_yours', { owner: LUIS }), 'K7F2-Q9MD ya está a su nombre desde 03:12. Responda LISTO cuando lo esté, o DESHACER para devolverla.'],
    [answer('declined'), 'Entendido: usted no toma K7F2-Q9MD. Llamamos a otra persona.'],
    [answer('resolved'), 'K7F2-Q9MD quedó atendida. Si fue un error, responda DESHACER en los próximos 10 minutos.'],
    [answer('given_back'), 'Usted devolvió K7F2-Q9MD. Llamamos a otra persona.'],
    [answer('declined', { status: 'unanswered', nextDeadline: '2026-03-01T06:17:00Z', follows: 'nobody_further' }), 'Entendido: usted no toma K7F2-Q9MD. No hay nadie más a quien llamar. Sigue abierta y avisamos de nuevo a las 03:17.'],
    [answer('given_back', { status: 'unanswered', nextDeadline: '2026-03-01T06:17:00Z', follows: 'nobody_further' }), 'Usted devolvió K7F2-Q9MD. No hay nadie más a quien llamar. Sigue abierta y avisamos de nuevo a las 03:17.'],
    [answer('declined', { status: 'unanswered', follows: 'drill_over' }), 'Entendido: usted no toma K7F2-Q9MD. El simulacro terminó: no llamamos a nadie más.'],
    [answer('declined', { status: 'unanswered', nextDeadline: '2026-03-01T11:00:00Z', follows: 'last_person_later' }), 'Entendido: usted no toma K7F2-Q9MD. Sigue abierta, pero no llamamos a nadie más hasta las 08:00. Si no puede esperar, avise a un colega.'],
    [answer('escalated', { status: 'unanswered', nextDeadline: '2026-03-01T11:00:00Z', follows: 'last_person_later' }), 'Usted pidió ayuda con K7F2-Q9MD. Sigue abierta, pero no llamamos a nadie más hasta las 08:00. Si no puede esperar, avise a un colega.'],
    [answer('escalated', { follows: 'step' }), 'Usted pidió ayuda con K7F2-Q9MD. Llamamos a otra persona.'],
    [answer('escalated', { status: 'unanswered', follows: 'last_person' }), 'Usted pidió ayuda con K7F2-Q9MD. Llamamos a la última persona.'],
    [answer('declined', { status: 'triggered', nextDeadline: '2026-03-01T18:12:00Z', follows: 'on_list' }), 'Entendido: usted no toma K7F2-Q9MD. Sigue en la lista: no llamamos a nadie hasta las 15:12.'],
    [answer('declined', { follows: 'called_already' }), 'Entendido: usted no toma K7F2-Q9MD. Ya estamos llamando a otras personas.'],
    [answer('declined', { owner: LUIS }), 'Entendido: usted no toma K7F2-Q9MD. La sigue teniendo Luis.'],
    [answer('closed', { status: 'resolved', owner: LUIS }), 'K7F2-Q9MD ya está atendida por Luis. No cambió nada.'],
    [answer('closed', { status: 'resolved', owner: LUIS, resolvedBy: 'ana' }), 'K7F2-Q9MD ya está atendida por Ana. No cambió nada.'],
    [answer('already_resolved', { status: 'resolved', owner: LUIS, resolvedBy: 'ana' }), 'K7F2-Q9MD ya estaba atendida por Ana. No cambió nada.'],
    [answer('given_back', { follows: 'step', takenFrom: 'ana' }), 'K7F2-Q9MD: ya no la tiene Ana. Llamamos a otra persona.'],
    [answer('closed', { status: 'cancelled' }), 'K7F2-Q9MD ya está cancelada. No cambió nada.'],
    [answer('not_owner', { owner: LUIS }), 'K7F2-Q9MD no está a su nombre: la tiene Luis desde 03:12. No cambió nada.'],
    [answer('not_owner'), 'K7F2-Q9MD no está a su nombre: no la tiene nadie. No cambió nada.'],
    [answer('recorded'), 'Recibimos su respuesta sobre K7F2-Q9MD. Todavía no está confirmada: le avisamos.'],
  ])('%o is told in Spanish', (given, text) => {
    expect(renderAnswer(given, CONTEXT, 'es', 'whatsapp')).toMatchObject({ kind: 'answer', template: null, variables: [], actions: [], text });
  });

  test('is told in English', () => {
    expect(renderAnswer(answer('already_taken', { owner: LUIS }), CONTEXT, 'en', 'sms').text).toBe('K7F2-Q9MD: Luis has it since 03:12. Nothing for you to do.');
    expect(renderAnswer(answer('given_back', { follows: 'step', takenFrom: 'ana' }), CONTEXT, 'en', 'whatsapp').text).toBe('K7F2-Q9MD: Ana no longer has it. We are calling somebody else.');
    expect(renderAnswer(answer('declined', { follows: 'called_already' }), CONTEXT, 'en', 'whatsapp').text).toBe('Understood: you do not take K7F2-Q9MD. We are calling others already.');
    expect(renderAnswer(answer('declined', { nextDeadline: '2026-03-01T11:00:00Z', follows: 'last_person_later' }), CONTEXT, 'en', 'whatsapp').text).toBe('Understood: you do not take K7F2-Q9MD. It stays open, but we call nobody else until 08:00. If it cannot wait, tell a colleague.');
    expect(renderAnswer(answer('taken', { owner: LUIS }), { ...CONTEXT, link: null }, 'en', 'whatsapp').text).toBe('You have K7F2-Q9MD. See the patient. Reply DONE once attended, or UNDO to give it back.');
  });

  test('names buttons on Slack, where nobody replies by text', () => {
    expect(renderAnswer(answer('taken', { owner: LUIS }), { ...CONTEXT, link: null }, 'es', 'slack').text).toBe('Usted tomó K7F2-Q9MD. Vea al paciente. Pulse LISTO cuando lo esté.');
    for (const outcome of OUTCOMES) {
      expect(renderAnswer(answer(outcome), CONTEXT, 'es', 'slack').text).not.toMatch(/esponda/);
      expect(renderAnswer(answer(outcome), CONTEXT, 'en', 'slack').text).not.toMatch(/eply (YES|DONE|UNDO)/);
    }
  });

  test('says that nothing was taken when only the server has the reply', () => {
    expect(renderAnswer(answer('recorded'), CONTEXT, 'en', 'whatsapp').text).not.toMatch(/You have K7|taken/);
  });

  test('of a drill is marked', () => {
    expect(renderAnswer(answer('taken'), { ...CONTEXT, drill: true }, 'es', 'whatsapp').text).toMatch(/^SIMULACRO\. Usted tomó/);
  });
});

describe('What is said about a reply that changed nothing', () => {
  test.each([
    [say('seen_not_taken'), 'Aún no la tomó: responda SÍ o NO.'],
    [say('seen_not_taken', 'K7F2-Q9MD'), 'Aún no la tomó: responda SÍ o NO. Alerta K7F2-Q9MD.'],
    [say('nothing_open'), 'No hay alertas abiertas para usted. No tomó ninguna.'],
    [say('yours', 'K7F2-Q9MD', 'ana'), 'K7F2-Q9MD sigue a su nombre. Responda LISTO cuando esté atendida, o DESHACER para devolverla.'],
    [say('taken_by_other', 'K7F2-Q9MD', 'luis'), 'K7F2-Q9MD: ya la tiene Luis. Usted no tiene que hacer nada.'],
    [say('taken_by_other'), 'La alerta: ya la tiene otra persona. Usted no tiene que hacer nada.'],
    [say('unknown_code', 'A2BC-D5EF'), 'No conocemos ese código A2BC-D5EF. No tomó nada: revíselo y responda otra vez.'],
    [say('not_an_alert', 'A2BC-D5EF'), 'A2BC-D5EF es un mensaje, no una alerta. No tomó nada. Para tomar una alerta, responda SÍ y el código de ella.'],
    [say('unclear'), 'No entendimos; aún no la tomó. Responda SÍ para tomarla o NO si no puede.'],
    [{ type: 'optIn', responders: [] }, 'Vuelve a recibir las alertas de Vigía.'],
    [{ type: 'optOut', responders: [], affected: [] }, 'No le mandaremos más mensajes. Avisamos a su hospital. Para volver: START.'],
  ] satisfies [SpokenDecision, string][])('%o is told in Spanish', (decision, text) => {
    expect(renderDecision(decision, CONTEXT, 'es', 'whatsapp').text).toBe(text);
  });

  test('is told in English', () => {
    expect(renderDecision(say('seen_not_taken', 'K7F2-Q9MD'), CONTEXT, 'en', 'whatsapp').text).toBe('You have not taken it yet: reply YES or NO. Alert K7F2-Q9MD.');
  });
});

describe('A question', () => {
  const which: SpokenDecision = {
    type: 'ask', ask: 'which_alert', kind: 'acknowledge', code: null, more: 2, reason: 'several_open',
    options: [{ code: 'K7F2-Q9MD', severity: 'critical' }, { code: 'A2BC-D5EF', severity: null }],
  };

  test('of which alert is a numbered list that says that nothing was taken', () => {
    expect(renderDecision(which, CONTEXT, 'es', 'whatsapp').text).toBe(
      '¿Cuál toma? Aún no tomó ninguna. Responda solo el número:\n1) K7F2-Q9MD CRÍTICA\n2) A2BC-D5EF\ny 2 más: responda con el código');
    expect(renderDecision({ ...which, more: 0, reason: 'number_out_of_range' }, CONTEXT, 'en', 'whatsapp').text).toBe(
      'That number is not there. Which one do you take? You have taken none yet. Reply with its number only:\n1) K7F2-Q9MD CRITICAL\n2) A2BC-D5EF');
  });

  test('of who it is lists names', () => {
    const who: SpokenDecision = {
      type: 'ask', ask: 'who', kind: 'acknowledge', code: 'K7F2-Q9MD', more: 0, reason: 'shared_address', options: [{ responder: 'ana', name: 'Ana' }, { responder: 'luis', name: 'Luis' }],
    };
    expect(renderDecision(who, CONTEXT, 'es', 'whatsapp').text).toBe('¿Quién responde por K7F2-Q9MD? Aún no cambió nada. Responda solo el número:\n1) Ana\n2) Luis');
  });
});

describe('Whatever is answered', () => {
  const context = fc.record({ code: anyCode, kind: fc.constant('acknowledge' as const), timeZone: anyZone, nameOf: anyName.map((name) => () => name), link: anyLink, desk: anyDesk, drill: fc.boolean() });
  const medium = fc.constantFrom('whatsapp' as const, 'sms' as const, 'slack' as const);
  const option = fc.record({ code: anyCode, severity: fc.option(fc.constantFrom(...SEVERITIES), { nil: null }) });
  const asked = fc.record({
    type: fc.constant('ask' as const), kind: fc.constantFrom('acknowledge' as const, 'decline' as const, 'resolve' as const, 'giveBack' as const), code: fc.option(anyCode, { nil: null }), more: fc.nat(99),
    reason: fc.constantFrom<AskDecision['reason'][]>('several_open', 'several_codes', 'code_and_quote_differ', 'shared_address', 'number_out_of_range', 'paged_elsewhere'),
  });
  const decisions: fc.Arbitrary<SpokenDecision> = fc.oneof(
    fc.record({ type: fc.constant('say' as const), say: fc.constantFrom(...(Object.keys(SENTENCES.es.say) as SayKind[])), code: fc.option(anyCode, { nil: null }), owner: fc.option(fc.constant('x'), { nil: null }) }),
    fc.tuple(asked, fc.array(option, { maxLength: MAX_OPTIONS })).map(([rest, options]) => ({ ...rest, ask: 'which_alert' as const, options })),
    fc.tuple(asked, fc.array(anyName, { maxLength: MAX_OPTIONS })).map(([rest, names]) => ({ ...rest, ask: 'who' as const, options: names.map((name) => ({ responder: name, name })) })),
  );

  test('it is short, and whole: no sentence is cut', () => {
    const answers = fc.record({ ok: fc.boolean(), outcome: fc.constantFrom(...OUTCOMES), owner: fc.option(fc.constant(LUIS), { nil: null }), status: fc.string(), nextDeadline: fc.option(fc.constant(FACTS.deadline), { nil: null }), takenFrom: fc.constant('x'), resolvedBy: fc.constant('x'), follows: fc.constantFrom(...(Object.keys(SENTENCES.es.follows) as WhatFollows[])) }, { requiredKeys: ['ok', 'outcome', 'owner', 'status', 'nextDeadline'] });
    fc.assert(fc.property(answers, decisions, context, anyLanguage, medium, (given, decision, with_, language, by) => {
      for (const { text } of [renderAnswer(given, with_, language, by), renderDecision(decision, with_, language, by)]) {
        expect(text.length).toBeLessThanOrEqual(MAX_TEXT_CHARS);
        expect(text).not.toMatch(/\.\.\.$|[{}[\]]/);
        if (by === 'sms') expect(smsSegments(text)).toBeLessThanOrEqual(2);
      }
    }), { numRuns: 3000 });
  });
});
