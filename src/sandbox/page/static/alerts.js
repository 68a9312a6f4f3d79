/** Open alerts and their countdowns: in the strip on top, and on every message that names one. */
import { byId, el, reconcile } from './dom.js';
import { t } from './words.js';

const CODE = /\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/;
const CLOSED = new Set(['resolved', 'cancelled']);

/** @type {Map<string, any>} */
let alertsByCode = new Map();

/** @param {number} ms */
function inMinutes(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** @param {HTMLElement} node */
function tick(node) {
  const left = Date.parse(node.dataset.deadline) - Date.now();
  const words = node.dataset.kind === 'acknowledged' ? t('attendBy') : t('respondBy');
  const text = left > 0 ? `${words} ${inMinutes(left)}` : t('overdue');
  if (node.textContent !== text) node.textContent = text;
  node.classList.toggle('soon', left < 60_000);
}

/** @param {any} alert */
function renderCountdown(alert) {
  const node = el('span', { class: 'countdown', 'data-deadline': alert.nextDeadline, 'data-kind': alert.status });
  tick(node);
  return node;
}

/** The countdown of the alert that a text names; null when nobody is waited for: what its owner still has is in the strip. @param {string} text */
export function countdownFor(text) {
  const alert = alertOf(text);
  return alert?.nextDeadline && alert.status !== 'acknowledged' ? renderCountdown(alert) : null;
}

/** What a message's drawing depends on, beside the message. @param {string} text */
export function countdownContent(text) {
  const alert = alertOf(text);
  return alert ? [alert.status, alert.nextDeadline] : null;
}

/** @param {string} text */
function alertOf(text) {
  const alert = alertsByCode.get(CODE.exec(text)?.[0] ?? '');
  return alert && !CLOSED.has(alert.status) ? alert : null;
}

/** @param {any[]} alerts */
export function drawAlerts(alerts) {
  alertsByCode = new Map(alerts.map((alert) => [alert.code, alert]));
  const open = alerts.filter((alert) => !CLOSED.has(alert.status));
  byId('alerts').hidden = open.length === 0;
  reconcile(byId('alerts'), open, (alert) => alert.code, (alert) => [alert, t('alerts')], (alert) =>
    el('article', { class: `alert ${alert.severity}` },
      el('strong', { class: 'code', text: alert.code }),
      el('span', { class: 'severity', text: t(alert.severity) }),
      el('span', { text: alert.status === 'unanswered' ? t('unansweredStatus') : t(alert.status) }),
      el('span', { class: 'muted', text: alert.acknowledgedBy ? t('hasIt', alert.acknowledgedBy) : t('noOwner') }),
      el('span', { class: 'muted', text: t('level', alert.escalationLevel) }),
      alert.nextDeadline && renderCountdown(alert)));
}

export function tickAll() {
  for (const node of document.querySelectorAll('.countdown')) tick(node);
}
