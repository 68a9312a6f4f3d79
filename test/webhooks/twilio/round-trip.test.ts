import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { createTwilioReading } from '../../../src/platforms/twilio/reading.ts';
import type { TwilioPlatform } from '../../../src/platforms/twilio/twilio-platform.ts';
import type { TwilioInbound, TwilioReport } from '../../../src/webhooks/twilio/events.ts';
import { twilioWebhooks } from '../../../src/webhooks/twilio/twilio-webhooks.ts';
import type { TwilioWebhookCount } from '../../../src/webhooks/twilio/twilio-webhooks.ts';
import { ANA, BUTTON_KEY, START, startSandboxed, toAna } from '../../platforms/twilio/sandboxed.ts';
import type { Sandboxed } from '../../platforms/twilio/sandboxed.ts';

let gateway: FastifyInstance;
let publicUrl: string;
let sandbox: Sandboxed;
let platform: TwilioPlatform;
let inbound: TwilioInbound[];
let reports: TwilioReport[];
let counts: TwilioWebhookCount[];

beforeEach(async () => {
  [inbound, reports, counts, publicUrl] = [[], [], [], ''];
  sandbox = await startSandboxed({ webhookUrl: () => `${publicUrl}/mcp/twilio/webhook` });
  const { account } = sandbox.rig.simulator;
  gateway = Fastify();
  await gateway.register(twilioWebhooks({
    get publicUrl() { return publicUrl; },
    authTokens: [account.authToken], accountSid: account.accountSid, reading: createTwilioReading(BUTTON_KEY), now: () => START,
    count: (what) => counts.push(what),
    ingress: {
      onInbound: async (event) => inbound.every(({ eventId }) => eventId !== event.eventId) && inbound.push(event) > 0,
      onStatus: async (event) => reports.push(event) > 0,
    },
  }));
  publicUrl = await gateway.listen({ host: '127.0.0.1', port: 0 });
  platform = sandbox.platform({ publicUrl });
});
afterEach(async () => {
  await gateway.close();
  await sandbox.stop();
});

it('a page is sent, its receipts name the attempt, and its button comes back with the notification', async () => {
  const sent = await platform.send(toAna({ attemptId: 'att/ñ 1', notificationId: 'ntf:K7F2-Q9MD:1:ana' }));
  await sandbox.rig.simulator.settle();
  expect(reports.map(({ sid, attemptId, state }) => [sid, attemptId, state])).toEqual(['sent', 'delivered', 'read'].map((state) => [sent.ref.id, 'att/ñ 1', state]));
  const [message] = sandbox.rig.simulator.messages.list({ to: ANA });
  const { answers } = await sandbox.rig.simulator.reply({ from: ANA, buttonPayload: message?.buttons[1]?.id ?? '' });
  expect(answers).toMatchObject([{ status: 200, body: expect.stringContaining('<Response>') }]);
  expect(inbound).toMatchObject([{ from: ANA, body: 'No puedo', button: { action: 'decline', notificationId: 'ntf:K7F2-Q9MD:1:ana' }, quotedSid: sent.ref.id, externalUserId: expect.stringMatching(/^whatsapp:CO\./) }]);
});

it('a message whose answer was lost is settled by its callback, which names the attempt', async () => {
  sandbox.rig.faults.add({ platform: 'twilio', operation: 'messages.create', nth: 1, fault: { kind: 'reset', when: 'after' } });
  await expect(platform.send(toAna({ attemptId: 'att_lost' }))).rejects.toThrow('settle_first');
  await sandbox.rig.simulator.settle();
  expect(reports[0]).toMatchObject({ attemptId: 'att_lost', state: 'sent', sid: sandbox.rig.simulator.messages.list()[0]?.sid });
});

it('free text after the window is refused by callback, with the code that asks for the template', async () => {
  const answer = toAna({ message: { ...toAna().message, template: null }, windowUntil: new Date(START.getTime() + 3_600_000).toISOString() });
  await platform.send(answer);
  await sandbox.rig.simulator.settle();
  expect(reports.at(-1)).toMatchObject({ state: 'failed_permanent', errorCode: '63016' });
});

it('an SMS goes out and is answered', async () => {
  await platform.send(toAna({ destination: { platform: 'twilio', kind: 'person', address: '+573001110001' } }));
  await sandbox.rig.simulator.settle();
  await sandbox.rig.simulator.reply({ from: '+573001110001', body: 'SI' });
  expect(reports.map(({ state }) => state)).toEqual(['sent', 'delivered']);
  expect(inbound).toMatchObject([{ from: '+573001110001', to: '+14155550101', body: 'SI', externalUserId: null }]);
});

it('forged requests are refused and a replay has no second effect', async () => {
  expect(await sandbox.rig.simulator.reply({ from: ANA, body: 'sí', forge: 'signature' })).toMatchObject({ answers: [{ status: 403 }] });
  expect(await sandbox.rig.simulator.reply({ from: ANA, body: 'sí', forge: 'account' })).toMatchObject({ answers: [{ status: 403 }] });
  expect(inbound).toEqual([]);
  await sandbox.rig.simulator.reply({ from: ANA, body: 'sí' });
  expect(await sandbox.rig.simulator.reply({ from: ANA, forge: 'replay' })).toMatchObject({ answers: [{ status: 200 }] });
  expect(inbound).toHaveLength(1);
  expect(counts).toEqual(['bad_signature', 'foreign_account', 'inbound', 'inbound', 'repeat']);
});
