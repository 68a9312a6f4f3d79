import { localhostAllowedHostnames, validateHostHeader, validateOriginHeader } from '@modelcontextprotocol/server';
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { isIP } from 'node:net';
import { authenticate, bearerOf } from './authenticate.ts';
import { toRefused, type Door } from './call-record.ts';
import { explainError, type Gateway } from './call-tool.ts';
import type { Caller, TrustedIssuers } from './gateway-context.ts';
import { MCP_PATH, registerMcp } from './mcp/mcp-door.ts';
import { sendUnparsed } from './mcp/rpc-error.ts';
import { METADATA_PATH, resourceMetadata, RESOURCE_PATHS } from './oauth/protected-resource.ts';
import { aliasListings } from './operations/operation-listing.ts';
import { createOpenApi } from './rest/openapi.ts';
import { registerRest, sendFailure } from './rest/rest-door.ts';
import { gatewayNames, type RestNames } from './rest/rest-names.ts';
import { ToolError, type ToolFailure } from './tool-error.ts';
import { listingOf } from './tool-schema.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Known once the call's key was checked, which comes before anything is called. */
    caller: Caller;
    /** Whose tokens count; null where none do. */
    issuers: TrustedIssuers | null;
  }
}

export interface DoorsOptions {
  gateway: Gateway;
  version: string;
  /** Names under which this server may be called besides this machine's own. */
  hostnames: readonly string[];
}

/** What programs call: MCP and REST behind an API key, and the description of REST. Register it apart from what providers call. */
export async function registerDoors(doors: FastifyInstance, { gateway, version, hostnames }: DoorsOptions): Promise<void> {
  await prepareDoors(doors, gateway, hostnames, ({ routeOptions }) => (routeOptions.url === MCP_PATH ? 'mcp' : 'rest'));
  const openApi = createOpenApi([...gateway.tools.map(listingOf), ...aliasListings(gateway.tools)], version);
  doors.get('/openapi.json', async () => openApi);
  if (gateway.context.issuers) registerMetadata(doors, gateway.context.issuers);
  await doors.register(async (keyed) => {
    keyed.addHook('onRequest', async (request) => {
      request.caller = await identify(gateway, request, request.headers.authorization);
    });
    registerRest(keyed, gateway, gatewayNames(gateway), 'rest');
    registerMcp(keyed, gateway, version);
  });
}

export interface ServiceDoorsOptions extends Omit<DoorsOptions, 'version'> {
  door: Door;
  names: RestNames;
  /** The key that a call without one counts as having sent; none unless told. */
  keyOf?(request: FastifyRequest): string | undefined;
}

/** What programs call at one platform's own service: REST behind an API key. */
export async function registerServiceDoors(doors: FastifyInstance, { gateway, hostnames, door, names, keyOf }: ServiceDoorsOptions): Promise<void> {
  await prepareDoors(doors, gateway, hostnames, () => door);
  doors.addHook('onRequest', async (request) => {
    const key = request.headers.authorization === undefined ? keyOf?.(request) : undefined;
    request.caller = await identify(gateway, request, key === undefined ? request.headers.authorization : `Bearer ${key}`);
  });
  registerRest(doors, gateway, names, door);
}

export interface OpenDoorsOptions extends Pick<DoorsOptions, 'gateway' | 'hostnames'> {
  door: Door;
  /** Whether it may be called by any address of this machine, or by none: probes on a network know no name. */
  byAddress: boolean;
  paths(doors: FastifyInstance): void;
}

/** What is asked without a key, such as how the service is: not by a page from elsewhere either. */
export async function registerOpenDoors(doors: FastifyInstance, { gateway, hostnames, door, byAddress, paths }: OpenDoorsOptions): Promise<void> {
  await prepareDoors(doors, gateway, hostnames, () => door, byAddress);
  paths(doors);
}

/** Who calls where no key is needed; null for nobody who is known. Guesses count as at every door. */
export async function callerOf(gateway: Gateway, request: FastifyRequest): Promise<Caller | null> {
  return identify(gateway, request, request.headers.authorization).catch(() => null);
}

/** What every door has: who may call from where, and the form in which anything is refused. */
async function prepareDoors(doors: FastifyInstance, gateway: Gateway, hostnames: readonly string[], doorOf: (request: FastifyRequest) => Door, byAddress = false): Promise<void> {
  const allowed = [...localhostAllowedHostnames(), ...hostnames];
  doors.removeContentTypeParser('text/plain');
  doors.decorateRequest('caller');
  doors.decorateRequest('issuers', null);
  doors.addHook('onRequest', async (request) => {
    request.issuers = gateway.context.issuers;
    checkOrigin(request.headers, allowed, byAddress);
  });
  doors.setErrorHandler((error: FastifyError, request, reply) => {
    const failure = toFailure(error) ?? explainError(gateway, error, request.id);
    gateway.onRefused(toRefused(error, failure, { requestId: request.id, door: doorOf(request), caller: request.caller?.name ?? null }));
    return isUnreadable(error) && doorOf(request) === 'mcp' ? sendUnparsed(reply, failure) : sendFailure(reply, failure, null);
  });
}

/** @throws ToolError as `authenticate` does, and `rate_limited` for an address that tries out keys */
async function identify({ context, guesses }: Gateway, { ip }: FastifyRequest, authorization: string | undefined): Promise<Caller> {
  const written = bearerOf(authorization);
  if (written !== null) await guesses.check(ip, written, performance.now());
  try {
    return await authenticate(context, authorization);
  } catch (error) {
    if (written !== null && error instanceof ToolError) guesses.wasWrong(ip, written, performance.now());
    throw error;
  }
}

/** Where a program finds out whose tokens to get: read before it has any. */
function registerMetadata(doors: FastifyInstance, issuers: TrustedIssuers): void {
  for (const path of RESOURCE_PATHS) doors.get(`${METADATA_PATH}${path}`, async () => resourceMetadata(`${issuers.baseUrl}${path}`, issuers.names));
}

/** A page in somebody's browser must not reach a service on their own machine. https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http */
function checkOrigin({ host, origin }: { host?: string | undefined; origin?: string | undefined }, allowed: string[], byAddress: boolean): void {
  const isCalledRightly = validateHostHeader(host, allowed).ok || (byAddress && isAddress(host));
  if (isCalledRightly && validateOriginHeader(origin, allowed).ok) return;
  throw new ToolError({ code: 'not_allowed', message: 'This server is not called by that name, or not from there.', hint: 'Call it as 127.0.0.1 or localhost, or by the address that VIGIA_PUBLIC_URL names.', retryable: false }, { reason: 'host_or_origin' });
}

/** No name, which a page's server could have lead here; nor is there one where no Host is sent, as by a probe of HTTP/1.0. */
function isAddress(host: string | undefined): boolean {
  if (host === undefined) return true;
  const { hostname } = URL.parse(`http://${host}`) ?? { hostname: '' };
  return isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0;
}

function isUnreadable({ statusCode }: { statusCode?: number | undefined }): boolean {
  return statusCode === 400;
}

/** What Fastify refuses before a tool is called; null for any other error. https://fastify.dev/docs/latest/Reference/Errors/ */
function toFailure({ statusCode }: FastifyError): ToolFailure | null {
  if (statusCode === 413) return { code: 'too_large', message: 'The body is too large.', hint: 'A call is a few lines of JSON: at most 64 KB.', retryable: false };
  if (statusCode === 415 || isUnreadable({ statusCode })) return { code: 'invalid_arguments', field: '(all)', message: 'The body cannot be read as JSON.', hint: 'Send a JSON object with Content-Type: application/json.', retryable: false };
  return null;
}
