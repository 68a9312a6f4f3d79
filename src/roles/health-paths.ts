import { BlockList, isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { LANGUAGES, type Language } from '../domain/people.ts';
import type { Door } from '../gateway/call-record.ts';
import type { Gateway } from '../gateway/call-tool.ts';
import { callerOf, registerOpenDoors } from '../gateway/doors.ts';
import { hostnamesOf } from './http-server.ts';
import { withoutPeople, type ToldOfPeople } from './people-in-health.ts';
import type { ServiceContext } from './service-context.ts';
import { shareUnderWay } from './share-under-way.ts';

export interface HealthPathsOptions<Of extends ToldOfPeople> {
  service: Pick<ServiceContext, 'settings'>;
  gateway: Gateway;
  door: Door;
  read(language: Language | undefined): Promise<Of>;
  isReady(told: Of): boolean;
}

/** `/live`, `/ready` and `/health`, which take no key; who has one is told of people by their ids. */
export async function registerHealthPaths<Of extends ToldOfPeople>(app: FastifyInstance, { service, gateway, door, read, isReady }: HealthPathsOptions<Of>): Promise<void> {
  const health = shareUnderWay(read);
  await app.register(registerOpenDoors, {
    gateway, door, hostnames: hostnamesOf(service), byAddress: !isLoopback(service.settings.bind),
    paths: (doors: FastifyInstance) => {
      doors.get('/live', async () => ({ live: true }));
      for (const path of ['/health', '/ready']) {
        doors.get<{ Querystring: { lang?: unknown } }>(path, async (request, reply) => {
          const told = await health(LANGUAGES.find((language) => language === request.query.lang));
          const isKnown = (await callerOf(gateway, request)) !== null;
          return reply.code(path === '/ready' && !isReady(told) ? 503 : 200).send(isKnown ? told : withoutPeople(told));
        });
      }
    },
  });
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

export function isLoopback(address: string): boolean {
  return LOOPBACK.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
