import Fastify, { type FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { LANGUAGES } from '../domain/people.ts';
import type { Part } from '../launch/lifecycle.ts';
import { portError } from '../launch/ports.ts';
import { usualPort } from '../launch/usual-port.ts';
import { createTwilioReading } from '../platforms/twilio/reading.ts';
import { slackInteractions } from '../webhooks/slack/slack-interactions.ts';
import { twilioWebhooks } from '../webhooks/twilio/twilio-webhooks.ts';
import { slackIntake, twilioCount } from './callback-intake.ts';
import { publicUrlOf } from './create-platforms.ts';
import { newRequestId, registerDoors } from '../gateway/doors.ts';
import { readHealth } from './health.ts';
import { createGateway } from './create-gateway.ts';
import { openSandboxKey, type SandboxKey } from './sandbox-key.ts';
import { SERVICE_VERSION } from './service-version.ts';
import type { ServiceContext } from './service-context.ts';
import { gatewayPort } from './wanted-ports.ts';

const NOTHING_HERE = { status: 'error', error: { code: 'not_found', message: 'There is nothing at this path.', hint: 'GET /openapi.json says what there is.' } };

/** Takes what programs and providers send, and says how the service is. */
export async function startGatewayRole(service: ServiceContext): Promise<Part & { url: string; sandboxKey: SandboxKey | null }> {
  const { settings, home } = service;
  const app = Fastify({ forceCloseConnections: true, bodyLimit: 64 * 1024, genReqId: newRequestId });
  const any = gatewayPort(settings);
  const wanted = { ...any, port: await usualPort(home.dir, any) };
  const sandboxKey = settings.mode === 'sandbox' ? await openSandboxKey(service) : null;
  // Fastify's own answer repeats the path.
  app.setNotFoundHandler((_request, reply) => reply.code(404).send(NOTHING_HERE));
  registerHealth(app, service);
  await registerSlack(app, service);
  await app.register(registerDoors, { gateway: createGateway(service), version: SERVICE_VERSION, hostnames: hostnamesOf(service) });
  registerTwilio(app, service);
  await app.listen({ port: wanted.port, host: wanted.bind }).catch(async (error: unknown) => {
    await app.close();
    throw await portError(wanted, error);
  });
  const { port } = app.server.address() as AddressInfo;
  return { sandboxKey, url: `http://${settings.bind === '0.0.0.0' ? '127.0.0.1' : settings.bind}:${port}`, stop: () => app.close() };
}

function registerHealth(app: FastifyInstance, service: ServiceContext): void {
  app.get('/live', async () => ({ live: true }));
  for (const path of ['/health', '/ready']) {
    app.get<{ Querystring: { lang?: unknown } }>(path, async ({ query: { lang } }, reply) => {
      const health = await readHealth(service, LANGUAGES.find((language) => language === lang));
      return reply.code(path === '/ready' && health.status === 'down' ? 503 : 200).send(health);
    });
  }
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

/** Names by which programs may call besides this machine's own. */
function hostnamesOf({ settings }: Pick<ServiceContext, 'settings'>): string[] {
  return settings.publicUrl === null ? [] : [new URL(settings.publicUrl).hostname];
}
