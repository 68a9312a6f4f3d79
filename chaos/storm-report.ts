import type { StormVerdict } from './storm-judge.ts';
import { STORM_LIMITS } from './storm.ts';

/** What became of a storm, for people. */
export function renderStorm({ alerts, acknowledged, heldAfterMs, busiestMinute, messages, named, lost, afterAcknowledgment, broken }: StormVerdict): string {
  const seconds = heldAfterMs.map((after) => (after === null ? 'never' : `${(after / 1_000).toFixed(1)} s`));
  return [
    '',
    `${alerts} alerts accepted, ${lost} lost, ${named} named in a message, ${acknowledged} taken by ACK TODOS. ${afterAcknowledgment.length} pages after an acknowledgment.`,
    `Everybody held every critical code of theirs after: ${seconds.join(', ')} (promised: 60 s).`,
    `Messages: Slack ${messages.slack}, Twilio ${messages.twilio}. Busiest minute of a sender: Slack ${busiestMinute.slack} of ${STORM_LIMITS.slack}, Twilio ${busiestMinute.twilio} of ${STORM_LIMITS.twilio}.`,
    ...broken.map((what) => `  ${what}`),
    broken.length === 0 ? 'No promise was broken.' : `${broken.length} broken promises.`,
  ].join('\n');
}
