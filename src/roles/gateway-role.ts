import type { FastifyInstance } from 'fastify';
import type { Part } from '../launch/lifecycle.ts';
import { createTwilioReading } from '../platforms/twilio/reading.ts';
import { slackInteractions } from '../webhooks/slack/slack-interactions.ts';
import { twilioWebhooks } from '../webhooks/twilio/twilio-webhooks.ts';
import { slackIntake, twilioCount } from './callback-intake.ts';
import { publicUrlOf } from './create-platforms.ts';
import type { Gateway } from '../gateway/call-tool.ts';
import { registerDoors } from '../gateway/doors.ts';
import { readHealth } from './health.ts';
import { registerHealthPaths } from './health-paths.ts';
import { createHttpServer, hostnamesOf, listenAt } from './http-server.ts';
import { openSandboxKey, type SandboxKey } from './sandbox-key.ts';
import { SERVICE_VERSION } from './service-version.ts';
import type { ServiceContext } from './service-context.ts';
import { gatewayPort } from './wanted-ports.ts';

/** Takes what programs and providers send, and says how the service is. */
export async function startGatewayRole(service: ServiceContext, gateway: Gateway): Promise<Part & { url: string; sandboxKey: SandboxKey | null }> {
  const { settings } = service;
  const app = createHttpServer(service, 'gateway');
  const sandboxKey = settings.mode === 'sandbox' ? await openSandboxKey(service) : null;
  await registerHealthPaths(app, { service, gateway, door: 'rest', read: (language) => readHealth(service, language), isReady: ({ status }) => status !== 'down' });
  await registerSlack(app, service);
  await app.register(registerDoors, { gateway, version: SERVICE_VERSION, hostnames: hostnamesOf(service) });
  registerTwilio(app, service);
  return { sandboxKey, url: await listenAt(app, service, gatewayPort(settings)), stop: () => app.close() };
}

async function registerSlack(app: FastifyInstance, service: ServiceContext): Promise<void> {
  const signingSecret = service.platforms.slack?.signingSecret;
  if (!signingSecret) return;
  await app.register(slackInteractions, { signingSecret, ...slackIntake(service), now: () => service.clock.now() });
}

/** Twilio signs for the public address, so its webhooks are served only where one is known. */
function registerTwilio(app: FastifyInstance, service: ServiceContext): void {
  const { settings, home, inbox, clock } = service;
  const { twilio } = service.platforms;
  if (!twilio?.authToken || (settings.mode === 'production' && settings.publicUrl === null)) return;
  void app.register(twilioWebhooks({
    // Read at each request: in the sandbox it is this server's own address, known once it listens.
    get publicUrl() {
      return publicUrlOf(settings, home) ?? '';
    },
    authTokens: [twilio.authToken],
    accountSid: twilio.accountSid,
    ingress: { onInbound: (reply) => inbox.takeReply(reply), onStatus: (report) => inbox.takeReport(report) },
    reading: createTwilioReading(twilio.buttonKey),
    now: () => clock.now(),
    count: twilioCount(service),
  }));
}
