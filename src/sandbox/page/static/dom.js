/** Small helpers to build and update the page. Text always goes in as text: nothing that came over a wire becomes markup. */

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [props] attributes; `on…` adds a listener, `class` and `text` do what they say; false and null are left out
 * @param {...(Node | string | null | undefined | false)} children
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'text') node.textContent = String(value);
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** @param {string} id */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`no #${id} in the page`);
  return node;
}

/** What each child of a list was made from, so that only what changed is made anew and focus stays where it is. */
const drawn = new WeakMap();

/**
 * Makes the children of `container` show `items`, in their order.
 * @template T
 * @param {Element} container
 * @param {T[]} items
 * @param {(item: T) => string} keyOf
 * @param {(item: T) => unknown} contentOf what the node is made of, as JSON
 * @param {(item: T) => HTMLElement} render
 * @returns whether anything changed
 */
export function reconcile(container, items, keyOf, contentOf, render) {
  const before = new Map([...container.children].map((node) => [drawn.get(node)?.key, node]));
  let changed = false;
  let at = container.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const content = JSON.stringify(contentOf(item));
    let node = before.get(key);
    before.delete(key);
    if (!node || drawn.get(node).content !== content) {
      const fresh = render(item);
      drawn.set(fresh, { key, content });
      if (node) {
        if (at === node) at = fresh;
        fresh.classList.add('changed');
        node.replaceWith(fresh);
      }
      node = fresh;
      changed = true;
    }
    if (node === at) at = at.nextElementSibling;
    else container.insertBefore(node, at);
  }
  for (const node of before.values()) node.remove();
  return changed || before.size > 0;
}

/** Runs `act` and keeps a scrolling list at its end if it was there. @param {HTMLElement} list @param {() => void} act */
export function keepingEnd(list, act) {
  const wasAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  act();
  if (wasAtEnd) list.scrollTop = list.scrollHeight;
}

/** Says something for a few seconds, to screen readers too. @param {string} text @param {'good' | 'bad'} [mood] */
export function toast(text, mood = 'good') {
  const node = el('p', { class: `toast ${mood}`, text });
  byId('toasts').append(node);
  setTimeout(() => node.remove(), 6000);
}
