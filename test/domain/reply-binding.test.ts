import fc from 'fast-check';
import type { Responder } from '../../src/domain/people.ts';
import { bindReply, type AskedQuestion, type BindingDecision, type BindingInput, type OpenAlert } from '../../src/domain/reply-binding.ts';
import { parseReply } from '../../src/domain/reply-grammar.ts';
import { MAX_OPTIONS, QUESTION_TTL_MS } from '../../src/domain/reply-questions.ts';

const NOW = new Date('2026-03-01T06:20:00Z');
const A = 'K7F2-Q9MD';
const B = 'A2BC-D5EF';
const C = 'M3NP-R4ST';

function person(id: string, name: string): Responder {
  return { id, name, language: 'es', timeZone: 'America/Santiago', roles: [], destinations: {} };
}
const ana = person('ana', 'Ana Soto');
const luis = person('luis', 'Luis');

function open(code: string, more: Partial<OpenAlert> = {}): OpenAlert {
  return { code, severity: 'high', step: 1, notificationId: `${code}~1`, sentAt: new Date('2026-03-01T06:10:00Z'), ...more };
}

function bind(text: string, more: Partial<BindingInput> = {}): BindingDecision {
  const sharers = more.sharers ?? [ana];
  const openAlerts = more.openAlerts ?? [open(A)];
  return bindReply({
    reply: parseReply(text, { names: sharers.map(({ name }) => name) }), quotedNotification: null, buttonNotification: null, quotedDigest: null, buttonDigest: null, delivered: Object.fromEntries(sharers.map(({ id }) => [id, { delivered: openAlerts, underWay: [] }])), sharers,
    openAlerts, elsewhere: [], typed: null, directMessage: null, pendingQuestion: null, now: NOW, ...more,
  });
}

function question(kind: AskedQuestion['kind'], options: string[], request: Partial<AskedQuestion['request']> = {}, minutes = 5): AskedQuestion {
  return { kind, options, request: { kind: 'acknowledge', code: null, responder: null, ...request }, expiresAt: new Date(NOW.getTime() + minutes * 60_000) };
}

describe('A reply to a message of the service that is no alert', () => {
  test.each(['sí', 'no puedo', 'listo', 'ok', '👍', '2', 'todas', 'ayuda', 'gracias'])('%j takes nothing, whatever is open, and says why', (text) => {
    expect(bind(text, { directMessage: B, pendingQuestion: question('which_alert', [A, C]) })).toEqual({ type: 'say', say: 'not_an_alert', code: B, owner: null });
  });

  test('a button counts all the same, and so do STOP and START', () => {
    expect(bind('x', { directMessage: B, buttonNotification: { ...open(A), action: 'acknowledge' } })).toMatchObject({ type: 'act', code: A, reason: 'button' });
    expect(bind('stop', { directMessage: B })).toMatchObject({ type: 'optOut' });
    expect(bind('start', { directMessage: B })).toMatchObject({ type: 'optIn' });
  });

  test('from a number that nobody has is from nobody', () => {
    expect(bind('sí', { directMessage: B, sharers: [] })).toMatchObject({ say: 'unknown_sender' });
  });
});

describe('A reply with one alert open', () => {
  test.each([['sí', 'acknowledge'], ['no puedo', 'decline'], ['listo', 'resolve'], ['deshacer', 'giveBack'], ['todas', 'acknowledge']])('%j is bound to that alert', (text, act) => {
    expect(bind(text)).toEqual({ type: 'act', act, code: A, responder: 'ana', notificationId: `${A}~1`, step: 1, reason: 'only_open' });
  });

  test('a finding goes with a resolve', () => {
    expect(bind('listo, falsa alarma')).toMatchObject({ type: 'act', act: 'resolve', found: 'not_an_injury' });
  });

  test('seen is not taken', () => {
    expect(bind('ok')).toEqual({ type: 'say', say: 'seen_not_taken', code: A, owner: null });
  });

  test('seen by who has it already is answered with that', () => {
    expect(bind('ok gracias', { openAlerts: [open(A, { owner: 'ana' })] })).toEqual({ type: 'say', say: 'yours', code: A, owner: 'ana' });
  });

  test('seen by somebody when another person has it is answered with who has it', () => {
    expect(bind('👍', { openAlerts: [open(A, { owner: 'luis' })] })).toEqual({ type: 'say', say: 'taken_by_other', code: A, owner: 'luis' });
  });

  test('somebody who is asked to take over, or is needed beside whoever has it, hears that they have not taken it', () => {
    expect(bind('ok', { openAlerts: [open(A, { owner: 'luis', offered: true })] })).toMatchObject({ say: 'seen_not_taken', code: A });
    expect(bind('a lo mejor voy', { openAlerts: [open(A, { owner: 'luis', offered: true })] })).toMatchObject({ say: 'unclear', code: A });
    expect(bind('ok', { openAlerts: [open(A, { owner: 'ana', offered: true })] })).toMatchObject({ say: 'yours' });
  });

  test('what isn’t understood takes nothing', () => {
    expect(bind('a lo mejor voy')).toEqual({ type: 'say', say: 'unclear', code: A, owner: null });
    expect(bind(`${A}`)).toEqual({ type: 'say', say: 'unclear', code: A, owner: null });
  });

  test('a number without a question takes nothing', () => {
    expect(bind('2')).toMatchObject({ type: 'say', say: 'no_question' });
    expect(bind('sí 2')).toMatchObject({ type: 'say', say: 'no_question' });
  });
});

