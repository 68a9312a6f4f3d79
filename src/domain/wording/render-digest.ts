import { ALERT_STATUSES, type AlertStatus } from '../alert.ts';
import { asRendered, type DigestAlert, type RenderedMessage } from '../message.ts';
import type { Language } from '../people.ts';
import { worseOf, type Severity } from '../severity.ts';
import { fill, slotsOf } from './fill.ts';
import { MAX_TEXT_CHARS, type Medium } from './render-message.ts';
import { SENTENCES } from './sentences.ts';
import { codeSlot, nameSlot } from './slots.ts';
import { toSmsText } from './sms-text.ts';
import { DIGEST_TEMPLATE_KIND, digestButtons, templateNameOf } from './whatsapp-templates.ts';

/** Codes that one digest names; of the others it says how many there are. */
export const NAMED_CODES = 20;

/**
 * One message about several alerts, the most urgent first, each alert once. WhatsApp and SMS name codes and the worst severity, and
 * the same alerts always give the same words, however they stand: that is how such a message is found again. Slack tells how each
 * stands, and is rewritten.
 */
export function renderDigest(alerts: readonly DigestAlert[], { repeat }: { repeat: boolean }, language: Language, medium: Medium): RenderedMessage {
  if (medium === 'slack') return renderForSlack(alerts, repeat, language);
  const { digest } = SENTENCES[language];
  const slots = fittingSlots(alerts, repeat, language);
  const text = fill(digest.message, slots);
  const isWhatsApp = medium === 'whatsapp';
  return asRendered({
    kind: 'digest', language, facts: null,
    template: isWhatsApp ? templateNameOf(DIGEST_TEMPLATE_KIND, false, language) : null,
    variables: isWhatsApp ? slotsOf(digest.message).map((slot) => slots[slot as keyof typeof slots]) : [],
    text: isWhatsApp ? text : toSmsText(text),
    actions: isWhatsApp ? digestButtons(language).map(({ action, title }) => ({ action, label: title })) : [],
  });
}

/** Twenty codes, or as many as leave the message within its length. */
function fittingSlots(alerts: readonly DigestAlert[], repeat: boolean, language: Language): { severity: string; codes: string } {
  const severity = severitySlot(alerts, repeat, language);
  for (let named = Math.min(NAMED_CODES, alerts.length); ; named -= 1) {
    const slots = { severity, codes: codesSlot(alerts, named, language) };
    if (named <= 1 || fill(SENTENCES[language].digest.message, slots).length <= MAX_TEXT_CHARS) return slots;
  }
}

function severitySlot(alerts: readonly DigestAlert[], repeat: boolean, language: Language): string {
  const words = SENTENCES[language];
  const worst = alerts.reduce<Severity>((worse, { severity }) => worseOf(worse, severity), 'low');
  return repeat ? `${words.severity[worst]} ${words.repeatMark}` : words.severity[worst];
}

function codesSlot(alerts: readonly DigestAlert[], named: number, language: Language): string {
  const codes = alerts.slice(0, named).map(({ code }) => codeSlot(code)).join(' ');
  return alerts.length > named ? `${codes} ${moreOf(alerts.length - named, language)}` : codes;
}

function moreOf(more: number, language: Language): string {
  return fill(SENTENCES[language].digest.more, { more: String(more) });
}

/** One line an alert: `K7F2-Q9MD · CRÍTICA · Sin tomar`. */
function renderForSlack(alerts: readonly DigestAlert[], repeat: boolean, language: Language): RenderedMessage {
  const words = SENTENCES[language];
  const header = fill(words.digest.slackHeader, { severity: severitySlot(alerts, repeat, language), count: String(alerts.length) });
  const lines = alerts.slice(0, NAMED_CODES).map((alert) => `${codeSlot(alert.code)} · ${words.severity[alert.severity]} · ${stateOf(alert, language)}`);
  const more = alerts.length > NAMED_CODES ? [moreOf(alerts.length - NAMED_CODES, language)] : [];
  const text = [header, ...lines, ...more, words.unconfirmed].join('\n');
  const isWaiting = alerts.some(({ status }) => status === undefined || status === 'triggered' || status === 'notified' || status === 'unanswered');
  const actions = isWaiting ? digestButtons(language).map(({ action, title }) => ({ action, label: title })) : [];
  return asRendered({ kind: 'digest', language, facts: null, template: null, variables: [], text, actions });
}

function stateOf({ status, owner }: DigestAlert, language: Language): string {
  const { state, somebody } = SENTENCES[language];
  const known = ALERT_STATUSES.find((each) => each === status) ?? ('notified' satisfies AlertStatus);
  const named = owner == null ? null : nameSlot(owner, language);
  return fill(state[known], { until: null, since: null, owner: known === 'acknowledged' ? named ?? somebody : named });
}
