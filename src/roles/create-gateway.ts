import { createHmac } from 'node:crypto';
import { CallLimit } from '../gateway/call-limit.ts';
import type { Gateway } from '../gateway/call-tool.ts';
import type { GatewayContext } from '../gateway/gateway-context.ts';
import { TOOLS } from '../gateway/registry.ts';
import { readHealth } from './health.ts';
import type { ServiceContext } from './service-context.ts';
import { toServiceStatus } from './service-status.ts';

/** What the gateway's doors hand over to, with all that tools work with. */
export function createGateway(service: ServiceContext): Gateway {
  const { settings, logger } = service;
  return {
    tools: TOOLS, context: toContext(service), limit: new CallLimit(settings.callsPerMinute),
    onCall: ({ requestId, tool, caller, status, durationMs }) => logger.event('gateway.call', { requestId, operation: tool, part: caller, status, durationMs, complianceLevel: settings.complianceLevel }),
    onDefect: (error, requestId) => logger.event('gateway.defect', { error, ...(requestId === null ? {} : { requestId }) }, 'error'),
  };
}

function toContext(service: ServiceContext): GatewayContext {
  const { client, ledger, config, keyRing, clock } = service;
  return {
    client, ledger,
    configuration: () => config.current(),
    digest: (purpose, text) => createHmac('sha256', keyRing.indexKey).update(`gateway ${purpose}|${text}`).digest('base64url'),
    status: async () => toServiceStatus(await readHealth(service)),
    now: () => clock.now(),
  };
}
