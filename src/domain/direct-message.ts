import type { DeliveryState } from './delivery-state.ts';
import type { DirectRecipient, DirectRoute, RecipientRefusal } from './direct-recipient.ts';

/** The longest text that is kept, characters. */
export const MAX_DIRECT_TEXT_CHARS = 4_096;

/** A message that a program wants one person or one channel to have. Its text is kept, encrypted, and never put on a platform. */
export interface DirectRequest {
  /** The same key of the same caller is the same message. */
  key?: string | undefined;
  route: DirectRoute;
  /** As the caller wrote it: a responder's id, a phone number, or an id or `#channel` of Slack. */
  to: string;
  text: string;
  /** Where an image is; kept, and never opened. */
  mediaRef?: string | undefined;
  /** Code of the alert that it is about. */
  alert?: string | undefined;
  /** The caller's id. */
  by: string;
}

/**
 * `already_told`: not sent, because an alert of the same caller tells the same person. `as_page`: the alert's own page goes out in its place, ahead of the step that
 * calls them.
 */
export type DirectStatus = 'accepted' | 'already_told' | 'as_page';

/** Why a message was not taken; nothing of it was kept. */
export type DirectRefusal =
  | RecipientRefusal | 'outside_contact_hours' | 'opted_out' | 'platform_not_configured' | 'unknown_alert' | 'no_text' | 'text_too_long';

/** A direct message as it was taken in, and how far it has come. */
export interface DirectMessage {
  code: string;
  by: string;
  route: DirectRoute;
  recipient: DirectRecipient;
  status: DirectStatus;
  /** Code of the alert that it is about, or that told the person already. */
  alert: string | null;
  acceptedAt: Date;
  /** Null once retention removed it. */
  text: string | null;
  mediaRef: string | null;
  /** Null for one that isn't sent. `reason`: the provider's code or ours, where it failed. */
  delivery: { state: DeliveryState; reason: string | null; sentAt: Date | null } | null;
}
