import type { Failure } from '../../domain/failure.ts';
import type { Destination } from '../../domain/people.ts';
import { PlatformError } from '../platform-error.ts';
import { BEGIN_WITHIN_MS } from '../platform.ts';
import type { LookedUp, LookUp, Outbound, Platform, PlatformCheck, Sent } from '../platform.ts';
import { channelOf, toWhatsAppAddress } from './address.ts';
import type { CallMeter } from './call-meter.ts';
import { createCallMeter } from './call-meter.ts';
import { checkTwilio } from './check.ts';
import { classifyTwilioError, ofReading } from './classify-error.ts';
import type { TwilioClient } from './client.ts';
import { REQUEST_TIMEOUT_MS } from './client.ts';
import { classifyTwilioCode, shouldResendAsTemplate } from './error-table.ts';
import { listCandidates, matchingMessages } from './look-up.ts';
import type { LookUpQuery } from './look-up.ts';
import { contentVariables, statusCallbackUrl, validityPeriodFor } from './message-params.ts';
import type { MessageParams } from './message-params.ts';
import { toDeliveryState } from './message-status.ts';
import type { TemplateCatalogue } from './template-catalogue.ts';
import { createTemplateCatalogue, isRefusedOutsideWindow } from './template-catalogue.ts';
import { within } from './within.ts';

export interface TwilioPlatformOptions {
  client: TwilioClient;
  accountSid: string;
  /** `+E164`, with or without `whatsapp:`; null when there is none. */
  whatsAppNumber: string | null;
  /** `+E164`; null when there is none. */
  smsNumber: string | null;
  /** 32 random bytes that sign our buttons. */
  buttonKey: Uint8Array;
  /** Where Twilio reaches our webhooks, such as `https://vigia.example.org`; null when it can't, and reports are polled. */
  publicUrl: string | null;
  /** Whether the Auth Token, which alone verifies webhooks, is configured. */
  hasAuthToken: boolean;
  /** Names of the templates that messages are made of, for `check()`. */
  templateNames: readonly string[];
  /** Sids by template name, where the account's own listing shall not decide. */
  templateSids?: Readonly<Record<string, string>>;
  now: () => Date;
  /** Milliseconds of a clock that nobody sets; this process's own unless told. */
  tick?: () => number;
  /** Which attempt a message is already known to belong to; a look-up never takes one for another. */
  attemptOf?: (sid: string) => Promise<string | null>;
  /** Look-ups' own allowance; 30 a minute where none is given. */
  lookUpMeter?: CallMeter;
}

/** Finding a template may take this long before the message goes by other means; and a little for both ends of a call, milliseconds. */
const TEMPLATE_TIMEOUT_MS = 4_000;
const ENDS_MS = 1_000;

/** The window may close while Twilio handles the message. */
const WINDOW_MARGIN_MS = 60_000;

const LOOK_UPS_PER_MINUTE = 30;
const CALLS_PER_LOOK_UP = 2;

/** WhatsApp and SMS by Twilio's SDK. https://www.twilio.com/docs/messaging/api/message-resource */
export class TwilioPlatform implements Platform {
  readonly name = 'twilio';
  /** A template's look-up, the call itself, and a little for both ends. */
  readonly callTimeoutMs = BEGIN_WITHIN_MS + TEMPLATE_TIMEOUT_MS + REQUEST_TIMEOUT_MS + ENDS_MS;
  readonly #options: TwilioPlatformOptions;
  readonly #catalogue: TemplateCatalogue;
  readonly #meter: CallMeter;

  constructor(options: TwilioPlatformOptions) {
    this.#options = options;
    this.#catalogue = createTemplateCatalogue(options.client, options.templateSids ?? {}, options.now);
    this.#meter = options.lookUpMeter ?? createCallMeter(LOOK_UPS_PER_MINUTE * CALLS_PER_LOOK_UP, 60_000);
  }

  /** The number that sends to a destination. Throws PlatformError when the address is none or no number is configured for it. */
  senderFor(destination: Destination): string {
    const channel = channelOf(destination.address);
    if (channel === null) throw refused('our_bug', 'bad_address');
    const { whatsAppNumber, smsNumber } = this.#options;
    if (channel === 'whatsapp') {
      if (whatsAppNumber === null) throw refused('page_operator', 'no_whatsapp_number');
      return toWhatsAppAddress(whatsAppNumber);
    }
    if (smsNumber === null) throw refused('page_operator', 'no_sms_number');
    return smsNumber;
  }

