/** What can be done here, and by curl. */
import { byId, el } from './dom.js';
import { currentLanguage, t } from './words.js';

const TEXT = {
  es: {
    intro: 'Aquí se ven los teléfonos y el Slack del personal. Nada es real: los mensajes salen del servicio con los SDK verdaderos y llegan a proveedores simulados en esta máquina. Pulse un botón o responda desde un teléfono; si nadie responde a tiempo, la alerta sube al paso siguiente.',
    reply: 'Responder como un teléfono', replyNote: 'Campos: from (whatsapp:+… o +… para SMS), body, quotedSid, buttonPayload, mediaType, idempotencyToken, forge (signature, account, replay). También en corto: text, quoted (SID o código de la alerta) y button (el título).',
    press: 'Pulsar un botón de Slack', pressNote: 'Campos: user (id o nombre), action (acknowledge, decline, resolve), y si hace falta channel, ts, code, via (socket, http), times, forge.',
    journal: 'Leer el registro', journalNote: 'Cada petición tal como llegó. Pase el último next como since para seguir leyendo.',
    faults: 'Provocar fallos', faultsNote: 'Clases: status, hang, delay, reset, half_close, html, truncate, slow_body, platform_error y receipts (el orden, la demora y el error de los acuses). Con nth, count, probability y match se elige a quién le tocan.',
    clear: 'Quitar los fallos',
  },
  en: {
    intro: "Here are the staff's phones and Slack. Nothing is real: messages leave the service by the real SDKs and reach simulated providers on this machine. Press a button or answer from a phone; if nobody answers in time, the alert goes up to the next step.",
    reply: 'Answer as a phone', replyNote: 'Fields: from (whatsapp:+… or +… for SMS), body, quotedSid, buttonPayload, mediaType, idempotencyToken, forge (signature, account, replay). Or short: text, quoted (a SID or the alert code) and button (its title).',
    press: 'Press a Slack button', pressNote: 'Fields: user (id or name), action (acknowledge, decline, resolve), and where needed channel, ts, code, via (socket, http), times, forge.',
    journal: 'Read the journal', journalNote: 'Every request as it arrived. Pass the last next as since to read on.',
    faults: 'Make things fail', faultsNote: 'Kinds: status, hang, delay, reset, half_close, html, truncate, slow_body, platform_error, and receipts (order, delay and error of the delivery receipts). nth, count, probability and match choose which calls are hit.',
    clear: 'Clear the faults',
  },
};

/** @param {string} path @param {unknown} body */
function curlPost(path, body) {
  return `curl -sS ${location.origin}${path} -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
}

/** @param {string} line */
function renderLine(line) {
  const copy = el('button', { type: 'button', class: 'tool', text: t('copy'), onclick: async () => {
    await navigator.clipboard.writeText(line);
    copy.textContent = t('copied');
  } });
  return el('div', { class: 'curl' }, el('pre', { tabindex: '0' }, el('code', { text: line })), copy);
}

/** @param {string} title @param {string} note @param {...string} lines */
function renderPart(title, note, ...lines) {
  return el('section', {}, el('h3', { text: title }), note && el('p', { text: note }), ...lines.map(renderLine));
}

/** @param {any} state */
function render(state) {
  const words = TEXT[currentLanguage()];
  const phone = state?.twilio?.phones[0]?.address ?? 'whatsapp:+573001110001';
  const user = state?.slack?.users[0]?.name ?? 'Ana';
  const receipts = { platform: 'twilio', operation: 'messages.create', match: { to: phone }, count: 1, fault: { kind: 'receipts', plan: [{ status: 'undelivered', errorCode: 63024 }] } };
  byId('help-body').replaceChildren(
    el('p', { text: words.intro }),
    renderPart(words.reply, words.replyNote, curlPost('/reply', { from: phone, text: 'SI' })),
    renderPart(words.press, words.pressNote, curlPost('/press', { user, action: 'acknowledge' })),
    renderPart(words.journal, words.journalNote, `curl -sS '${location.origin}/journal?since=0'`),
    renderPart(words.faults, words.faultsNote,
      curlPost('/faults', { platform: 'slack', operation: 'chat.postMessage', count: 1, fault: { kind: 'status', status: 503 } }),
      curlPost('/faults', receipts)),
    renderPart(words.clear, '', `curl -sS -X DELETE ${location.origin}/faults`));
}

/** @param {() => unknown} currentState */
export function startHelp(currentState) {
  byId('help-button').addEventListener('click', () => {
    render(currentState());
    byId('help').showModal();
  });
}
