import { PORTS, type Settings } from '../config/settings.ts';
import type { PortWanted } from '../launch/ports.ts';
import type { Role } from '../launch/roles.ts';

/** Where the gateway listens. */
export function gatewayPort({ ports, bind }: Pick<Settings, 'ports' | 'bind'>): PortWanted {
  return { port: ports.gateway, bind, variable: PORTS.gateway.variable };
}

/** Services of one platform each, which have a port of their own. */
export const PLATFORM_SERVICES = ['twilio', 'slack', 'whatsapp-web'] as const;

export type PlatformService = (typeof PLATFORM_SERVICES)[number];

/** Where one platform's own service listens. */
export function servicePort({ ports, bind }: Pick<Settings, 'ports' | 'bind'>, service: PlatformService): PortWanted {
  const name = service === 'whatsapp-web' ? 'whatsappWeb' : service;
  return { port: ports[name], bind, variable: PORTS[name].variable };
}

/** The services that come with these roles. WhatsApp Web is no role before its release: until then the gateway says so in its place. */
export function servicesWith(roles: readonly Role[]): PlatformService[] {
  return PLATFORM_SERVICES.filter((service) => roles.includes(service === 'whatsapp-web' ? 'gateway' : service));
}

/** Where the sandbox listens: on this machine alone, since whoever reaches it acts as everybody. */
export function sandboxPort({ ports }: Pick<Settings, 'ports'>): PortWanted {
  return { port: ports.sandbox, bind: '127.0.0.1', variable: PORTS.sandbox.variable };
}
