import fc from 'fast-check';
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
  fc.assert(fc.property(words, words, words, (text, label, owner) => {
    const facts = { ...FACTS, owner: { name: owner, since: '2026-10-01T12:00:00Z' } };
    const long = message({ text, facts, actions: [{ action: 'acknowledge', label }, { action: 'decline', label }, { action: 'resolve', label }] });
    expect(findLimitBreaks(toBlocks(long, 'notification-1'))).toEqual([]);
    expect(toFallbackText(long).length).toBeLessThanOrEqual(SLACK_LIMITS.text);
  }));
});

test('a message about an alert opens with its first line, and an answer is one piece', () => {
  const text = 'Alerta CRÍTICA · K7F2-Q9MD\nVea al paciente.\nPaso 1';
  expect(toBlocks(message({ text, actions: [] }), 'notification-1')).toEqual([
    { type: 'header', text: { type: 'plain_text', text: 'Alerta CRÍTICA · K7F2-Q9MD' } },
    { type: 'section', text: { type: 'mrkdwn', text: 'Vea al paciente.\nPaso 1' } },
  ]);
  expect(toBlocks(message({ kind: 'answer', text, actions: [], facts: null }), 'notification-1')).toEqual([
    { type: 'section', text: { type: 'mrkdwn', text } },
  ]);
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
