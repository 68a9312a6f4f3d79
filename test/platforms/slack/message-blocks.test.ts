import fc from 'fast-check';
import { ALERT_STATUSES } from '../../../src/domain/alert.ts';
import { MESSAGE_KINDS } from '../../../src/domain/message.ts';
import { LANGUAGES } from '../../../src/domain/people.ts';
import { renderMessage } from '../../../src/domain/wording/index.ts';
import { ACTION_IDS, toBlocks, toFallbackText } from '../../../src/platforms/slack/message-blocks.ts';
import { fitMrkdwn, fitPlain, SLACK_LIMITS } from '../../../src/platforms/slack/slack-text.ts';
import { findLimitBreaks } from '../../../src/sandbox/slack/block-limits.ts';
import { parsePress } from '../../../src/webhooks/slack/press-event.ts';
import { pressPayload } from '../../webhooks/slack/signed.ts';
import { FACTS, message } from './messages.ts';

/** Words of any script, emoji of several code points and Slack's control characters among them. */
const parts = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('<!channel>', '&', '<', '>', '👩🏽‍⚕️', 'ñ'.repeat(500))), { minLength: 1, maxLength: 60 });
const words = fc.tuple(parts, fc.constantFrom(' ', '\n')).map(([parts, separator]) => `a${parts.join(separator)}`);

test('no name is so long that Slack refuses the message', () => {
  fc.assert(fc.property(words, words, words, fc.boolean(), (text, label, owner, alert) => {
    const facts = { ...FACTS, owner: { name: owner, since: '2026-10-01T12:00:00Z' } };
    const long = message({ text, facts: alert ? facts : null, actions: [{ action: 'acknowledge', label }, { action: 'decline', label }, { action: 'resolve', label }] });
    expect(findLimitBreaks(toBlocks(long, 'notification-1'))).toEqual([]);
    expect(toFallbackText(long).length).toBeLessThanOrEqual(SLACK_LIMITS.text);
  }));
});

test('a page opens with how bad and which alert, and ends with the buttons', () => {
  const page = renderMessage('page', { ...FACTS, deadline: '2026-10-01T12:05:00Z', desk: '4400' }, 'es', 'America/Santiago', 'slack');
  const [header, section, context, actions] = toBlocks(page, 'notification-1');
  expect(header).toEqual({ type: 'header', text: { type: 'plain_text', text: 'Alerta CRÍTICA · K7F2-Q9MD' } });
  expect(section).toMatchObject({ type: 'section', text: { type: 'mrkdwn', text: expect.stringMatching(/^Vea al paciente\.\nLPP categoría IV · confianza alta\n.*09:05/) } });
  expect(context).toMatchObject({ type: 'context', elements: [{ text: expect.stringContaining('IA, sin confirmar.') }] });
  expect(actions).toMatchObject({ type: 'actions', elements: [{ action_id: 'vigia_acknowledge' }, { action_id: 'vigia_decline' }, { action_id: 'vigia_resolve' }] });
});

test('once it is taken, the message says who has it and keeps only what the owner needs', () => {
  const facts = { ...FACTS, status: 'acknowledged', owner: { name: 'Ana Soto', since: '2026-10-01T12:02:00Z' } };
  const blocks = toBlocks(renderMessage('page', facts, 'es', 'America/Santiago', 'slack'), 'notification-1');
  expect(JSON.stringify(blocks)).toContain('La tomó Ana Soto · 09:02');
  expect(blocks.flatMap((block) => (block.type === 'actions' ? block.elements : [])).map((element) => (element as { action_id?: string }).action_id)).toEqual(['vigia_resolve', 'vigia_give_back']);
});

test('an answer is one piece without a header', () => {
  expect(toBlocks(message({ kind: 'answer', text: 'Ya la tiene Ana', actions: [], facts: null }), 'notification-1')).toEqual([
    { type: 'section', text: { type: 'mrkdwn', text: 'Ya la tiene Ana' } },
  ]);
});

test.each(MESSAGE_KINDS.flatMap((kind) => LANGUAGES.map((language) => [kind, language] as const)))('a %s in %s is within every limit', (kind, language) => {
  for (const status of ALERT_STATUSES) {
    const facts = { ...FACTS, status, owner: { name: 'ñ'.repeat(5_000), since: '2026-10-01T12:02:00Z' }, link: `https://his.example/${'a'.repeat(190)}`, desk: '4400', needsReview: true };
    const rendered = renderMessage(kind, facts, language, 'America/Santiago', 'slack');
    expect(findLimitBreaks(toBlocks(rendered, 'notification-1'))).toEqual([]);
    expect(toFallbackText(rendered).length).toBeLessThanOrEqual(SLACK_LIMITS.text);
  }
});

test('nothing that a person wrote is read as markup, and no character is cut in two', () => {
  fc.assert(fc.property(words, fc.integer({ min: 10, max: 200 }), (text, limit) => {
    const fitted = fitMrkdwn(text, limit);
    expect(fitted.length).toBeLessThanOrEqual(limit);
    expect(fitted).not.toMatch(/[<>]/);
    expect(fitted.replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&');
    expect(fitted.isWellFormed()).toBe(true);
    expect(fitPlain(text, limit).length).toBeLessThanOrEqual(limit);
    expect(fitPlain(text, limit).isWellFormed()).toBe(true);
  }));
});

test('a text that fits is left alone', () => {
  expect(fitPlain('Voy', 3)).toBe('Voy');
  expect(fitPlain('Voy ya', 3)).toBe('Vo…');
});

test('every button that a message carries is understood when it is pressed', () => {
  for (const [action, actionId] of Object.entries(ACTION_IDS)) {
    const payload = pressPayload({ actionId });
    expect(parsePress(payload, (payload['actions'] as unknown[])[0])?.action).toBe(action);
  }
});