describe('A reply with several alerts open', () => {
  const openAlerts = [open(A, { severity: 'medium' }), open(B, { severity: 'critical' }), open(C, { severity: 'medium', sentAt: new Date('2026-03-01T06:15:00Z') })];

  test.each(['sí', 'no', 'listo'])('%j takes none and asks, the worst and newest first', (text) => {
    const decision = bind(text, { openAlerts });
    expect(decision).toMatchObject({
      type: 'ask', ask: 'which_alert', reason: 'several_open', more: 0,
      options: [{ code: B, severity: 'critical' }, { code: C, severity: 'medium' }, { code: A, severity: 'medium' }],
      question: { kind: 'which_alert', options: [B, C, A], expiresAt: new Date(NOW.getTime() + QUESTION_TTL_MS) },
    });
  });

  test('the question remembers what was asked for, and by whom', () => {
    expect(bind('no', { openAlerts })).toMatchObject({ question: { request: { kind: 'decline', code: null, responder: 'ana' } } });
  });

  test('a typed code chooses', () => {
    expect(bind(`sí ${C}`, { openAlerts })).toMatchObject({ type: 'act', act: 'acknowledge', code: C, notificationId: `${C}~1`, reason: 'code' });
  });

  test('a quoted message chooses, with its step', () => {
    const quotedNotification = { code: B, notificationId: 'old', step: 3 };
    expect(bind('sí', { openAlerts, quotedNotification })).toMatchObject({ type: 'act', code: B, notificationId: 'old', step: 3, reason: 'quote' });
  });

  test('a pressed button chooses, whatever the text', () => {
    const buttonNotification = { code: A, notificationId: 'n', step: 1, action: 'decline' as const };
    expect(bind('ayuda', { openAlerts, buttonNotification })).toMatchObject({ type: 'act', act: 'decline', code: A, reason: 'button' });
  });

  test('a typed code and a quoted message that disagree are asked about', () => {
    const quotedNotification = { code: A, notificationId: 'n', step: 1 };
    expect(bind(`sí ${B}`, { openAlerts, quotedNotification })).toMatchObject({ type: 'ask', reason: 'code_and_quote_differ', options: [{ code: B }, { code: A }] });
    expect(bind(`sí ${A}`, { openAlerts, quotedNotification })).toMatchObject({ type: 'act', code: A, reason: 'quote' });
  });

  test('two codes in one reply are asked about', () => {
    expect(bind(`sí ${A} ${B}`, { openAlerts })).toMatchObject({ type: 'ask', reason: 'several_codes', options: [{ code: B }, { code: A }] });
    expect(bind('sí W5XY-Z6AB W5XY-Z7AB', { openAlerts })).toMatchObject({ type: 'say', say: 'unknown_code' });
  });

  test('seen names no alert', () => {
    expect(bind('ok', { openAlerts })).toEqual({ type: 'say', say: 'seen_not_taken', code: null, owner: null });
  });

  test('a question lists no more than a message holds, and says how many are left', () => {
    const many = Array.from({ length: 12 }, (_, index) => open(`K${(index % 8) + 2}F2-Q9M${index % 10}`));
    const decision = bind('sí', { openAlerts: many });
    expect(decision).toMatchObject({ type: 'ask', more: 12 - MAX_OPTIONS });
    expect(decision.type === 'ask' && decision.question.options).toHaveLength(MAX_OPTIONS);
  });
});

