/** The journal drawer: every request as it reached a simulated provider, and the faults that are set. */
import { byId, el, reconcile } from './dom.js';
import { clearFaults, getFaults, getJournal } from './server.js';
import { t, timeOf } from './words.js';

/** Entries that the drawer keeps. */
const KEPT = 300;

let next = 0;
let entries = [];

/** @param {any} entry */
const isProblem = (entry) => entry.status === 0 || entry.status >= 400 || Boolean(entry.error || entry.fault || entry.violations);

/** @param {any} entry */
function renderEntry(entry) {
  const outcome = entry.status === 0 ? t('noAnswer') : String(entry.status);
  return el('li', { class: isProblem(entry) ? 'problem' : null },
    el('details', {},
      el('summary', {},
        el('span', { class: 'seq', text: `#${entry.seq}` }), el('time', { datetime: entry.at, text: timeOf(entry.at, true) }),
        el('strong', { text: entry.operation }), el('span', { class: 'to', text: entry.to ?? '' }),
        el('span', { class: 'outcome', text: [outcome, entry.error, entry.fault && `${t('fault')}: ${entry.fault}`].filter(Boolean).join(' · ') })),
      entry.violations && el('ul', { class: 'violations' }, ...entry.violations.map((text) => el('li', { text }))),
      el('pre', { text: JSON.stringify(entry.body, null, 2) })));
}

function drawEntries() {
  const only = byId('journal-problems').checked;
  const shown = entries.filter((entry) => !only || isProblem(entry)).reverse();
  reconcile(byId('journal-list'), shown, ({ seq }) => String(seq), (entry) => [entry, t('noAnswer')], renderEntry);
  byId('journal-list').dataset.empty = shown.length === 0 ? t('noJournal') : '';
}

export async function refreshJournal() {
  if (byId('journal').hidden) return;
  const [journal, faults] = await Promise.all([getJournal(next), getFaults()]);
  // Two answers may be under way at once.
  entries = [...entries, ...journal.entries.filter(({ seq }) => seq > next)].slice(-KEPT);
  next = Math.max(next, journal.next);
  byId('faults-text').textContent = faults.rules.length === 0 ? t('noFaults') : t('someFaults', faults.rules.length);
  byId('faults-clear').hidden = faults.rules.length === 0;
  drawEntries();
}

/** @param {boolean} open */
function show(open) {
  byId('journal').hidden = !open;
  byId('journal-button').setAttribute('aria-expanded', String(open));
  (open ? byId('journal-close') : byId('journal-button')).focus();
  void refreshJournal();
}

export function startJournal() {
  byId('journal-button').addEventListener('click', () => show(byId('journal').hidden));
  byId('journal-close').addEventListener('click', () => show(false));
  byId('journal-problems').addEventListener('change', drawEntries);
  byId('faults-clear').addEventListener('click', () => {
    // The button goes away with the faults, and focus must not go with it.
    byId('journal-close').focus();
    void clearFaults().then(refreshJournal);
  });
  byId('journal').addEventListener('keydown', (event) => event.key === 'Escape' && show(false));
}
