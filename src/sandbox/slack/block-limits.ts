/** What is too long or too many in a message's blocks: Slack's sentence, and where, as a JSON pointer below `/blocks`. */
export interface LimitBreak {
  message: string;
  pointer: string;
}

/** Most blocks in a message. https://docs.slack.dev/reference/block-kit/blocks */
const MAX_BLOCKS = 50;

const CONFIRM = { 'confirm.title.text': 100, 'confirm.text.text': 300, 'confirm.confirm.text': 30, 'confirm.deny.text': 30 };
const ELEMENT = { action_id: 255, 'placeholder.text': 150, ...CONFIRM };
const OPTIONS = { 'options.*.text.text': 75, 'options.*.value': 150, 'options.*.description.text': 75 };

/**
 * Longest text, by type of block or element, at a path in which `*` is each member of a list.
 * https://docs.slack.dev/reference/block-kit/blocks, https://docs.slack.dev/reference/block-kit/block-elements
 */
const MAX_LENGTHS: { [type: string]: { [path: string]: number } } = {
  header: { 'text.text': 150 },
  section: { 'text.text': 3000, 'fields.*.text': 2000 },
  context: { 'elements.*.text': 3000 },
  markdown: { text: 12_000 },
  image: { alt_text: 2000, image_url: 3000, 'title.text': 2000 },
  input: { 'label.text': 2000, 'hint.text': 2000 },
  alert: { 'text.text': 3000 },
  card: { 'title.text': 150, 'subtitle.text': 150, 'body.text': 200 },
  button: { ...ELEMENT, 'text.text': 75, value: 2000, url: 3000, accessibility_label: 75 },
  workflow_button: { ...ELEMENT, 'text.text': 75, accessibility_label: 75 },
  static_select: { ...ELEMENT, ...OPTIONS },
  multi_static_select: { ...ELEMENT, ...OPTIONS },
  overflow: { ...ELEMENT, ...OPTIONS },
  checkboxes: { ...ELEMENT, ...OPTIONS },
  radio_buttons: { ...ELEMENT, ...OPTIONS },
};

/** Fewest and most members of a list, by type. Same pages. */
const LIST_SIZES: { [type: string]: { [path: string]: [number, number] } } = {
  section: { fields: [1, 10] },
  context: { elements: [1, 10] },
  actions: { elements: [1, 25] },
  context_actions: { elements: [1, 5] },
  carousel: { elements: [1, 10] },
  container: { child_blocks: [1, 10] },
  static_select: { options: [1, 100] },
  multi_static_select: { options: [1, 100] },
  overflow: { options: [1, 5] },
  checkboxes: { options: [1, 10] },
  radio_buttons: { options: [1, 10] },
};

type Json = { [key: string]: unknown };

/** Finds every published limit that the blocks break. They must have passed the check of their types. */
export function findLimitBreaks(blocks: readonly unknown[]): LimitBreak[] {
  const breaks: LimitBreak[] = [];
  if (blocks.length > MAX_BLOCKS) breaks.push({ message: `no more than ${MAX_BLOCKS} items allowed`, pointer: '' });
  blocks.forEach((block, index) => {
    walk(block, `/${index}`, breaks);
    checkSection(block, `/${index}`, breaks);
  });
  breaks.push(...findRepeatedIds(blocks));
  return breaks;
}

function walk(value: unknown, pointer: string, breaks: LimitBreak[]): void {
  if (typeof value !== 'object' || value === null) return;
  const object = value as Json;
  if (typeof object['type'] === 'string') checkObject(object, object['type'], pointer, breaks);
  for (const [key, child] of Object.entries(object)) walk(child, `${pointer}/${key}`, breaks);
}

function checkObject(object: Json, type: string, pointer: string, breaks: LimitBreak[]): void {
  const lengths = { block_id: 255, ...MAX_LENGTHS[type] };
  for (const [path, max] of Object.entries(lengths)) {
    for (const found of resolve(object, path.split('.'), pointer)) {
      if (typeof found.value !== 'string') continue;
      if (found.value.length > max) breaks.push({ message: `must be less than ${max + 1} characters`, pointer: found.pointer });
      else if (found.value.length === 0) breaks.push({ message: 'must be more than 0 characters', pointer: found.pointer });
    }
  }
  for (const [key, [min, max]] of Object.entries(LIST_SIZES[type] ?? {})) {
    const list = object[key];
    if (!Array.isArray(list)) continue;
    if (list.length > max) breaks.push({ message: `no more than ${max} items allowed`, pointer: `${pointer}/${key}` });
    if (list.length < min) breaks.push({ message: `no fewer than ${min} items allowed`, pointer: `${pointer}/${key}` });
  }
}

/** A section has text, or fields, or both. https://docs.slack.dev/reference/block-kit/blocks/section-block */
function checkSection(block: unknown, pointer: string, breaks: LimitBreak[]): void {
  const { type, text, fields } = block as Json;
  if (type === 'section' && text === undefined && fields === undefined) {
    breaks.push({ message: 'missing required field: text or fields', pointer });
  }
}

function resolve(value: unknown, path: string[], pointer: string): { value: unknown; pointer: string }[] {
  const [key, ...rest] = path;
  if (key === undefined) return [{ value, pointer }];
  if (typeof value !== 'object' || value === null) return [];
  if (key === '*') return Object.entries(value).flatMap(([index, item]) => resolve(item, rest, `${pointer}/${index}`));
  return key in value ? resolve((value as Json)[key], rest, `${pointer}/${key}`) : [];
}

/** `block_id` is unique in a message, `action_id` in its block. https://docs.slack.dev/reference/block-kit/blocks/actions-block */
function findRepeatedIds(blocks: readonly unknown[]): LimitBreak[] {
  const breaks: LimitBreak[] = [];
  const blockIds = new Set<unknown>();
  blocks.forEach((block, index) => {
    const { block_id: blockId, elements } = block as Json;
    if (blockId !== undefined && blockIds.has(blockId)) {
      breaks.push({ message: '`block_id` already exists', pointer: `/${index}/block_id` });
    }
    blockIds.add(blockId);
    const actionIds = new Set<unknown>();
    (Array.isArray(elements) ? elements : []).forEach((element: unknown, position) => {
      const { action_id: actionId } = (element ?? {}) as Json;
      if (actionId !== undefined && actionIds.has(actionId)) {
        breaks.push({ message: '`action_id` already exists', pointer: `/${index}/elements/${position}/action_id` });
      }
      actionIds.add(actionId);
    });
  });
  return breaks;
}