describe('A reply about an alert that isn’t open here', () => {
  test('with nothing open takes nothing', () => {
    for (const text of ['sí', 'no', 'ok', 'qué']) expect(bind(text, { openAlerts: [] })).toMatchObject({ type: 'say', say: 'nothing_open' });
  });

  test('a code that no alert has is said to be unknown', () => {
    expect(bind(`sí ${B}`)).toEqual({ type: 'say', say: 'unknown_code', code: B, owner: null });
  });

  test('a code of an alert that never came here is refused', () => {
    expect(bind(`sí ${B}`, { typed: { code: B, sentHere: null, pagedElsewhere: [] } })).toEqual({ type: 'say', say: 'not_for_you', code: B, owner: null });
  });

  describe('a code of an alert that came to somebody here by another way', () => {
    const toAna = { code: B, sentHere: null, pagedElsewhere: [{ responder: 'ana', notificationId: 'by-slack', step: 2 }] };

    test.each([['voy', 'acknowledge'], ['no puedo', 'decline'], ['listo', 'resolve']])('counts as theirs: %j', (text, act) => {
      expect(bind(`${text} ${B}`, { typed: toAna })).toEqual({ type: 'act', act, code: B, responder: 'ana', notificationId: 'by-slack', step: 2, reason: 'code' });
    });

    test('answers a question with the code alone, and nothing but a clear yes takes it', () => {
      const pendingQuestion = question('which_alert', [A, C]);
      expect(bind(B, { typed: toAna, pendingQuestion })).toMatchObject({ type: 'act', act: 'acknowledge', code: B, responder: 'ana' });
      expect(bind(`a lo mejor voy ${B}`, { typed: toAna })).toMatchObject({ type: 'say' });
    });

    test('on a shared phone is theirs alone who was paged: who speaks is asked, and anybody else is refused', () => {
      const shared = { sharers: [ana, luis], typed: toAna };
      const asked = bind(`voy ${B}`, shared);
      expect(asked).toMatchObject({ type: 'ask', ask: 'who', code: B, options: [{ responder: 'ana' }], question: { options: ['ana'], request: { code: B } } });
      expect(bind(`voy ${B} soy ana`, shared)).toMatchObject({ type: 'act', responder: 'ana', notificationId: 'by-slack' });
      expect(bind(`voy ${B} soy luis`, shared)).toMatchObject({ type: 'say', say: 'not_for_you' });
      const pendingQuestion = asked.type === 'ask' ? asked.question : null;
      expect(bind('1', { sharers: [ana, luis], pendingQuestion })).toMatchObject({ type: 'act', responder: 'ana', code: B });
      expect(bind('luis', { sharers: [ana, luis], pendingQuestion })).toEqual({ type: 'say', say: 'not_for_you', code: B, owner: null });
    });
  });

  test('a code of a closed alert is bound: its own answer says that it is closed', () => {
    expect(bind(`sí ${B}`, { typed: { code: B, sentHere: { notificationId: 'n', step: 2 }, pagedElsewhere: [] } })).toMatchObject({ type: 'act', code: B, notificationId: 'n', step: 2 });
  });

  test('a quoted message of a closed alert is bound, even when another alert is open', () => {
    expect(bind('sí', { quotedNotification: { code: B, notificationId: 'n', step: 1 } })).toMatchObject({ type: 'act', code: B });
  });

  test('seen, quoting a closed alert, is answered with nothing open', () => {
    expect(bind('ok', { quotedNotification: { code: B, notificationId: 'n', step: 1 } })).toMatchObject({ type: 'say', say: 'nothing_open' });
  });
});

