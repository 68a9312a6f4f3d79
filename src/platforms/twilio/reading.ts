import type { DeliveryState } from '../../domain/delivery-state.ts';
import { readButtonPayload } from './button-payload.ts';
import type { ButtonPress } from './button-payload.ts';
import { toDeliveryState } from './message-status.ts';

/** What the webhooks need to read what Twilio sends back: the status table and our buttons, under the key that signed them. */
export function createTwilioReading(buttonKey: Uint8Array): { toDeliveryState(status: string): DeliveryState | null; readButton(payload: string): ButtonPress | null } {
  return { toDeliveryState, readButton: (payload) => readButtonPayload(payload, buttonKey) };
}
