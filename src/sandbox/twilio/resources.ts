import type { TwilioAccount } from './account.ts';
import { deliveryErrorText } from './api-error.ts';
import type { Template } from './content-store.ts';
import type { StoredMessage } from './message-store.ts';

const API_VERSION = '2010-04-01';
/** Characters that one segment of an SMS holds: GSM-7, or UCS-2 when any other is used. https://www.twilio.com/docs/glossary/what-sms-character-limit */
const GSM_7 = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;

/** RFC 2822 in UTC, such as `Thu, 24 Aug 2023 05:01:45 +0000`. */
function toRfc2822(iso: string): string {
  return new Date(iso).toUTCString().replace('GMT', '+0000');
}

function segmentsOf(text: string): number {
  const [whole, part] = GSM_7.test(text) ? [160, 153] : [70, 67];
  return text.length <= whole ? 1 : Math.ceil(text.length / part);
}

/** The Account resource. The token is never told back: nothing of ours reads it. */
export function toAccountResource(account: TwilioAccount, startedAt: string): Record<string, unknown> {
  const uri = `/${API_VERSION}/Accounts/${account.accountSid}`;
  return {
    sid: account.accountSid,
    owner_account_sid: account.accountSid,
    friendly_name: 'Sandbox',
    status: 'active',
    type: 'Full',
    auth_token: null,
    date_created: toRfc2822(startedAt),
    date_updated: toRfc2822(startedAt),
    uri: `${uri}.json`,
    subresource_uris: { messages: `${uri}/Messages.json` },
  };
}

/** The Message resource. https://www.twilio.com/docs/messaging/api/message-resource#message-properties */
export function toMessageResource(message: StoredMessage, account: TwilioAccount): Record<string, unknown> {
  const uri = `/${API_VERSION}/Accounts/${account.accountSid}/Messages/${message.sid}`;
  return {
    sid: message.sid,
    account_sid: account.accountSid,
    messaging_service_sid: message.messagingServiceSid,
    api_version: API_VERSION,
    direction: message.direction,
    from: message.from,
    to: message.to,
    body: message.body,
    status: message.status,
    error_code: message.errorCode,
    error_message: message.errorCode === null ? null : deliveryErrorText(message.errorCode),
    num_media: String(message.mediaTypes.length),
    num_segments: String(segmentsOf(message.body)),
    price: null,
    price_unit: null,
    date_created: toRfc2822(message.createdAt),
    date_updated: toRfc2822(message.updatedAt),
    date_sent: message.sentAt === null ? null : toRfc2822(message.sentAt),
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  };
}

function contentBase(template: Template, account: TwilioAccount): Record<string, unknown> {
  return {
    sid: template.sid,
    account_sid: account.accountSid,
    friendly_name: template.friendlyName,
    language: template.language,
    variables: template.samples,
    types: template.types,
    date_created: template.createdAt,
    date_updated: template.updatedAt,
  };
}

/** The Content resource; `baseUrl` is where its API is reached. */
export function toContentResource(template: Template, account: TwilioAccount, baseUrl: string): Record<string, unknown> {
  const url = `${baseUrl}/v1/Content/${template.sid}`;
  const links = { approval_create: `${url}/ApprovalRequests/whatsapp`, approval_fetch: `${url}/ApprovalRequests` };
  return { ...contentBase(template, account), url, links };
}

function toApproval({ approval, types }: Template): Record<string, unknown> {
  const { name, category, status, rejectionReason } = approval;
  return { name, category, status, rejection_reason: rejectionReason, content_type: Object.keys(types)[0] ?? null, allow_category_change: true };
}

export function toContentAndApprovalResource(template: Template, account: TwilioAccount): Record<string, unknown> {
  return { ...contentBase(template, account), approval_requests: toApproval(template) };
}

export function toApprovalCreateResource(template: Template): Record<string, unknown> {
  return toApproval(template);
}

/** The approval of a template, as it is asked for later. */
export function toApprovalFetchResource(template: Template, account: TwilioAccount, baseUrl: string): Record<string, unknown> {
  return {
    sid: template.sid,
    account_sid: account.accountSid,
    url: `${baseUrl}/v1/Content/${template.sid}/ApprovalRequests`,
    whatsapp: { type: 'whatsapp', ...toApproval(template) },
  };
}