describe('The answer to "which alert?"', () => {
  const openAlerts = [open(A), open(B)];
  const pendingQuestion = question('which_alert', [B, A], { kind: 'decline', responder: 'ana' });

  test('a number chooses', () => {
    expect(bind('2', { openAlerts, pendingQuestion })).toEqual({ type: 'act', act: 'decline', code: A, responder: 'ana', notificationId: `${A}~1`, step: 1, reason: 'question_answered' });
  });

  test('a code alone chooses', () => {
    expect(bind(B, { openAlerts, pendingQuestion })).toMatchObject({ type: 'act', act: 'decline', code: B, reason: 'question_answered' });
  });

  test('a number with a verb uses the verb', () => {
    expect(bind('sí, la 1', { openAlerts, pendingQuestion })).toMatchObject({ type: 'act', act: 'acknowledge', code: B });
  });

  test('the number means what it meant when the question was asked', () => {
    expect(bind('1', { openAlerts: [open(C), open(A)], pendingQuestion })).toMatchObject({ type: 'act', code: B, notificationId: null });
  });

  test('a number out of range is asked about again, in the same order', () => {
    for (const text of ['3', '0', '99']) {
      expect(bind(text, { openAlerts, pendingQuestion })).toMatchObject({ type: 'ask', reason: 'number_out_of_range', question: { options: [B, A], request: { kind: 'decline' } } });
    }
  });

  test('a bare yes is asked about again', () => {
    expect(bind('sí', { openAlerts, pendingQuestion })).toMatchObject({ type: 'ask', reason: 'several_open', question: { request: { kind: 'acknowledge' } } });
  });

  test('a number after the question expired takes nothing', () => {
    const expired = question('which_alert', [B, A], {}, 0);
    expect(bind('2', { openAlerts, pendingQuestion: expired })).toMatchObject({ type: 'say', say: 'question_expired' });
    expect(bind('sí 2', { openAlerts, pendingQuestion: expired })).toMatchObject({ type: 'say', say: 'question_expired' });
  });

  test('a button pressed instead is bound by itself', () => {
    const buttonNotification = { code: A, notificationId: 'n', step: 1, action: 'acknowledge' as const };
    expect(bind('2', { openAlerts, pendingQuestion, buttonNotification })).toMatchObject({ type: 'act', act: 'acknowledge', code: A, reason: 'button' });
  });
});

describe('An address that several people share', () => {
  const sharers = [ana, luis];

  test.each(['sí', 'no', 'listo'])('%j asks who it is, and takes nothing', (text) => {
    expect(bind(text, { sharers })).toMatchObject({
      type: 'ask', ask: 'who', reason: 'shared_address', options: [{ responder: 'ana', name: 'Ana Soto' }, { responder: 'luis', name: 'Luis' }],
      question: { kind: 'who', options: ['ana', 'luis'], request: { code: A, responder: null } },
    });
  });

  test('a pressed button asks too', () => {
    expect(bind('', { sharers, buttonNotification: { code: A, notificationId: 'n', step: 1, action: 'acknowledge' } })).toMatchObject({ type: 'ask', ask: 'who' });
  });

  test('who says their name isn’t asked', () => {
    expect(bind('voy, soy Luis', { sharers })).toMatchObject({ type: 'act', responder: 'luis' });
  });

  test('a name without "soy" may be the one spoken to: it is asked', () => {
    expect(bind('voy, Luis', { sharers })).toMatchObject({ type: 'ask', ask: 'who' });
  });

  test.each([['2', 'luis'], ['Luis', 'luis'], ['soy Ana', 'ana'], ['ana soto', 'ana'], ['1', 'ana']])('the answer %j carries on', (text, responder) => {
    expect(bind(text, { sharers, pendingQuestion: question('who', ['ana', 'luis'], { code: A }) })).toEqual({
      type: 'act', act: 'acknowledge', code: A, responder, notificationId: `${A}~1`, step: 1, reason: 'question_answered',
    });
  });

  test('a number out of range asks again', () => {
    expect(bind('3', { sharers, pendingQuestion: question('who', ['ana', 'luis'], { code: A }) })).toMatchObject({ type: 'ask', ask: 'who', reason: 'number_out_of_range', question: { request: { code: A } } });
  });

  test('a name that two people have asks again', () => {
    const both = [ana, person('ana2', 'Ana Ruiz')];
    expect(bind('Ana', { sharers: both, pendingQuestion: question('who', ['ana', 'ana2'], { code: A }) })).toMatchObject({ type: 'say', say: 'unclear' });
  });

  test('somebody who no longer has the address isn’t chosen', () => {
    expect(bind('1', { sharers, pendingQuestion: question('who', ['marta', 'luis'], { code: A }) })).toMatchObject({ type: 'ask', ask: 'who' });
  });

  test('with several alerts open the alert is asked for first, then the person', () => {
    const openAlerts = [open(A), open(B)];
    const first = bind('sí', { sharers, openAlerts });
    expect(first).toMatchObject({ type: 'ask', ask: 'which_alert' });
    const second = bind('2', { sharers, openAlerts, pendingQuestion: first.type === 'ask' ? first.question : null });
    expect(second).toMatchObject({ type: 'ask', ask: 'who', question: { request: { kind: 'acknowledge', code: B } } });
    const third = bind('1', { sharers, openAlerts, pendingQuestion: second.type === 'ask' ? second.question : null });
    expect(third).toMatchObject({ type: 'act', act: 'acknowledge', code: B, responder: 'ana' });
  });

  test('a question of who without an alert goes on with the only one open', () => {
    expect(bind('2', { sharers, pendingQuestion: question('who', ['ana', 'luis']) })).toMatchObject({ type: 'act', code: A, responder: 'luis' });
    expect(bind('2', { sharers, openAlerts: [open(A), open(B)], pendingQuestion: question('who', ['ana', 'luis']) })).toMatchObject({
      type: 'ask', ask: 'which_alert', question: { request: { responder: 'luis' } },
    });
  });

  test('the person of the first answer is kept for the second', () => {
    const pendingQuestion = question('which_alert', [A, B], { responder: 'luis' });
    expect(bind('1', { sharers, openAlerts: [open(A), open(B)], pendingQuestion })).toMatchObject({ type: 'act', code: A, responder: 'luis' });
  });
});

