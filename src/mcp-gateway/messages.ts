import { toSnake, type InCamel } from './spelling.ts';
import type { CallOptions, ToolCalls } from './tool-calls.ts';
import type { ToolParameters, ToolResults } from './tool-types.generated.ts';

export type SlackMessage = InCamel<ToolParameters['slack_send_message']>;
export type WhatsAppMessage = InCamel<ToolParameters['whatsapp_send_message']>;
export type SmsMessage = InCamel<ToolParameters['sms_send_message']>;
/** A message as it was taken in: a template goes out, and its words are kept. */
export type SentMessage = ToolResults['slack_send_message'];

/** Messages to one person or channel of the directory; what goes wrong is thrown as GatewayError. */
export class Messages {
  readonly #calls: ToolCalls;

  constructor(calls: ToolCalls) {
    this.#calls = calls;
  }

  async slack(message: SlackMessage, options: CallOptions = {}): Promise<SentMessage> {
    return this.#calls.call('slack_send_message', toSnake(message), options);
  }

  async whatsapp(message: WhatsAppMessage, options: CallOptions = {}): Promise<SentMessage> {
    return this.#calls.call('whatsapp_send_message', toSnake(message), options);
  }

  async sms(message: SmsMessage, options: CallOptions = {}): Promise<SentMessage> {
    return this.#calls.call('sms_send_message', toSnake(message), options);
  }
}
