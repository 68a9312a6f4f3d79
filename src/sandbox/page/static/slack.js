/** Slack: every channel and direct conversation, with the person who presses chosen by hand. */
import { countdownContent, countdownFor } from './alerts.js';
import { byId, el, keepingEnd, reconcile, toast } from './dom.js';
import { decode } from './mrkdwn.js';
import { tellResult } from './phones.js';
import { sendPress } from './server.js';
import { renderBody } from './slack-blocks.js';
import { t, timeOf } from './words.js';

/** The conversation that is shown, and until which message each was seen. */
let shown = null;
const seen = new Map();
let state = null;

/** @param {string} id */
const userName = (id) => state.users.find((user) => user.id === id)?.name ?? id;

/** @param {any} place */
function nameOfPlace(place) {
  return place.kind === 'im' ? userName(place.user) : `#${place.name}`;
}

/** @param {string} placeId */
const messagesOf = (placeId) => state.messages.filter((message) => message.channel === placeId && !message.deleted);

/** Newest first where somebody wrote, then the rest as they came. */
function latestPlace() {
  const last = state.messages.filter((message) => !message.deleted).sort((a, b) => Number(b.ts) - Number(a.ts))[0];
  return last?.channel ?? state.conversations[0]?.id ?? null;
}

/** Each message with its thread under it. @param {any[]} messages */
function toThreads(messages) {
  const sorted = messages.toSorted((a, b) => Number(a.ts) - Number(b.ts));
  const roots = sorted.filter((message) => message.threadTs === null || message.threadTs === message.ts);
  const known = new Set(roots.map(({ ts }) => ts));
  const orphans = sorted.filter((message) => message.threadTs !== null && message.threadTs !== message.ts && !known.has(message.threadTs));
  return [...roots, ...orphans].map((root) => ({ root, replies: sorted.filter((message) => message.threadTs === root.ts && message.ts !== root.ts) }));
}

/** @param {any} message @param {any} button */
async function press(message, button) {
  try {
    tellResult(await sendPress({ user: byId('slack-user').value, channel: message.channel, ts: message.ts, action: button.action_id }));
  } catch (error) {
    toast(error.message, 'bad');
  }
}

/** @param {any} message */
function textOf(message) {
  return decode(`${message.text} ${JSON.stringify(message.blocks)}`);
}

/** @param {any} message */
function renderMessage(message) {
  const drawing = {
    canPress: state.users.length > 0,
    onPress: (button) => void press(message, button),
    nameOf: (kind, id) => (kind === '@' ? userName(id) : state.conversations.find((place) => place.id === id)?.name ?? id),
  };
  const at = Number(message.ts) * 1000;
  return el('article', { class: 'slack-message', 'data-ts': message.ts },
    el('span', { class: 'avatar', 'aria-hidden': 'true', text: 'V' }),
    el('div', { class: 'slack-content' },
      el('p', { class: 'slack-meta' },
        el('strong', { text: t('you') }), el('span', { class: 'app', text: 'APP' }),
        el('time', { datetime: new Date(at).toISOString(), text: timeOf(at) }),
        message.editedTs !== null && el('span', { class: 'edited', text: `(${t('edited')}${message.edits > 1 ? ` ${message.edits}×` : ''})` }),
        message.ephemeralFor !== null && el('span', { class: 'muted', text: t('onlyFor', userName(message.ephemeralFor)) }),
        countdownFor(textOf(message))),
      renderBody(message, drawing)));
}

/** @param {{root: any, replies: any[]}} thread */
function renderThread({ root, replies }) {
  return el('div', { class: 'slack-thread-group' }, renderMessage(root),
    replies.length > 0 && el('section', { class: 'slack-thread' }, el('p', { class: 'muted', text: t('replies', replies.length) }), ...replies.map(renderMessage)));
}

function drawUsers() {
  const select = byId('slack-user');
  const place = state.conversations.find(({ id }) => id === shown);
  const chosen = select.value;
  reconcile(select, state.users, ({ id }) => id, ({ name }) => name, ({ id, name }) => el('option', { value: id, text: name }));
  if (state.users.some(({ id }) => id === chosen)) select.value = chosen;
  // A direct conversation is one person's, and nobody else sees its buttons.
  if (place?.kind === 'im') select.value = place.user;
  select.disabled = place?.kind === 'im';
}

function drawPlaces() {
  const places = state.conversations.map((place) => {
    const last = Math.max(0, ...messagesOf(place.id).map(({ ts, editedTs }) => Number(editedTs ?? ts)));
    if (place.id === shown) seen.set(place.id, last);
    const unread = messagesOf(place.id).filter(({ ts, editedTs }) => Number(editedTs ?? ts) > (seen.get(place.id) ?? 0)).length;
    return { place, unread };
  });
  reconcile(byId('slack-places'), places, ({ place }) => place.id, ({ place, unread }) => [place, nameOfPlace(place), unread, place.id === shown, t('direct')], ({ place, unread }) =>
    el('li', {}, el('button', { type: 'button', class: 'place', 'aria-current': place.id === shown ? 'true' : null, onclick: () => open(place.id) },
      el('span', { class: 'place-name', text: nameOfPlace(place) }),
      place.kind === 'im' && el('span', { class: 'tag', text: t('direct') }),
      place.isPrivate && el('span', { class: 'tag', text: t('private') }),
      place.isArchived && el('span', { class: 'tag', text: t('archived') }),
      unread > 0 && el('span', { class: 'unread', text: String(unread), title: t('unread', unread), 'aria-label': t('unread', unread) }))));
}

/** @param {string} placeId */
function open(placeId) {
  shown = placeId;
  draw();
  byId('slack-messages').scrollTop = byId('slack-messages').scrollHeight;
}

function draw() {
  const place = state.conversations.find(({ id }) => id === shown);
  byId('slack-place').textContent = place ? nameOfPlace(place) : '';
  drawPlaces();
  drawUsers();
  const threads = place ? toThreads(messagesOf(place.id)) : [];
  const list = byId('slack-messages');
  keepingEnd(list, () => {
    reconcile(list, threads, ({ root }) => `${shown}/${root.ts}`, ({ root, replies }) => [root, replies, state.users, countdownContent(textOf(root)), t('edited')], renderThread);
  });
  list.dataset.empty = threads.length === 0 ? (place && place.isMember === false ? t('notMember') : t('noMessages')) : '';
}

/** @param {any} slack */
export function drawSlack(slack) {
  state = slack;
  if (shown === null || !state.conversations.some(({ id }) => id === shown)) shown = latestPlace();
  draw();
}