describe('STOP, START, help and strangers', () => {
  test('STOP is honoured before everything, and names the pages that somebody else must have now', () => {
    const decision = bind('STOP', { sharers: [ana, luis], pendingQuestion: question('who', ['ana']), quotedNotification: { code: B, notificationId: 'n', step: 1 } });
    expect(decision).toEqual({ type: 'optOut', responders: ['ana', 'luis'], affected: [{ code: A, notificationId: `${A}~1` }] });
    expect(bind('STOP', { sharers: [], openAlerts: [] })).toEqual({ type: 'optOut', responders: [], affected: [] });
  });

  test('START opts in', () => {
    expect(bind('START')).toEqual({ type: 'optIn', responders: ['ana'] });
  });

  test('help is given', () => {
    expect(bind('ayuda')).toMatchObject({ type: 'say', say: 'help' });
  });

  test('a stranger takes nothing, by whatever means', () => {
    expect(bind(`sí ${A}`, { sharers: [] })).toMatchObject({ type: 'say', say: 'unknown_sender' });
    expect(bind('', { sharers: [], buttonNotification: { code: A, notificationId: 'n', step: 1, action: 'acknowledge' } })).toMatchObject({ type: 'say', say: 'unknown_sender' });
  });
});

describe('Whatever the reply', () => {
  const texts = fc.oneof(
    fc.constantFrom('sí', 'no', 'listo', 'ok', '1', '2', '9', 'todas', 'ayuda', 'STOP', 'deshacer', A, `sí ${A}`, `no ${B}`, `sí ${C}`, 'Ana', 'soy Luis', 'voy?'), fc.string({ maxLength: 12 }),
  );
  const pending = fc.option(fc.constantFrom(question('which_alert', [A, B]), question('who', ['ana', 'luis'], { code: A }), question('who', ['ana']), question('which_alert', [A, B], {}, -1)), { nil: null });

  test('an act names an alert, one person who has the address, and never one of several alerts without a pointer', () => {
    fc.assert(fc.property(texts, fc.subarray([A, B, C]), fc.subarray([ana, luis]), pending, fc.boolean(), (text, codes, sharers, pendingQuestion, quotes) => {
      const quotedNotification = quotes ? { code: B, notificationId: 'q', step: 1 } : null;
      const decision = bind(text, { openAlerts: codes.map((code) => open(code)), sharers, pendingQuestion, quotedNotification });
      if (decision.type === 'ask') expect(decision.question.options).toHaveLength(decision.options.length);
      if (decision.type !== 'act') return;
      expect(sharers.map(({ id }) => id)).toContain(decision.responder);
      if (decision.reason === 'only_open') expect(codes).toEqual([decision.code]);
      if (decision.reason === 'quote') expect(decision.code).toBe(B);
      if (decision.reason === 'question_answered') expect(pendingQuestion).not.toBeNull();
    }), { numRuns: 2000 });
  });
});

