import Fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import { registerDoors } from '../../../src/gateway/doors.ts';
import { newRequestId } from '../../../src/gateway/new-request-id.ts';
import type { Prompt } from '../../../src/gateway/mcp/prompts.ts';
import type { Resources } from '../../../src/gateway/mcp/resources.ts';
import { createGateway } from '../../../src/roles/create-gateway.ts';
import type { ServiceContext } from '../../../src/roles/service-context.ts';
import { FIXTURE_TOOLS } from './fixture-tools.ts';

const RESOURCES: Resources = {
  fixed: [{ uri: 'test://static-text', name: 'static-text', title: 'Static text', description: 'A text.', scopes: ['alerts:read'], read: async () => 'This is the content of the static text resource.' }],
  templates: [{
    uriTemplate: 'test://template/{id}/data', name: 'template', title: 'Template', description: 'Says which was asked for.',
    scopes: ['alerts:read'], listScopes: ['alerts:read'],
    list: async () => [],
    read: async (_context, uri) => {
      const [, id] = /^test:\/\/template\/(\w+)\/data$/.exec(uri) ?? [];
      return id === undefined ? null : { id, templateTest: true };
    },
  }],
};

const PROMPTS: readonly Prompt[] = [
  { name: 'test_simple_prompt', title: 'Simple', description: 'A prompt without arguments.', arguments: [], words: () => 'This is a simple prompt for testing.' },
  {
    name: 'test_prompt_with_arguments', title: 'With arguments', description: 'A prompt with two arguments.',
    arguments: ['arg1', 'arg2'].map((name) => ({ name, description: 'An argument.', required: true })),
    words: ({ arg1, arg2 }) => `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`,
  },
];

/** The service's own doors, key checks and protocol, with what the suite asks for in place of ours. */
export async function startFixtureServer(service: ServiceContext): Promise<{ url: string; close(): Promise<void> }> {
  const app = Fastify({ forceCloseConnections: true, genReqId: newRequestId });
  await app.register(registerDoors, { gateway: { ...createGateway(service), tools: FIXTURE_TOOLS, resources: RESOURCES, prompts: PROMPTS }, version: '1.0.0', hostnames: [] });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return { url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`, close: () => app.close() };
}
