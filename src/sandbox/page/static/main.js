/** Puts the page together: words, state, events, clock. */
import { drawAlerts, tickAll } from './alerts.js';
import { byId } from './dom.js';
import { startHelp } from './help.js';
import { refreshJournal, startJournal } from './journal.js';
import { drawPhones } from './phones.js';
import { followChanges, getAlerts, getState } from './server.js';
import { drawSlack } from './slack.js';
import { applyWords, currentLanguage, switchLanguage, t, tellTimesIn } from './words.js';

/** Alerts change without the sandbox hearing of it. */
const ALERTS_EVERY_MS = 2000;

let state = null;
let online = false;

function draw() {
  if (!state) return;
  drawPhones(state.twilio?.phones ?? [], currentLanguage());
  if (state.slack) drawSlack(state.slack);
}

function drawWords() {
  applyWords();
  byId('language-button').textContent = t('language');
  byId('language-button').lang = currentLanguage() === 'es' ? 'en' : 'es';
  drawLine(online);
  draw();
}

/** @param {boolean} open */
function drawLine(open) {
  online = open;
  byId('live').textContent = open ? t('live') : t('offline');
  byId('live').classList.toggle('open', open);
}

async function refreshAlerts() {
  const { alerts, temporalUiUrl, timeZone } = await getAlerts();
  tellTimesIn(timeZone);
  drawAlerts(alerts);
  const link = byId('temporal-link');
  link.hidden = temporalUiUrl === null;
  if (temporalUiUrl !== null) link.href = temporalUiUrl;
}

async function refresh() {
  const [fresh] = await Promise.all([getState(), refreshAlerts(), refreshJournal()]);
  state = fresh;
  drawLine(true);
  draw();
}

startJournal();
startHelp(() => state);
byId('language-button').addEventListener('click', () => {
  switchLanguage();
  drawWords();
  void refreshJournal();
});
drawWords();
followChanges(refresh, drawLine);
setInterval(tickAll, 500);
setInterval(() => {
  if (online) refreshAlerts().then(draw, () => drawLine(false));
}, ALERTS_EVERY_MS);
