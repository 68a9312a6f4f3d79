import { createTwilioClient } from '../../../src/platforms/twilio/client.ts';
import type { TwilioClient } from '../../../src/platforms/twilio/client.ts';
import { toTemplateContent } from '../../../src/platforms/twilio/template-content.ts';
import type { TemplateDefinition } from '../../../src/platforms/twilio/template-content.ts';
import { TwilioPlatform } from '../../../src/platforms/twilio/twilio-platform.ts';
import type { TwilioPlatformOptions } from '../../../src/platforms/twilio/twilio-platform.ts';
import type { Outbound } from '../../../src/platforms/platform.ts';
import { startTwilioRig } from '../../sandbox/twilio/twilio-rig.ts';
import type { TwilioRig } from '../../sandbox/twilio/twilio-rig.ts';
import { rendered } from './wire.ts';

export const ANA = 'whatsapp:+573001110001';
export const BUTTON_KEY = Buffer.alloc(32, 5);
/** Of one call, milliseconds: nothing here hangs, however busy the machine is. */
const TIMEOUT_MS = 20_000;
/** When the simulated Twilio's clock starts. */
export const START = new Date('2026-03-02T10:00:00.000Z');

export const PAGE: TemplateDefinition = {
  name: 'vigia_page_es_v1',
  language: 'es',
  body: 'Alerta {{1}} hasta las {{2}}. Código {{3}}. Responda SÍ o NO.',
  samples: ['CRÍTICA', '08:05', 'K7F2-Q9MD'],
  buttons: [{ action: 'acknowledge', title: 'Voy' }, { action: 'decline', title: 'No puedo' }],
};

export interface Sandboxed {
  rig: TwilioRig;
  client: TwilioClient;
  platform(changes?: Partial<TwilioPlatformOptions>): TwilioPlatform;
  setNow(at: Date): void;
  /** Stops everything; throws when Twilio's documents were broken. */
  stop(): Promise<void>;
}

/** Our own client and platform before the simulated Twilio. */
export async function startSandboxed(options: Parameters<typeof startTwilioRig>[0] = {}): Promise<Sandboxed> {
  const rig = await startTwilioRig({ templates: [toTemplateContent(PAGE)], ...options });
  const { account } = rig.simulator;
  const client = createTwilioClient(account, { api: rig.baseUrl, content: rig.baseUrl }, TIMEOUT_MS);
  let now = START;
  return {
    rig, client,
    platform: (changes = {}) => new TwilioPlatform({
      client, accountSid: account.accountSid, whatsAppNumber: account.whatsappNumber, smsNumber: account.smsNumber, buttonKey: BUTTON_KEY,
      publicUrl: null, hasAuthToken: true, templateNames: [PAGE.name], now: () => now, ...changes,
    }),
    setNow(at) {
      now = at;
      rig.setNow(at.toISOString());
    },
    async stop() {
      const { violations } = rig.simulator;
      await rig.stop();
      expect(violations).toEqual([]);
    },
  };
}

export function toAna(changes: Partial<Outbound> = {}): Outbound {
  return { attemptId: 'att_1', notificationId: 'ntf_1', destination: { platform: 'twilio', kind: 'person', address: ANA }, message: rendered(), ...changes };
}
