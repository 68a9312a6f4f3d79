import { PORTS, type Settings } from '../config/settings.ts';
import type { PortWanted } from '../launch/ports.ts';

/** Where the gateway listens. */
export function gatewayPort({ ports, bind }: Pick<Settings, 'ports' | 'bind'>): PortWanted {
  return { port: ports.gateway, bind, variable: PORTS.gateway.variable };
}

/** Where the sandbox listens: on this machine alone, since whoever reaches it acts as everybody. */
export function sandboxPort({ ports }: Pick<Settings, 'ports'>): PortWanted {
  return { port: ports.sandbox, bind: '127.0.0.1', variable: PORTS.sandbox.variable };
}
