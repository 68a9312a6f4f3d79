import { isFree } from './reply-all.ts';
import type { AskDecision, BindingInput, OpenAlert, ReplyRequest } from './reply-binding-types.ts';
import { askWhichAlert } from './reply-questions.ts';

/**
 * A bare word at an address to which nothing open went, from somebody who was paged by another way. Without a code an address means
 * only what was sent to it, so that nothing is taken that its reader may not have seen; but their pages are named, and a number
 * takes one. Null where none of them can be meant.
 */
export function askAboutElsewhere(input: BindingInput, wanted: ReplyRequest): AskDecision | null {
  const options = meantBy(input, wanted);
  return options.length === 0 ? null : askWhichAlert(input, { kind: wanted, options, reason: 'paged_elsewhere' });
}

function meantBy({ elsewhere, sharers }: BindingInput, wanted: ReplyRequest): OpenAlert[] {
  const mine = elsewhere.filter(({ owner }) => sharers.some(({ id }) => id === owner));
  const asked = elsewhere.filter((alert) => !mine.includes(alert) && (isFree(alert) || alert.offered === true));
  if (wanted === 'acknowledge') return asked;
  if (wanted === 'decline') return [...asked, ...mine];
  return mine.length > 0 ? mine : asked;
}
