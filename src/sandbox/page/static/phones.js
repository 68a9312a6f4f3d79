/** Every responder's phone: WhatsApp and SMS of one number on one screen. */
import { byId, el, keepingEnd, reconcile, toast } from './dom.js';
import { messageContent, renderMessage } from './phone-messages.js';
import { sendReply } from './server.js';
import { dayAndTimeOf, t } from './words.js';

const QUICK = { es: ['SÍ', 'NO', 'LISTO'], en: ['YES', 'NO', 'DONE'] };
const PLATFORM_NAME = { whatsapp: 'WhatsApp', sms: 'SMS' };

/** What each card holds between two drawings. @type {Map<string, any>} */
const cards = new Map();

/** Conversations of one number become one phone. @param {any[]} conversations */
function toDevices(conversations) {
  const devices = new Map();
  for (const conversation of conversations) {
    const device = devices.get(conversation.number) ?? { number: conversation.number, name: null, conversations: [] };
    device.name ??= conversation.name;
    device.conversations.push(conversation);
    devices.set(conversation.number, device);
  }
  return [...devices.values()].map((device) => ({
    ...device,
    messages: device.conversations
      .flatMap((conversation) => conversation.messages.map((message) => ({ ...message, channel: conversation.channel, address: conversation.address })))
      .sort((a, b) => a.at.localeCompare(b.at)),
  }));
}

/** @param {{answers: {status: number, tookMs: number}[]}} result */
export function tellResult(result) {
  const last = result.answers.at(-1);
  if (!last) toast(t('polled'));
  else if (last.status === 0) toast(t('unanswered'), 'bad');
  else toast(t('answered', last.status, last.tookMs), last.status < 300 ? 'good' : 'bad');
}

/** @param {object} reply */
async function answer(reply) {
  try {
    tellResult(await sendReply(reply));
  } catch (error) {
    toast(error.message, 'bad');
  }
}

/** @param {any} card */
function drawQuote(card) {
  const { quoted } = card;
  card.quote.hidden = quoted === null;
  card.quote.replaceChildren(...(quoted === null ? [] : [
    el('span', { class: 'quote-text', text: `${t('quoting')}: ${quoted.body}` }),
    el('button', { type: 'button', class: 'link', text: t('stopQuoting'), onclick: () => quoteInto(card, null) }),
  ]));
}

/** @param {any} card @param {any} message */
function quoteInto(card, message) {
  card.quoted = message;
  if (message) card.route.value = message.address;
  drawQuote(card);
  card.input.focus();
}

/** @param {any} card @param {object} content */
function sendFrom(card, content) {
  const reply = { from: card.route.value, ...content, ...(card.quoted ? { quotedSid: card.quoted.sid } : {}) };
  card.quoted = null;
  drawQuote(card);
  return answer(reply);
}

/** @param {any} device */
function createCard(device) {
  const titleId = `phone-${device.number.slice(1)}`;
  const inputId = `${titleId}-text`;
  const card = {
    quoted: null, count: null,
    title: el('h3', { id: titleId }), note: el('p', { class: 'phone-note' }),
    list: el('ol', { class: 'bubbles', tabindex: '0', role: 'log', 'aria-labelledby': titleId }),
    quote: el('div', { class: 'quote', hidden: true }), route: el('select', { class: 'route-select' }),
    input: el('input', { id: inputId, type: 'text', autocomplete: 'off', maxlength: '1000' }), label: el('label', { for: inputId, class: 'visually-hidden' }),
    quick: el('div', { class: 'chips', role: 'group' }), send: el('button', { type: 'submit', class: 'send' }),
  };
  const form = el('form', { class: 'composer', onsubmit: (event) => {
    event.preventDefault();
    const body = card.input.value.trim();
    if (body === '') return;
    card.input.value = '';
    void sendFrom(card, { body });
  } }, card.quote, card.quick, card.label, el('div', { class: 'compose-line' }, card.route, card.input, card.send));
  card.root = el('article', { class: 'phone', 'aria-labelledby': titleId, 'data-number': device.number },
    el('header', { class: 'phone-head' }, card.title, card.note), card.list, form);
  return card;
}

/** @param {HTMLElement} root */
function ring(root) {
  root.classList.remove('ringing');
  // Reading the layout in between starts the animation anew.
  void root.offsetWidth;
  root.classList.add('ringing');
}

/** @param {any} card @param {any} device */
function drawFrame(card, device, language) {
  const name = device.name ?? device.number;
  const whatsapp = device.conversations.find(({ channel }) => channel === 'whatsapp');
  const open = whatsapp?.windowUntil && Date.parse(whatsapp.windowUntil) > Date.now();
  const notes = [device.name ? device.number : '', whatsapp ? (open ? t('windowOpen', dayAndTimeOf(whatsapp.windowUntil)) : t('windowShut')) : '', device.conversations.some(({ optedOut }) => optedOut) ? t('optedOut') : ''];
  card.title.textContent = name;
  card.note.textContent = notes.filter((note) => note !== '').join(' · ');
  card.label.textContent = t('reply', name);
  card.input.placeholder = t('write');
  card.send.textContent = t('send');
  card.route.setAttribute('aria-label', t('route'));
  card.quick.setAttribute('aria-label', t('quick'));
  const chosen = card.route.value;
  reconcile(card.route, device.conversations, ({ address }) => address, ({ channel }) => channel, ({ address, channel }) => el('option', { value: address, text: PLATFORM_NAME[channel] }));
  if (device.conversations.some(({ address }) => address === chosen)) card.route.value = chosen;
  card.route.hidden = device.conversations.length === 1;
  const chips = [...QUICK[language].map((text) => ({ text, content: { body: text } })), { text: t('voice'), content: { mediaType: 'audio/ogg' } }];
  reconcile(card.quick, chips, ({ text }) => text, ({ text }) => text, ({ text, content }) => el('button', { type: 'button', class: 'chip', text, onclick: () => void sendFrom(card, content) }));
}

/** @param {any[]} conversations @param {'es' | 'en'} language */
export function drawPhones(conversations, language) {
  const devices = toDevices(conversations);
  byId('no-phones').hidden = devices.length > 0;
  for (const device of devices) {
    let card = cards.get(device.number);
    if (!card) {
      card = createCard(device);
      cards.set(device.number, card);
      byId('phones').append(card.root);
    }
    drawFrame(card, device, language);
    drawQuote(card);
    const acts = {
      onQuote: (message) => quoteInto(card, message),
      onButton: (message, button) => void answer({ from: message.address, buttonPayload: button.id, quotedSid: message.sid }),
    };
    const count = device.messages.filter(({ direction }) => direction !== 'inbound').length;
    // A ring round the phone that has just got something, for whoever looks elsewhere.
    if (card.count !== null && count > card.count) ring(card.root);
    card.count = count;
    card.root.classList.toggle('quiet', device.messages.length === 0);
    keepingEnd(card.list, () => {
      reconcile(card.list, device.messages, ({ sid }) => sid, (message) => messageContent(message, device.messages), (message) => renderMessage(message, device.messages, acts));
    });
    card.list.dataset.empty = device.messages.length === 0 ? t('noMessages') : '';
  }
}
