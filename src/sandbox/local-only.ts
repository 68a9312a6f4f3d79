import type { FastifyInstance } from 'fastify';

const LOCAL_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Refuses what a web page elsewhere could make a browser on this machine send: a foreign name that resolves to the loopback
 * address (DNS rebinding), and a request that another origin's page makes.
 */
export function refuseOtherHosts(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const { host, origin } = request.headers;
    if (isLocal(host) && (origin === undefined || origin === `http://${host}`)) return;
    await reply.code(403).send({ error: 'the sandbox answers this machine only: use http://127.0.0.1' });
  });
}

function isLocal(host: string | undefined): boolean {
  return host !== undefined && LOCAL_NAMES.has(host.replace(/:\d+$/, ''));
}
