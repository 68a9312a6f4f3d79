/** A number as Twilio writes it: `+E164` for SMS, `whatsapp:+E164` for WhatsApp. https://www.twilio.com/docs/glossary/what-e164 */
export interface TwilioAddress {
  channel: 'sms' | 'whatsapp';
  /** `+` and 7 to 15 digits. */
  number: string;
}

const ADDRESS = /^(whatsapp:)?(\+[1-9]\d{6,14})$/;

/** The address, or null when it isn't one. */
export function parseAddress(text: string): TwilioAddress | null {
  const [, prefix, number] = ADDRESS.exec(text) ?? [];
  if (number === undefined) return null;
  return { channel: prefix === undefined ? 'sms' : 'whatsapp', number };
}
