/** Block Kit as Slack draws it. https://docs.slack.dev/reference/block-kit/blocks */
import { el } from './dom.js';
import { renderMrkdwn } from './mrkdwn.js';

/**
 * @typedef {object} Drawing
 * @property {(kind: '@' | '#', id: string) => string} nameOf
 * @property {(button: object) => void} onPress
 * @property {boolean} canPress
 */

/** @param {{type: string, text: string} | undefined} object @param {Drawing} drawing */
function renderText(object, drawing) {
  if (!object) return [];
  return object.type === 'mrkdwn' ? renderMrkdwn(object.text, drawing.nameOf) : [document.createTextNode(object.text)];
}

/** @param {any} element @param {Drawing} drawing */
function renderElement(element, drawing) {
  if (element.type === 'button') {
    return el('button', {
      type: 'button', class: `slack-button ${element.style ?? ''}`, disabled: !drawing.canPress, 'data-action': element.action_id,
      onclick: () => drawing.onPress(element),
    }, ...renderText(element.text, drawing));
  }
  if (element.type === 'image') return el('span', { class: 'muted', text: `[${element.alt_text ?? ''}]` });
  if (typeof element.text === 'string') return el('span', {}, ...renderText(element, drawing));
  return el('span', { class: 'muted', text: `[${element.type}]` });
}

/** @param {any} block @param {Drawing} drawing */
function renderBlock(block, drawing) {
  switch (block.type) {
    case 'header':
      return el('p', { class: 'block-header' }, ...renderText(block.text, drawing));
    case 'divider':
      return el('hr');
    case 'context':
      return el('p', { class: 'block-context' }, ...block.elements.flatMap((element, index) => [index > 0 && ' ', renderElement(element, drawing)]));
    case 'actions':
      return el('div', { class: 'block-actions' }, ...block.elements.map((element) => renderElement(element, drawing)));
    case 'section':
      return el('div', { class: 'block-section' },
        block.text && el('div', { class: 'block-text' }, ...renderText(block.text, drawing)),
        block.fields && el('div', { class: 'block-fields' }, ...block.fields.map((field) => el('div', {}, ...renderText(field, drawing)))),
        block.accessory && renderElement(block.accessory, drawing));
    default:
      return el('p', { class: 'muted', text: `[${block.type}]` });
  }
}

/** @param {any} message @param {Drawing} drawing */
export function renderBody(message, drawing) {
  if (message.blocks.length === 0) return el('div', { class: 'block-text' }, ...renderMrkdwn(message.text, drawing.nameOf));
  return el('div', { class: 'blocks' }, ...message.blocks.map((block) => renderBlock(block, drawing)));
}
