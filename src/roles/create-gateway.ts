import { createHmac } from 'node:crypto';
import { CallLimit } from '../gateway/call-limit.ts';
import type { AnsweredCall, Gateway } from '../gateway/call-tool.ts';
import type { GatewayContext } from '../gateway/gateway-context.ts';
import { TOOLS } from '../gateway/registry.ts';
import { readHealth } from './health.ts';
import type { ServiceContext } from './service-context.ts';
import { toServiceStatus } from './service-status.ts';

/** What the gateway's doors hand over to, with all that tools work with. */
export function createGateway(service: ServiceContext): Gateway {
  return { tools: TOOLS, context: toContext(service), limit: new CallLimit(service.settings.callsPerMinute), onCall: (call) => logCall(service, call) };
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

function logCall({ logger }: ServiceContext, { requestId, tool, caller, status, durationMs, defect }: AnsweredCall): void {
  logger.event('gateway.call', { requestId, operation: tool, part: caller, status, durationMs, ...(defect === undefined ? {} : { error: defect }) }, defect === undefined ? 'info' : 'error');
}
