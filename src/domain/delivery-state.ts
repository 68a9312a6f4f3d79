/** What is known of a message on its way to one destination. */
export const DELIVERY_STATES = [
  'pending', 'sending', 'uncertain', 'failed_temporary', 'sent', 'delivered', 'read', 'failed_permanent',
] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];

const RANK: Record<DeliveryState, number> = {
  pending: 0, sending: 1, uncertain: 1, failed_temporary: 1, sent: 2, failed_permanent: 3, delivered: 3, read: 4,
};

/**
 * The state after a report came in. Reports arrive late, twice and out of order; a state never moves backwards, and a
 * failure reported after `delivered` is not believed.
 */
export function advanceDelivery(current: DeliveryState, reported: DeliveryState): DeliveryState {
  return RANK[reported] > RANK[current] ? reported : current;
}
