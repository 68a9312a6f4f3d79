/** One bubble on a phone. */
import { countdownContent, countdownFor } from './alerts.js';
import { el } from './dom.js';
import { t, timeOf } from './words.js';

const ARRIVED = new Set(['delivered', 'read']);
const LOST = new Set(['failed', 'undelivered', 'canceled']);

/** Ticks as WhatsApp shows them to a sender; the word beside them says the same. @param {string} status */
function ticksOf(status) {
  if (LOST.has(status)) return '✗';
  if (status === 'sent') return '✓';
  return ARRIVED.has(status) ? '✓✓' : '…';
}

/** What the drawing of a message is made of. @param {any} message @param {any[]} all */
export function messageContent(message, all) {
  return [message, quotedText(message, all), countdownContent(message.body), t('quote')];
}

/** @param {any} message @param {any[]} all */
function quotedText(message, all) {
  return all.find(({ sid }) => sid === message.quotedSid)?.body ?? null;
}

/** @param {any} message */
function renderStatus(message) {
  const failed = LOST.has(message.status);
  return el('span', { class: `ticks ${message.status}` },
    el('span', { 'aria-hidden': 'true', text: `${ticksOf(message.status)} ` }),
    failed && message.error ? `${t(message.status)}: ${message.error.code} ${message.error.text}` : t(message.status));
}

/** @param {any} message */
function renderMedia(message) {
  return message.mediaTypes.map((type) => el('p', { class: 'media', text: `${type.startsWith('audio/') ? t('voiceNote') : t('media')} (${type})` }));
}

/**
 * @param {any} message
 * @param {any[]} all the phone's messages
 * @param {{onButton: (message: any, button: any) => void, onQuote: (message: any) => void}} acts
 */
export function renderMessage(message, all, acts) {
  const mine = message.direction === 'inbound';
  const lost = LOST.has(message.status);
  const quoted = quotedText(message, all);
  const shape = mine ? 'mine' : lost ? 'theirs lost' : ARRIVED.has(message.status) ? 'theirs' : 'theirs pending';
  return el('li', { class: `bubble-row ${shape} ${message.channel}` },
    el('div', { class: 'bubble' },
      message.channel === 'sms' && el('span', { class: 'route', text: 'SMS' }),
      quoted !== null && el('blockquote', { text: quoted }),
      ...renderMedia(message),
      message.body !== '' && el('p', { class: 'body', text: message.body }),
      el('p', { class: 'meta' },
        el('time', { datetime: message.at, text: timeOf(message.at) }),
        mine ? message.pressed && el('span', { text: t('pressed') }) : renderStatus(message),
        !mine && !lost && el('button', { type: 'button', class: 'link', onclick: () => acts.onQuote(message), text: t('quote') })),
      mine || lost ? null : countdownFor(message.body)),
    !mine && message.buttons.length > 0 && el('div', { class: 'quick-replies' },
      ...message.buttons.map((button) =>
        el('button', { type: 'button', class: 'quick-reply', disabled: lost, 'data-payload': button.id, onclick: () => acts.onButton(message, button), text: button.title }))));
}
