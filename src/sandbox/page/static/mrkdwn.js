/** Slack's mrkdwn as nodes. https://docs.slack.dev/messaging/formatting-message-text */
import { el } from './dom.js';

const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** @param {string} text */
export const decode = (text) => text.replaceAll(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/** Marks that begin and end at a word's edge, and what each makes. */
const MARKS = [
  [/```([\s\S]+?)```/, 'pre'],
  [/`([^`\n]+)`/, 'code'],
  [/(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])/, 'strong'],
  [/(?<!\w)_(?=\S)([^_\n]*?\S)_(?!\w)/, 'em'],
  [/(?<![\w~])~(?=\S)([^~\n]*?\S)~(?![\w~])/, 's'],
  [/<([^<>\n]+)>/, 'link'],
];

/** @param {string} inside @param {(kind: '@' | '#', id: string) => string} nameOf */
function renderLink(inside, nameOf) {
  const [target, label] = inside.split('|', 2);
  if (target.startsWith('@') || target.startsWith('#')) {
    return el('span', { class: 'mention', text: `${target[0]}${label ?? nameOf(target[0], target.slice(1))}` });
  }
  if (target.startsWith('!date^')) return document.createTextNode(decode(label ?? ''));
  if (target.startsWith('!')) return el('span', { class: 'mention', text: `@${label ?? target.slice(1)}` });
  if (!/^(https?:|mailto:|tel:)/i.test(target)) return document.createTextNode(decode(`<${inside}>`));
  return el('a', { href: decode(target), target: '_blank', rel: 'noreferrer', text: decode(label ?? target) });
}

/** @param {string} text @param {(kind: '@' | '#', id: string) => string} nameOf @returns {Node[]} */
export function renderMrkdwn(text, nameOf) {
  let first = null;
  for (const [pattern, kind] of MARKS) {
    const match = pattern.exec(text);
    if (match && (first === null || match.index < first.match.index)) first = { match, kind };
  }
  if (first === null) return text === '' ? [] : [document.createTextNode(decode(text))];
  const { match, kind } = first;
  const before = text.slice(0, match.index);
  const after = text.slice(match.index + match[0].length);
  const literal = kind === 'code' || kind === 'pre';
  const node = kind === 'link' ? renderLink(match[1], nameOf) : el(kind, {}, ...(literal ? [decode(match[1])] : renderMrkdwn(match[1], nameOf)));
  return [...(before === '' ? [] : [document.createTextNode(decode(before))]), node, ...renderMrkdwn(after, nameOf)];
}
