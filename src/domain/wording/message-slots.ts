import type { MessageFacts } from '../message.ts';
import type { Language } from '../people.ts';
import { fill, type Slots } from './fill.ts';
import { SENTENCES } from './sentences.ts';
import { codeSlot, nameSlot, timeSlot } from './slots.ts';

/** The slots of every sentence about an alert, but for `where`. The same facts give the same words on every platform. */
export function messageSlots(facts: MessageFacts, language: Language, timeZone: string): Slots {
  const words = SENTENCES[language];
  const time = timeSlot(facts.deadline, timeZone);
  const until = time === null ? words.rightNow : fill(words.before, { time });
  const owner = facts.owner === null ? null : nameSlot(facts.owner.name, language);
  const since = timeSlot(facts.owner?.since ?? null, timeZone);
  const code = codeSlot(facts.code);
  return {
    severity: words.severity[facts.severity],
    code: [code, ...(facts.repeat ? [words.repeatMark] : []), ...(facts.unrecorded ? [words.unrecordedMark] : [])].join(' '),
    until,
    attended: time === null ? words.whenAttended : until,
    taker: owner === null ? words.somebody : fill(words.taker, { owner, since }),
    holder: holderSlot(owner, since, language),
    ended: endedSlot(facts.status, owner, language),
    owner,
    since,
  };
}

export function holderSlot(owner: string | null, since: string | null, language: Language): string {
  const words = SENTENCES[language];
  return owner === null ? words.nobodyHolds : fill(words.holder, { owner, since });
}

export function endedSlot(status: string, owner: string | null, language: Language): string {
  const { ended, endedOtherwise } = SENTENCES[language];
  return status === 'resolved' || status === 'cancelled' || status === 'informed' ? fill(ended[status], { owner }) : endedOtherwise;
}
