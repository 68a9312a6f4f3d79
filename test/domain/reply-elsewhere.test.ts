import type { Responder } from '../../src/domain/people.ts';
import { bindReply, type BindingDecision, type BindingInput, type OpenAlert } from '../../src/domain/reply-binding.ts';
import { parseReply } from '../../src/domain/reply-grammar.ts';

const NOW = new Date('2026-03-01T06:20:00Z');
const A = 'K7F2-Q9MD';
const B = 'A2BC-D5EF';
const ana: Responder = { id: 'ana', name: 'Ana Soto', language: 'es', timeZone: 'America/Santiago', roles: [], destinations: {} };

function open(code: string, more: Partial<OpenAlert> = {}): OpenAlert {
  return { code, severity: 'high', step: 1, notificationId: `${code}~1`, sentAt: new Date('2026-03-01T06:10:00Z'), ...more };
}

function bind(text: string, more: Partial<BindingInput>): BindingDecision {
  return bindReply({
    reply: parseReply(text), quotedNotification: null, buttonNotification: null, quotedDigest: null, buttonDigest: null, delivered: {}, sharers: [ana],
    openAlerts: [], elsewhere: [], typed: null, directMessage: null, pendingQuestion: null, now: NOW, ...more,
  });
}

describe('A reply without a code at an address to which nothing open came, from somebody who was paged by another way', () => {
  const away = (...elsewhere: OpenAlert[]) => ({ openAlerts: [], elsewhere });

  test.each([['sí', 'acknowledge'], ['no puedo', 'decline'], ['listo', 'resolve'], ['deshacer', 'giveBack']])('%j takes nothing, and asks about the one that they have there', (text, kind) => {
    const decision = bind(text, away(open(A)));
    expect(decision).toMatchObject({ type: 'ask', ask: 'which_alert', kind, reason: 'paged_elsewhere', options: [{ code: A, severity: 'high' }], question: { options: [A] } });
    const pendingQuestion = decision.type === 'ask' ? decision.question : null;
    expect(bind('1', { ...away(open(A)), pendingQuestion })).toEqual({ type: 'act', act: kind, code: A, responder: 'ana', notificationId: `${A}~1`, step: 1, reason: 'question_answered' });
  });

  test('asks which of several, the worst first', () => {
    expect(bind('sí', away(open(A), open(B, { severity: 'critical' })))).toMatchObject({ type: 'ask', options: [{ code: B }, { code: A }] });
  });

  test('done and undo mean what the speaker has, and a yes what nobody has', () => {
    const both = away(open(A), open(B, { owner: 'ana' }));
    expect(bind('listo', both)).toMatchObject({ type: 'ask', options: [{ code: B }] });
    expect(bind('deshacer', both)).toMatchObject({ type: 'ask', options: [{ code: B }] });
    expect(bind('sí', both)).toMatchObject({ type: 'ask', options: [{ code: A }] });
  });

  test('seen, or not understood, is answered as where the page is', () => {
    expect(bind('ok', away(open(A)))).toMatchObject({ type: 'say', say: 'seen_not_taken', code: A });
    expect(bind('a lo mejor voy', away(open(A)))).toMatchObject({ type: 'say', say: 'unclear', code: A });
    expect(bind('sí', away(open(A, { owner: 'ana' })))).toMatchObject({ type: 'say', say: 'yours', code: A });
    expect(bind('sí', away(open(A, { owner: 'luis' })))).toMatchObject({ type: 'say', say: 'taken_by_other', code: A, owner: 'luis' });
  });

  test('what is open here goes before it', () => {
    expect(bind('sí', { openAlerts: [open(B)], elsewhere: [open(A)] })).toMatchObject({ type: 'act', code: B, reason: 'only_open' });
  });
});
