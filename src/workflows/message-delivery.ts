import type { DirectAnswer } from './messages.ts';
import { PlatformActivities } from './platform-activities.ts';

/** One message that belongs to no alert's workflow: the answer to a reply that could not be bound, or whose alert is over. */
export async function messageDelivery(answer: DirectAnswer): Promise<void> {
  const said = answer.what.type === 'say' ? answer.what.say : answer.what.type === 'ask' ? answer.what.ask : answer.what.type === 'tookAll' ? 'took several' : 'closed';
  await new PlatformActivities(answer.platformsWithWorkflows).answerSender(answer.platform, `answer: ${said}`, answer);
}
