import type { TwilioAccount } from './account.ts';
import { parseAddress } from './address.ts';
import { TwilioApiError } from './api-error.ts';
import { fillTemplate } from './content-store.ts';
import type { ContentStore, Template } from './content-store.ts';
import type { MessageStore } from './message-store.ts';
import { areSlotValuesAllowed } from './template-rules.ts';
import type { TemplateContent } from './template-rules.ts';

/** https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource */
const MAX_BODY_CHARS = 1600;
const MAX_MEDIA = 10;
const MAX_VALIDITY_SECONDS = 36_000;

/** A form as it arrived: a name that came more than once holds a list. */
export type Form = Record<string, string | string[]>;

/** A message that the provider agreed to take, and how it is bound to end. */
export interface TakenMessage {
  from: string;
  to: string;
  body: string;
  buttons: TemplateContent['buttons'];
  mediaCount: number;
  contentSid: string | null;
  messagingServiceSid: string | null;
  statusCallback: string | null;
  /** Code that it will fail with after it was accepted; null when nothing stands in its way. */
  failsWith: number | null;
}

export interface TakeContext {
  account: TwilioAccount;
  messages: MessageStore;
  contents: ContentStore;
  nowMs: number;
}

function single(form: Form, name: string): string | undefined {
  const value = form[name];
  return Array.isArray(value) ? value.at(-1) : value;
}

/** Takes a request to send as Twilio would, or throws TwilioApiError with its code. What can only fail later is told in `failsWith`. */
export function takeMessage(form: Form, context: TakeContext): TakenMessage {
  const to = takeRecipient(form);
  const messagingServiceSid = single(form, 'MessagingServiceSid') ?? null;
  const from = takeSender(form, to, messagingServiceSid, context.account);
  checkOptions(form);
  const mediaCount = [form['MediaUrl'] ?? []].flat().length;
  if (mediaCount > MAX_MEDIA) throw new TwilioApiError(21623);
  if (context.messages.isOptedOut(to)) throw new TwilioApiError(21610);
  const statusCallback = single(form, 'StatusCallback') ?? null;
  const common = { from, to, mediaCount, messagingServiceSid, statusCallback };
  const windowOpen = (context.messages.windowUntilMs(to) ?? 0) > context.nowMs;
  const contentSid = single(form, 'ContentSid');
  if (contentSid !== undefined) return { ...common, ...takeTemplate(form, contentSid, to, windowOpen, context.contents) };
  if (form['ContentVariables'] !== undefined) throw new TwilioApiError(21654);
  const body = single(form, 'Body') ?? '';
  if (body === '' && mediaCount === 0) throw new TwilioApiError(21602);
  if (body.length > MAX_BODY_CHARS) throw new TwilioApiError(21617);
  const failsWith = isWhatsApp(to) && !windowOpen ? 63016 : null;
  return { ...common, body, buttons: [], contentSid: null, failsWith };
}

function isWhatsApp(address: string): boolean {
  return parseAddress(address)?.channel === 'whatsapp';
}

function takeRecipient(form: Form): string {
  const to = single(form, 'To');
  if (to === undefined || to === '') throw new TwilioApiError(21604);
  if (parseAddress(to) === null) throw new TwilioApiError(21211);
  return to;
}

function takeSender(form: Form, to: string, messagingServiceSid: string | null, account: TwilioAccount): string {
  const own = isWhatsApp(to) ? `whatsapp:${account.whatsappNumber}` : account.smsNumber;
  const from = single(form, 'From');
  if (messagingServiceSid !== null && messagingServiceSid !== account.messagingServiceSid) throw new TwilioApiError(21703);
  if (from === undefined || from === '') {
    if (messagingServiceSid === null) throw new TwilioApiError(21603);
    return own;
  }
  if (from === to) throw new TwilioApiError(21266);
  const parsed = parseAddress(from);
  if (parsed !== null && (parsed.channel === 'whatsapp') !== isWhatsApp(to)) throw new TwilioApiError(21910);
  if (from !== own) throw new TwilioApiError(isWhatsApp(to) ? 63007 : 21606);
  return from;
}

function checkOptions(form: Form): void {
  const callback = single(form, 'StatusCallback');
  if (callback !== undefined && !/^https?:\/\//.test(callback)) throw new TwilioApiError(21609);
  const validity = single(form, 'ValidityPeriod');
  if (validity !== undefined && !(Number.isInteger(Number(validity)) && Number(validity) >= 1 && Number(validity) <= MAX_VALIDITY_SECONDS)) {
    throw new TwilioApiError(90007);
  }
  if (form['SendAt'] !== undefined && form['MessagingServiceSid'] === undefined) throw new TwilioApiError(35118);
}

function takeTemplate(
  form: Form, contentSid: string, to: string, windowOpen: boolean, contents: ContentStore,
): Pick<TakenMessage, 'body' | 'buttons' | 'contentSid' | 'failsWith'> {
  const template = contents.get(contentSid);
  if (template === null) throw new TwilioApiError(21655);
  const variables = takeVariables(single(form, 'ContentVariables'), template);
  const filled = fillTemplate(template, variables);
  if (filled === null) throw new TwilioApiError(21656);
  const failsWith = isWhatsApp(to) ? templateFailure(template, variables, windowOpen) : null;
  // A phone without WhatsApp shows a template's words and no buttons.
  return { body: filled.body, buttons: isWhatsApp(to) ? filled.buttons : [], contentSid, failsWith };
}

function takeVariables(text: string | undefined, template: Template): Record<string, string> {
  if (text === undefined) return template.samples;
  try {
    const parsed: unknown = JSON.parse(text);
    const isMap = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    if (isMap && Object.values(parsed).every((value) => typeof value === 'string' && value !== '')) return parsed as Record<string, string>;
  } catch {
    // Told below, like any other unusable value.
  }
  throw new TwilioApiError(21656);
}

/** https://www.twilio.com/docs/api/errors/63040, 63041 (paused), 63042 (disabled); one not yet approved is free text to WhatsApp. */
function templateFailure(template: Template, variables: Record<string, string>, windowOpen: boolean): number | null {
  if (!areSlotValuesAllowed(variables)) return 63021;
  switch (template.approval.status) {
    case 'approved':
      return null;
    case 'rejected':
      return 63040;
    case 'paused':
      return 63041;
    case 'disabled':
      return 63042;
    case 'unsubmitted':
    case 'received':
      return windowOpen ? null : 63016;
  }
}
