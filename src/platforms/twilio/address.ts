/** `+` and 7 to 15 digits. https://www.twilio.com/docs/glossary/what-e164 */
const E164 = /^\+[1-9]\d{6,14}$/;

const WHATSAPP_PREFIX = 'whatsapp:';

export function isE164(number: string): boolean {
  return E164.test(number);
}

/** The way a Twilio address goes by, or null when it is none: `whatsapp:+E164`, or `+E164` for SMS. */
export function channelOf(address: string): 'whatsapp' | 'sms' | null {
  if (isE164(address)) return 'sms';
  return address.startsWith(WHATSAPP_PREFIX) && isE164(address.slice(WHATSAPP_PREFIX.length)) ? 'whatsapp' : null;
}

/** A WhatsApp number from configuration, with or without its prefix, as an address. */
export function toWhatsAppAddress(number: string): string {
  return number.startsWith(WHATSAPP_PREFIX) ? number : `${WHATSAPP_PREFIX}${number}`;
}
