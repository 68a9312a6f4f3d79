import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { SandboxContext, Simulator } from '../simulator.ts';
import { SANDBOX_TWILIO_ACCOUNT } from './account.ts';
import type { TwilioAccount } from './account.ts';
import { createContentStore } from './content-store.ts';
import type { ContentStore, TemplateSeed } from './content-store.ts';
import { DEFAULT_PACE } from './delivery.ts';
import type { DeliveryPace } from './delivery.ts';
import { registerTwilioApi } from './http-exchange.ts';
import { openMessageStore } from './message-store.ts';
import type { MessageStore } from './message-store.ts';
import { createOutbound } from './outbound.ts';
import { toPhones } from './phones.ts';
import type { Phone, PhoneOwner } from './phones.ts';
import { createReplies } from './replies.ts';
import type { ReplyOutcome } from './replies.ts';
import { createSchedule } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import { createSid } from './sid.ts';
import type { WebhookCall } from './webhook-caller.ts';
import { createWebhookLog } from './webhook-log.ts';

export interface TwilioSimulatorOptions {
  account?: Partial<TwilioAccount>;
  templates?: readonly TemplateSeed[];
  /** Whose phones the page shows before anything was sent to them. */
  phones?: readonly PhoneOwner[];
  pace?: Partial<DeliveryPace>;
  /** `timers` by default; with `manual` nothing happens after the answer until `step` or `settle`. */
  schedule?: 'timers' | 'manual';
  /** Where inbound messages are posted: `/mcp/twilio/webhook` of the gateway by default; null for a service that polls. */
  webhookUrl?: () => string | null;
}

export interface TwilioState {
  senders: { whatsapp: string; sms: string };
  phones: Phone[];
  /** How many breaks with Twilio's documents were seen. */
  violations: number;
}

export interface TwilioSimulator extends Simulator {
  readonly platform: 'twilio';
  readonly account: TwilioAccount;
  readonly messages: MessageStore;
  readonly contents: ContentStore;
  /** Every break with Twilio's documents so far, by us or by the simulator itself. A test ends with none. */
  readonly violations: readonly string[];
  /** For a test that broke the documents on purpose. */
  forgetViolations(): void;
  /** Status callbacks and inbound webhooks that were posted, oldest first. */
  readonly calls: readonly WebhookCall[];
  /** Answers as a phone, with what `replySchema` of inbound.ts describes; throws ControlError that names the field for anything else. */
  reply(reply: unknown): Promise<ReplyOutcome>;
  state(): TwilioState;
  /** Makes the next thing that is to happen to a message happen now; false when nothing is left. */
  step(): Promise<boolean>;
  /** Makes everything happen that is to happen. */
  settle(): Promise<void>;
}

/** Every state of every message, in the sandbox's home. */
const STATE_FILE = 'twilio-messages.jsonl';
/** WhatsApp's decision on a template, milliseconds after it was submitted; really up to a day. */
const APPROVAL_MS = 1000;

/** Twilio as its SDK sees it: set `client.api.baseUrl` and `client.content.baseUrl` to `http://127.0.0.1:PORT/twilio`. */
export function createTwilioSimulator(sandbox: SandboxContext, options: TwilioSimulatorOptions = {}): TwilioSimulator {
  const account = { ...SANDBOX_TWILIO_ACCOUNT, ...options.account };
  const owners = options.phones ?? [];
  const violations: string[] = [];
  const messages = openMessageStore({ path: sandbox.home === null ? null : join(sandbox.home, STATE_FILE) });
  const contents = createContentStore({ seeds: options.templates ?? [], now: sandbox.now, createSid: () => createSid('HX') });
  const schedule = createSchedule(options.schedule ?? 'timers');
  const webhooks = createWebhookLog({ changed: sandbox.changed, onUnknown: (finding) => violations.push(finding) });
  const outbound = createOutbound({ sandbox, account, messages, contents, schedule, webhooks, pace: { ...DEFAULT_PACE, ...options.pace } });
  const nameOf = (address: string): string | null => owners.find((owner) => owner.address === address)?.name ?? null;
  const webhookUrl = options.webhookUrl ?? (() => toWebhookUrl(sandbox.gatewayUrl()));
  const api = { account, messages, contents, startedAt: sandbox.now().toISOString(), outbound, submit: (sid: string) => decideLater(schedule, contents, sid) };
  outbound.resume();
  return {
    platform: 'twilio', account, messages, contents, violations, calls: webhooks.calls,
    reply: createReplies({ sandbox, account, messages, webhooks, webhookUrl, nameOf }),
    register: (app: FastifyInstance) => registerTwilioApi(app, sandbox, api, (found) => violations.push(...found)),
    state: () => ({
      senders: { whatsapp: account.whatsappNumber, sms: account.smsNumber },
      phones: toPhones(messages, owners),
      violations: violations.length,
    }),
    forgetViolations: () => void violations.splice(0),
    step: schedule.step,
    settle: schedule.settle,
    async close() {
      await schedule.close();
      messages.close();
    },
  };
}

function toWebhookUrl(gatewayUrl: string | null): string | null {
  return gatewayUrl === null ? null : `${gatewayUrl.replace(/\/$/, '')}/mcp/twilio/webhook`;
}

/** WhatsApp's word on a template that was submitted. */
function decideLater(schedule: Schedule, contents: ContentStore, sid: string): void {
  schedule.after(APPROVAL_MS, async () => {
    const approval = contents.get(sid)?.approval;
    if (approval?.status !== 'received') return;
    contents.setApproval(sid, { status: approval.rejectionReason === '' ? 'approved' : 'rejected' });
  });
}