  async send(outbound: Outbound): Promise<Sent> {
    const { tick = () => performance.now() } = this.#options;
    const begunTick = tick();
    try {
      const params = await this.#paramsFor(outbound);
      // The process stood still while the template was looked for: by now another one may have sent the message again.
      if (tick() - begunTick > TEMPLATE_TIMEOUT_MS + ENDS_MS) throw refused('retry_after', 'stood_still');
      const message = await this.#options.client.messages.create(params);
      // A 201 without a sid may have been a message all the same.
      if (typeof message.sid !== 'string' || message.sid === '') throw refused('settle_first', 'no_sid');
      const state = toDeliveryState(message.status) ?? 'sent';
      if (state === 'failed_permanent') throw new PlatformError('twilio', classifyTwilioCode(message.errorCode));
      return { ref: { id: message.sid, conversation: outbound.destination.address }, sender: params.from, state };
    } catch (error) {
      throw asPlatformError(error);
    }
  }

  async lookUp(outbound: LookedUp, startedAt: Date): Promise<LookUp> {
    if (!this.#meter.take(CALLS_PER_LOOK_UP, this.#options.now())) {
      return { found: 'unknown', failure: { kind: 'retry_after', code: 'look_up_limit', retryAfterMs: 10_000 } };
    }
    try {
      const { destination, message, attemptId } = outbound;
      const query: LookUpQuery = { from: this.senderFor(destination), to: destination.address, message, startedAt };
      for (const found of matchingMessages(await listCandidates(this.#options.client, query), query)) {
        const owner = (await this.#options.attemptOf?.(found.sid)) ?? attemptId;
        if (owner !== attemptId) continue;
        const ref = { id: found.sid, conversation: destination.address };
        return { found: 'yes', sent: { ref, sender: query.from, state: toDeliveryState(found.status) ?? 'sent' } };
      }
      return { found: 'no' };
    } catch (error) {
      return { found: 'unknown', failure: ofReading(classifyTwilioError(error)) };
    }
  }

  async check(): Promise<PlatformCheck> {
    const { whatsAppNumber, smsNumber, publicUrl, hasAuthToken, templateNames, templateSids, client, accountSid } = this.#options;
    return checkTwilio({
      client, accountSid, whatsAppNumber, smsNumber, publicUrl, hasAuthToken,
      templateNames: templateNames.filter((name) => !Object.hasOwn(templateSids ?? {}, name)),
      catalogue: this.#catalogue,
      timeoutMs: this.callTimeoutMs,
    });
  }

  async #paramsFor(outbound: Outbound): Promise<MessageParams> {
    const { destination, message, attemptId } = outbound;
    const { publicUrl, now } = this.#options;
    const from = this.senderFor(destination);
    const content = channelOf(destination.address) === 'sms' ? { body: message.text } : await this.#whatsAppContent(outbound);
    return {
      from,
      to: destination.address,
      ...content,
      ...(publicUrl === null ? {} : { statusCallback: statusCallbackUrl(publicUrl, attemptId) }),
      validityPeriod: validityPeriodFor(message, now()),
    };
  }

  /** The template wherever there is one, since it carries the buttons; free text inside the 24-hour window only. */
  async #whatsAppContent(outbound: Outbound): Promise<Pick<MessageParams, 'body' | 'contentSid' | 'contentVariables'>> {
    const { template, text } = outbound.message;
    // The window was closed after all, or Meta has taken the template's approval back: what was read of it isn't believed.
    const isByTemplate = outbound.failedBefore !== undefined && shouldResendAsTemplate(outbound.failedBefore);
    const isOpen = !isByTemplate && this.#isWindowOpen(outbound.windowUntil);
    if (template === null) {
      if (isOpen) return { body: text };
      throw refused('fail_over', 'window_closed');
    }
    const tooSlow = { failure: { kind: 'retry_after', code: 'timeout' } as Failure };
    const found = await within(TEMPLATE_TIMEOUT_MS, this.#catalogue.find(template, { anew: isByTemplate }), tooSlow);
    const entry = 'entry' in found ? found.entry : null;
    if (entry !== null && (isOpen || !isRefusedOutsideWindow(entry))) {
      return { contentSid: entry.sid, contentVariables: contentVariables(outbound, this.#options.buttonKey) };
    }
    if (isOpen) return { body: text };
    if ('failure' in found) throw new PlatformError('twilio', found.failure);
    throw refused('page_operator', `template_${entry === null ? 'missing' : entry.approval}:${template}`);
  }

  #isWindowOpen(windowUntil: string | undefined): boolean {
    return windowUntil !== undefined && Date.parse(windowUntil) - WINDOW_MARGIN_MS > this.#options.now().getTime();
  }
}

function refused(kind: Failure['kind'], code: string): PlatformError {
  return new PlatformError('twilio', { kind, code });
}

/** Keeps the class and drops the cause: the SDK's errors hold the request, with its number and its text. */
function asPlatformError(error: unknown): PlatformError {
  return error instanceof PlatformError ? error : new PlatformError('twilio', classifyTwilioError(error));
}
