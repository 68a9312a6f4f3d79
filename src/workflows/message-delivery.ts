import type { DirectAnswer, DirectSend } from './messages.ts';
import { PlatformActivities } from './platform-activities.ts';

/**
 * One message that belongs to no alert's workflow: the answer to a reply that could not be bound, or whose alert is over; or a message
 * that a program sends to one person or channel.
 */
export async function messageDelivery(input: DirectAnswer | DirectSend): Promise<void> {
  const platforms = new PlatformActivities(input.platformsWithWorkflows);
  if ('message' in input) await platforms.sendDirect(input.platform, `message: ${input.message}`, input);
  else await platforms.answerSender(input.platform, `answer: ${saidIn(input)}`, input);
}

function saidIn({ what }: DirectAnswer): string {
  return what.type === 'say' ? what.say : what.type === 'ask' ? what.ask : what.type === 'tookAll' ? 'took several' : 'closed';
}