describe('A reply that takes everything', () => {
  const openAlerts = [open(A), open(B), open(C)];
  const delivered = { ana: { delivered: [open(A), open(B, { owner: 'luis' }), open(C, { owner: 'ana' })], underWay: [open('D4EF-G5HJ')] } };

  test.each(['ACK ALL', 'ack todos', 'todas', 'tomo todas'])('%j takes what was delivered to that person and nobody has, and says what it leaves', (text) => {
    expect(bind(text, { openAlerts, delivered })).toEqual({
      type: 'actMany', act: 'acknowledge', responder: 'ana', reason: 'all', alerts: [{ code: A, notificationId: `${A}~1`, step: 1 }],
      yours: [C], others: [{ code: B, owner: 'luis' }], notDelivered: ['D4EF-G5HJ'],
    });
  });

  test('takes over what its reader was asked to take over, whoever has it', () => {
    expect(bind('ack all', { delivered: { ana: { delivered: [open(A), open(B, { owner: 'luis', offered: true })], underWay: [] } } })).toMatchObject({ alerts: [{ code: A }, { code: B }], others: [] });
  });

  test('takes nothing that has not arrived', () => {
    expect(bind('ack all', { delivered: { ana: { delivered: [], underWay: [open(A)] } } })).toMatchObject({ type: 'actMany', alerts: [], notDelivered: [A] });
    expect(bind('ack all', { delivered: {} })).toEqual({ type: 'say', say: 'nothing_open', code: null, owner: null });
  });

  test('with codes beside it is no clear yes to all: it asks', () => {
    expect(bind(`ack all ${A} ${B}`, { openAlerts })).toMatchObject({ type: 'ask', ask: 'which_alert', options: [{ code: A }, { code: B }] });
  });

  test('from a phone that several share asks who speaks, and then takes what was delivered to that person', () => {
    const sharers = [ana, luis];
    const all = { ...delivered, luis: { delivered: [open(A), open(B)], underWay: [] } };
    const asked = bind('ack todos', { sharers, openAlerts, delivered: all });
    expect(asked).toMatchObject({ type: 'ask', ask: 'who', question: { request: { kind: 'acknowledge', code: null, all: true } } });
    const pendingQuestion = asked.type === 'ask' ? asked.question : null;
    expect(bind('2', { sharers, openAlerts, delivered: all, pendingQuestion })).toMatchObject({ type: 'actMany', responder: 'luis', reason: 'question_answered', alerts: [{ code: A }, { code: B }] });
    expect(bind('todas, soy Luis', { sharers, openAlerts, delivered: all })).toMatchObject({ type: 'actMany', responder: 'luis' });
  });

  test('by a digest’s button, or quoting one, takes those that it names and no others', () => {
    const named = [open(A), open(B)];
    expect(bind('ACK TODOS', { openAlerts, delivered, buttonDigest: named })).toMatchObject({ type: 'actMany', reason: 'button', alerts: [{ code: A }, { code: B }], notDelivered: [] });
    expect(bind('ack all', { openAlerts, delivered, quotedDigest: named })).toMatchObject({ type: 'actMany', reason: 'quote', alerts: [{ code: A }, { code: B }] });
  });

  test('by a digest on a phone that several share takes those that it was sent to the speaker for, and says which were not', () => {
    const named = [open(A, { sentTo: ['ana', 'luis'] }), open(B, { sentTo: ['luis'] })];
    const shared = { sharers: [ana, luis], openAlerts, delivered };
    expect(bind('ack todos, soy ana', { ...shared, quotedDigest: named })).toMatchObject({ type: 'actMany', responder: 'ana', alerts: [{ code: A }], notDelivered: [B] });
    expect(bind('ack todos, soy luis', { ...shared, buttonDigest: named })).toMatchObject({ type: 'actMany', responder: 'luis', alerts: [{ code: A }, { code: B }], notDelivered: [] });
  });
});

describe('A reply that quotes a digest', () => {
  const named = [open(A), open(B)];
  const openAlerts = [...named, open(C)];

  test.each(['sí', 'no puedo', 'listo'])('%j takes none of several, and asks which of those', (text) => {
    expect(bind(text, { openAlerts, quotedDigest: named })).toMatchObject({ type: 'ask', ask: 'which_alert', options: [{ code: A }, { code: B }] });
  });

  test('with a code means that one', () => {
    expect(bind(`sí ${B}`, { openAlerts, quotedDigest: named })).toMatchObject({ type: 'act', code: B, reason: 'quote' });
    expect(bind(`sí ${C}`, { openAlerts, quotedDigest: named })).toMatchObject({ type: 'act', code: C, reason: 'code' });
  });

  test('means the only one that is still open, and nothing when none is', () => {
    expect(bind('sí', { openAlerts, quotedDigest: [open(B)] })).toMatchObject({ type: 'act', code: B, reason: 'quote' });
    expect(bind('sí', { openAlerts, quotedDigest: [] })).toMatchObject({ type: 'say', say: 'nothing_open' });
  });
});
