import type { DeliveryState } from '../../domain/delivery-state.ts';

/**
 * Twilio's message states as ours. `sent` here means that Twilio has taken the message: from then on its loss would be told.
 * `receiving` and `received` belong to messages that come in, `partially_delivered` to no route of ours.
 * https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
 */
const STATES: Record<string, DeliveryState> = {
  accepted: 'sent',
  scheduled: 'sent',
  queued: 'sent',
  sending: 'sent',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'failed_permanent',
  failed: 'failed_permanent',
  canceled: 'failed_permanent',
};

/** The state, or null for a status that says nothing about a message of ours or that Twilio added since. */
export function toDeliveryState(status: string): DeliveryState | null {
  return Object.hasOwn(STATES, status) ? (STATES[status] ?? null) : null;
}
