import type { RenderedMessage } from '../../domain/message.ts';
import type { Outbound } from '../platform.ts';
import { toButtonSlot } from './button-payload.ts';

/** What `POST /Messages` takes, as the SDK names it. https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource */
export interface MessageParams {
  from: string;
  to: string;
  body?: string;
  contentSid?: string;
  contentVariables?: string;
  statusCallback?: string;
  /** Seconds that Twilio may hold the message in its own queue. */
  validityPeriod: number;
}

const NOTICES: ReadonlySet<RenderedMessage['kind']> = new Set(['taken_notice', 'closed_notice', 'answer', 'direct']);

/** Twilio takes 1 to 36000 s; below a minute an ordinary hiccup at Twilio would lose the message. */
const SHORTEST_VALIDITY_S = 60;
const LONGEST_VALIDITY_S = 3_600;
const PAGE_VALIDITY_S = 900;

/**
 * How long Twilio may try: a page until its recipient's time is over, since by then somebody else is asked; a notice for an
 * hour. It bounds Twilio's queue alone: WhatsApp itself delivers late. https://www.twilio.com/docs/messaging/features/validity-period
 */
export function validityPeriodFor(message: RenderedMessage, now: Date): number {
  if (NOTICES.has(message.kind)) return LONGEST_VALIDITY_S;
  const deadline = message.facts?.deadline ?? null;
  if (deadline === null) return PAGE_VALIDITY_S;
  const left = Math.ceil((Date.parse(deadline) - now.getTime()) / 1_000);
  if (Number.isNaN(left)) return PAGE_VALIDITY_S;
  return Math.min(Math.max(left, SHORTEST_VALIDITY_S), LONGEST_VALIDITY_S);
}

/** Where Twilio reports on a message of ours; the query carries the attempt, so that a report settles an unknown outcome. */
export function statusCallbackUrl(publicUrl: string, attemptId: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/mcp/twilio/status?attempt=${encodeURIComponent(attemptId)}`;
}

/**
 * The template's slots as Twilio takes them, `{"1": …}`; with buttons, one slot more, which they share. WhatsApp refuses line
 * breaks, runs of spaces and empty values in a slot.
 * https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates/components
 */
export function contentVariables(outbound: Outbound, buttonKey: Uint8Array): string {
  const { variables, actions } = outbound.message;
  const slots = variables.map((value) => value.replaceAll(/\s+/g, ' ').trim() || '-');
  if (actions.length > 0) slots.push(toButtonSlot(outbound.notificationId, buttonKey));
  return JSON.stringify(Object.fromEntries(slots.map((value, index) => [String(index + 1), value])));
}
