/** Talks to the sandbox: its state, its events, and what a person does. */

/** @param {string} path @param {RequestInit} [init] */
async function ask(path, init) {
  const response = await fetch(path, init);
  const body = await response.json();
  if (!response.ok) throw new Error(body.error ?? `${path}: ${response.status}`);
  return body;
}

/** @param {string} path @param {unknown} body */
const post = (path, body) => ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

export const getState = () => ask('/state');
export const getAlerts = () => ask('/page/alerts');
export const getFaults = () => ask('/faults');
export const clearFaults = () => ask('/faults', { method: 'DELETE' });
/** @param {number} since */
export const getJournal = (since) => ask(`/journal?since=${since}`);
/** @param {object} reply */
export const sendReply = (reply) => post('/reply', { platform: 'twilio', ...reply });
/** @param {object} press */
export const sendPress = (press) => post('/press', { platform: 'slack', ...press });

/**
 * Calls `refresh` after every change, never twice at once, and tells whether the line is open.
 * @param {() => Promise<void>} refresh
 * @param {(open: boolean) => void} onLine
 */
export function followChanges(refresh, onLine) {
  let running = false;
  let again = false;
  const run = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      try {
        await refresh();
      } catch {
        onLine(false);
      }
    } while (again);
    running = false;
  };
  const events = new EventSource('/events');
  events.addEventListener('changed', () => void run());
  events.addEventListener('open', () => {
    onLine(true);
    void run();
  });
  events.addEventListener('error', () => onLine(false));
  return run;
}
