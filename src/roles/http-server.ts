import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { AddressInfo } from 'node:net';
import { newRequestId } from '../gateway/new-request-id.ts';
import { sendFailure } from '../gateway/rest/rest-door.ts';
import type { ToolFailure } from '../gateway/tool-error.ts';
import { portError, type PortWanted } from '../launch/ports.ts';
import { usualPort } from '../launch/usual-port.ts';
import type { ServiceContext } from './service-context.ts';

const HINT = 'GET /openapi.json of the gateway says what there is.';

const NOTHING_HERE: ToolFailure = { code: 'not_found', message: 'There is nothing at this path.', hint: HINT, retryable: false };

/** Far more than any call is: a few lines of JSON. */
const BODY_BYTES = 64 * 1024;

/** How long a request may take to arrive as a whole, milliseconds: one that trickles in holds its connection no longer. */
const ARRIVE_WITHIN_MS = 30_000;

/** Connections of all callers together: what is left of the process's open files is for the ledger and for what goes out. */
const MAX_CONNECTIONS = 1_000;

const UNREADABLE: ToolFailure = { code: 'invalid_arguments', message: 'The path cannot be read.', hint: HINT, retryable: false };

/** Nothing here is a page, so a browser that is given it must neither run, frame nor keep it. */
const HEADERS = { contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } }, xFrameOptions: { action: 'deny' } } as const;

/** A server that answers what it doesn't know in the form of all else; `part` is what it is called in the log. */
export function createHttpServer({ logger }: Pick<ServiceContext, 'logger'>, part: string): FastifyInstance {
  const app = Fastify({
    forceCloseConnections: true, bodyLimit: BODY_BYTES, requestTimeout: ARRIVE_WITHIN_MS, genReqId: newRequestId,
    // Fastify's own answers repeat the path.
    frameworkErrors: (_error, _request, reply: FastifyReply) => void sendFailure(reply, UNREADABLE, null),
  });
  app.server.maxConnections = MAX_CONNECTIONS;
  void app.register(helmet, HEADERS);
  // On the reply itself, so that whoever writes it past Fastify sends it too.
  app.addHook('onRequest', async (_request, reply) => void reply.raw.setHeader('cache-control', 'no-store'));
  app.setNotFoundHandler(({ url }, reply) => sendNotFound(app, url, reply));
  // The route as it was registered, and not the path as it was sent, in which anything may stand.
  app.addHook('onResponse', async ({ method, routeOptions, id }, { statusCode, elapsedTime }) =>
    logger.event('http.answered', { part, requestId: id, operation: `${method}:${routeOptions.url ?? 'unknown'}`, httpStatus: statusCode, durationMs: Math.round(elapsedTime) }, 'debug'));
  return app;
}

/** A path that there is says by which methods it is called. https://www.rfc-editor.org/rfc/rfc9110#status.405 */
function sendNotFound(app: FastifyInstance, url: string, reply: FastifyReply): FastifyReply {
  const [path = ''] = url.split('?', 1);
  const allowed = (['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).filter((method) => app.hasRoute({ url: path, method })).join(', ');
  if (allowed === '') return sendFailure(reply, NOTHING_HERE, null);
  return sendFailure(reply.header('allow', allowed), { code: 'method_not_allowed', message: 'This path is not called by this method.', hint: `Call it by ${allowed}.`, retryable: false }, null);
}

/** Listens where it is wanted, and answers at which address. @throws StartUpError when it can't */
export async function listenAt(app: FastifyInstance, { home }: Pick<ServiceContext, 'home'>, any: PortWanted): Promise<string> {
  const wanted = { ...any, port: await usualPort(home.dir, any) };
  await app.listen({ port: wanted.port, host: wanted.bind }).catch(async (error: unknown) => {
    await app.close();
    throw await portError(wanted, error);
  });
  const { port } = app.server.address() as AddressInfo;
  return `http://${wanted.bind === '0.0.0.0' ? '127.0.0.1' : wanted.bind}:${port}`;
}

/** Names by which programs may call besides this machine's own. */
export function hostnamesOf({ settings }: Pick<ServiceContext, 'settings'>): string[] {
  return settings.publicUrl === null ? [] : [new URL(settings.publicUrl).hostname];
}
