import { WHATSAPP_TEMPLATES } from '../../src/domain/wording/whatsapp-templates.ts';
import type { Platform } from '../../src/platforms/platform.ts';
import { toTemplateContent } from '../../src/platforms/twilio/template-content.ts';
import type { TwilioPlatformOptions } from '../../src/platforms/twilio/twilio-platform.ts';
import type { FaultRuleInput } from '../../src/sandbox/faults.ts';
import type { TestTime } from '../ledger/fixtures.ts';
import { startSandboxed } from '../platforms/twilio/sandboxed.ts';

type Fault = FaultRuleInput['fault'];

/** Answers of Twilio's that a test gives it, by what our table makes of them. */
export const PUT_OFF: Fault = { kind: 'status', status: 429 };
export const LOST_BEFORE: Fault = { kind: 'reset', when: 'before' };
export const LOST_AFTER: Fault = { kind: 'reset', when: 'after' };
export const WRONG_CREDENTIAL: Fault = { kind: 'platform_error', code: 20003 };
export const NOT_ON_WHATSAPP: Fault = { kind: 'platform_error', code: 63024 };

/** Our own adapter, over Twilio's SDK, before the simulated Twilio; both by the clock of a test's ledger. */
export interface TwilioWire {
  platform: Platform;
  /** Texts of the messages that Twilio has taken, the oldest first. */
  taken(): string[];
  /** What Twilio was asked, in its own words for it, such as `messages.create`. */
  calls(): string[];
}

const running: (() => Promise<void>)[] = [];

export interface TwilioWireOptions {
  /** What becomes of the first messages, one each; those after them go well. */
  faults?: Fault[];
  /** Twilio answers nothing, whatever it is asked. */
  silent?: boolean;
  /** How far Twilio's clock is behind ours, milliseconds. */
  behindMs?: number;
  platform?: Partial<TwilioPlatformOptions>;
}

/** `stopWires` in afterEach ends it. */
export async function startTwilioWire(time: TestTime, { faults = [], silent = false, behindMs = 0, platform = {} }: TwilioWireOptions = {}): Promise<TwilioWire> {
  const clock = (): Date => new Date(time.now().getTime() - behindMs);
  const sandbox = await startSandboxed({ templates: WHATSAPP_TEMPLATES.map(toTemplateContent), clock });
  running.push(() => sandbox.stop());
  const { rig } = sandbox;
  faults.forEach((fault, at) => void rig.faults.add({ platform: 'twilio', operation: 'messages.create', nth: at + 1, fault }));
  if (silent) rig.faults.add({ platform: 'twilio', operation: '*', fault: LOST_BEFORE });
  return {
    platform: sandbox.platform({ now: () => time.now(), ...platform }),
    taken: () => rig.simulator.messages.list().map(({ body }) => body).reverse(),
    calls: () => rig.journal.since(0).map(({ operation }) => operation),
  };
}

/** Fails when Twilio's published documents were broken. */
export async function stopWires(): Promise<void> {
  for (const stop of running.splice(0)) await stop();
}
