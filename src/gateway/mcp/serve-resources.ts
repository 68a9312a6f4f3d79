import { ResourceNotFoundError, type Server } from '@modelcontextprotocol/server';
import { takeCall, type Gateway } from '../call-tool.ts';
import type { Caller } from '../gateway-context.ts';
import type { AlertUpdates } from './alert-updates.ts';
import { inOurWords } from './in-our-words.ts';
import { listResources, readResource } from './resources.ts';

const MIME_TYPE = 'application/json';

export function serveResources(server: Server, gateway: Gateway, caller: () => Promise<Caller>): void {
  const { context, resources } = gateway;
  server.setRequestHandler('resources/list', async () => {
    const listed = await counted(gateway, caller, (by) => listResources(resources, context, by));
    return { resources: listed.map((each) => ({ ...each, mimeType: MIME_TYPE })) };
  });
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: resources.templates.map(({ uriTemplate, name, title, description }) => ({ uriTemplate, name, title, description, mimeType: MIME_TYPE })),
  }));
  server.setRequestHandler('resources/read', async ({ params: { uri } }) => ({ contents: [{ uri, mimeType: MIME_TYPE, text: JSON.stringify(await read(gateway, caller, uri)) }] }));
}

/** Of the earlier revisions: a connection asks for each address. https://modelcontextprotocol.io/specification/2025-11-25/server/resources#subscriptions */
export function serveSubscriptions(server: Server, gateway: Gateway, caller: () => Promise<Caller>, updates: AlertUpdates): void {
  const wanted = new Map<string, () => void>();
  server.setRequestHandler('resources/subscribe', async ({ params: { uri } }) => {
    await read(gateway, caller, uri);
    if (!wanted.has(uri)) wanted.set(uri, pushUpdates(server, updates, (updated) => updated === uri));
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', ({ params: { uri } }) => {
    wanted.get(uri)?.();
    wanted.delete(uri);
    return {};
  });
  server.onclose = () => wanted.forEach((stop) => stop());
}

/** Tells a connection what has changed; answers how to stop it. */
export function pushUpdates(server: Server, updates: AlertUpdates, isWanted: (uri: string) => boolean): () => void {
  return updates.subscribe((event) => {
    // Whoever has hung up meanwhile need not hear it.
    if (event.kind === 'resource_updated' && isWanted(event.uri)) server.sendResourceUpdated({ uri: event.uri }).catch(() => {});
  });
}

/** @throws ProtocolError for what there is not, and what this caller may not read */
async function read(gateway: Gateway, caller: () => Promise<Caller>, uri: string): Promise<unknown> {
  const value = await counted(gateway, caller, (by) => readResource(gateway.resources, gateway.context, by, uri));
  if (value === null) throw new ResourceNotFoundError(uri, 'There is no such resource, or this API key may not read it.');
  return value;
}

/** It reaches the ledger as calls do, and counts as they do. */
async function counted<T>(gateway: Gateway, caller: () => Promise<Caller>, work: (by: Caller) => Promise<T>): Promise<T> {
  return inOurWords(gateway, async () => {
    const by = await caller();
    takeCall(gateway, by);
    return work(by);
  });
}
