import type { FastifyRequest } from 'fastify';
import { existsSync, readFileSync } from 'node:fs';
import { localhostAllowedHostnames, validateHostHeader } from '@modelcontextprotocol/server';
import type { Gateway } from '../gateway/call-tool.ts';
import { registerServiceDoors } from '../gateway/doors.ts';
import { SERVICE_NAMES } from '../gateway/operations/operation-table.ts';
import { absentNames, serviceNames, type RestNames } from '../gateway/rest/rest-names.ts';
import type { Part } from '../launch/lifecycle.ts';
import { isLoopback, registerHealthPaths } from './health-paths.ts';
import { createHttpServer, hostnamesOf, listenAt } from './http-server.ts';
import type { ServiceContext } from './service-context.ts';
import { readServiceHealth } from './service-health.ts';
import { servicePort, type PlatformService } from './wanted-ports.ts';

/** Serves one platform's own operations and how it is, on a port of its own: the same tools as the gateway's, by the names that the service's document has. */
export async function startPlatformService(service: ServiceContext, gateway: Gateway, name: PlatformService): Promise<Part & { url: string }> {
  const app = createHttpServer(service, name);
  await registerHealthPaths(app, { service, gateway, door: `rest:${name}`, read: (language) => readServiceHealth(service, name, language), isReady: ({ ready }) => ready });
  await app.register(registerServiceDoors, { gateway, door: `rest:${name}`, hostnames: hostnamesOf(service), names: namesOf(gateway, name), keyOf: (request) => sandboxKeyFor(service, request) });
  return { url: await listenAt(app, service, servicePort(service.settings, name)), stop: () => app.close() };
}

function namesOf(gateway: Gateway, name: PlatformService): RestNames {
  if (name !== 'whatsapp-web') return serviceNames(gateway, name);
  return absentNames(SERVICE_NAMES[name], 'WhatsApp Web is not part of this release.', 'Send by WhatsApp with Twilio: its service is on a port of its own, and whatsapp_send_message is on the gateway.');
}

/**
 * The sandbox's own key for whoever calls from this machine itself without one, as the examples of the service's document do. Not for a
 * page in a browser, and not for what a proxy passes on: both come from this machine too, and neither is whoever started the sandbox.
 */
function sandboxKeyFor({ settings, home }: Pick<ServiceContext, 'settings' | 'home'>, { headers, socket }: FastifyRequest): string | undefined {
  const { remoteAddress = '' } = socket;
  const isPassedOn = ['origin', 'forwarded', 'via', 'x-forwarded-for', 'x-real-ip'].some((name) => headers[name] !== undefined);
  const isHere = isLoopback(remoteAddress) && validateHostHeader(headers.host, localhostAllowedHostnames()).ok;
  const file = home.file('sandbox-key');
  return settings.mode === 'sandbox' && isHere && !isPassedOn && existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
