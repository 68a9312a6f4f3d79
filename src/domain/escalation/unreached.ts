import type { Recipient } from '../plan.ts';
import type { SendResult } from './alert-event.ts';
import type { AlertState, Page } from './alert-state.ts';
import { setDeadline, type Change } from './change.ts';
import { askToSend, isPerson, recipientKey, routesFor } from './sending.ts';

/**
 * Whether a result says that the platform couldn't take the page, or may not have: that has nothing to do with whom it is for, and
 * passes, or is put right. A person who has no such route, or whose provider refuses them, is no nearer later.
 */
export function isPlatformAway({ outcome, reason, away }: SendResult): boolean {
  if (away || outcome === 'in_doubt' || outcome === 'delayed') return true;
  return outcome === 'failed' && reason !== null && (reason.startsWith('timeout_') || reason === 'activity_failed');
}

/**
 * Whom the current step asked for, where none of its pages to a person has left because providers are away: its time has run for
 * nobody, and they are asked again. Empty as soon as one person was reached.
 */
export function unreachedOfStep(change: Change): Recipient[] {
  const asked = ofStep(change.state, 'page');
  if (asked.some(({ state }) => state === 'sent')) return [];
  const unreached = recipientsOf(asked).filter((recipient) => pagesTo(asked, recipient).some(isHeldUp));
  return unreached.length > 0 && change.rules.asksUnreachedAgain() ? unreached : [];
}

/** How soon those are asked again whom nothing could reach and for whom no step follows, milliseconds; a proposal of ours. */
export const ASK_AGAIN_MS = 5 * 60_000;

/** Those who were added to the fail-safe recipient's call are looked after, by night as well. */
export function askAgainLater(change: Change): void {
  setDeadline(change, 'remind', change.nowMs + ASK_AGAIN_MS);
}

/** Asks those of them again whom nothing is on its way to, until all have been reached. */
export function askUnreachedAgain(change: Change): void {
  const { state } = change;
  const asked = ofStep(state, 'added');
  const unreached = recipientsOf(asked).filter((recipient) => {
    const theirs = pagesTo(asked, recipient);
    return theirs.every((page) => page.state !== 'sent') && theirs.some(isHeldUp);
  });
  if (unreached.length > 0) askAgainLater(change);
  for (const recipient of unreached.filter((each) => pagesTo(asked, each).every((page) => page.state === 'failed'))) {
    for (const route of routesFor(recipient, state.plan.failSafe.routes)) askToSend(change, { recipient, route, kind: 'added', turn: state.revision, afterAcknowledgment: false });
  }
}

/** On its way still, put behind because its platform is failing, or failed while the platform was away. */
function isHeldUp({ state, away }: Page): boolean {
  return state === 'asked' || state === 'deferred' || (state === 'failed' && away === true);
}

function ofStep({ pages, round, step }: AlertState, kind: Page['kind']): Page[] {
  return pages.filter((page) => page.round === round && page.step === step && page.kind === kind && isPerson(page.recipient));
}

/** Each once, without those whom nobody is to address. */
function recipientsOf(pages: readonly Page[]): Recipient[] {
  const skipped = new Set(pages.filter(({ state }) => state === 'skipped').map(({ recipient }) => recipientKey(recipient)));
  const byKey = new Map(pages.map(({ recipient }) => [recipientKey(recipient), recipient]));
  return [...byKey].flatMap(([key, recipient]) => (skipped.has(key) ? [] : [recipient]));
}

function pagesTo(pages: readonly Page[], recipient: Recipient): Page[] {
  return pages.filter((page) => recipientKey(page.recipient) === recipientKey(recipient));
}
