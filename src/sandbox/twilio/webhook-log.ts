import { callWebhook } from './webhook-caller.ts';
import type { WebhookCall, WebhookRequest } from './webhook-caller.ts';

/** Makes the provider's calls to us and keeps what came of them. */
export interface WebhookLog {
  call(request: WebhookRequest): Promise<WebhookCall>;
  /** Oldest first. */
  readonly calls: readonly WebhookCall[];
}

/** Calls kept for a look back. */
const MAX_CALLS = 5000;

/** `onUnknown` hears of an answer that asks for what isn't simulated. */
export function createWebhookLog({ changed, onUnknown }: { changed: () => void; onUnknown: (finding: string) => void }): WebhookLog {
  const calls: WebhookCall[] = [];
  return {
    calls,
    async call(request) {
      const made = await callWebhook(request);
      calls.push(made);
      if (calls.length > MAX_CALLS) calls.shift();
      if (made.answers.some(({ body }) => /<Message[\s>]/.test(body))) onUnknown(`${made.kind} webhook: a <Message> in the answer isn't simulated`);
      changed();
      return made;
    },
  };
}
