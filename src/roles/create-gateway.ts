import { createHmac } from 'node:crypto';
import { CallLimit } from '../gateway/call-limit.ts';
import type { Gateway } from '../gateway/call-tool.ts';
import type { GatewayContext } from '../gateway/gateway-context.ts';
import { KeyGuesses } from '../gateway/key-guesses.ts';
import { PROMPTS } from '../gateway/mcp/prompts.ts';
import { RESOURCES } from '../gateway/mcp/resources.ts';
import { TokenIssuers } from '../gateway/oauth/token-issuers.ts';
import { UnderWay } from '../gateway/under-way.ts';
import { TOOLS } from '../gateway/registry.ts';
import { CallRecords } from './call-records.ts';
import { readHealth } from './health.ts';
import type { ServiceContext } from './service-context.ts';
import { toServiceStatus } from './service-status.ts';

/** Calls that read, those that wait for a change included, which one key may have under way. */
const READING_AT_ONCE = 200;

/** What the gateway's doors hand over to, with all that tools work with. */
export function createGateway(service: ServiceContext): Gateway {
  const { settings, logger } = service;
  const { onCall, onRefused } = new CallRecords(logger, settings.complianceLevel);
  return {
    onCall, onRefused, tools: TOOLS, resources: RESOURCES, prompts: PROMPTS, context: toContext(service), limit: new CallLimit(settings.callsPerMinute), reading: new UnderWay(READING_AT_ONCE),
    guesses: new KeyGuesses(service.ledger, () => logger.event('gateway.keys_tried_out', {}, 'warn')),
    onDefect: (error, requestId) => logger.event('gateway.defect', { error, ...(requestId === null ? {} : { requestId }) }, 'error'),
  };
}

function toContext(service: ServiceContext): GatewayContext {
  const { settings, client, ledger, config, clock } = service;
  return {
    mode: settings.mode, client, ledger, issuers: issuersOf(service),
    configuration: () => config.current(),
    digest: digestBy(service),
    status: async () => toServiceStatus(await readHealth(service)),
    now: () => clock.now(),
  };
}

function digestBy({ keyRing }: Pick<ServiceContext, 'keyRing'>): GatewayContext['digest'] {
  return (purpose, text) => createHmac('sha256', keyRing.indexKey).update(`gateway ${purpose}|${text}`).digest('base64url');
}

function issuersOf(service: ServiceContext): TokenIssuers | null {
  const { settings, home, logger, clock } = service;
  if (settings.oauth === null) return null;
  return new TokenIssuers({
    ...settings.oauth, digest: digestBy(service), now: () => clock.now(),
    // In the sandbox it is this server's own address, known once it listens.
    baseUrl: () => settings.publicUrl ?? home.endpoints.read().gateway ?? '',
    onTrouble: (error) => logger.event('gateway.issuer_away', { error }, 'warn'),
  });
}
