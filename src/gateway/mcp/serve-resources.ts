import { ResourceNotFoundError, type Server } from '@modelcontextprotocol/server';
import { codeIn, recorded, type Came } from '../call-record.ts';
import { takeCall } from '../call-tool.ts';
import type { Caller } from '../gateway-context.ts';
import { newRequestId } from '../new-request-id.ts';
import type { AlertUpdates } from './alert-updates.ts';
import { inOurWords } from './in-our-words.ts';
import { checkListened } from './listened-addresses.ts';
import { isOver } from './open-streams.ts';
import { listResources, mayHearOfAlerts, readResource } from './resources.ts';
import type { Served } from './served.ts';

const MIME_TYPE = 'application/json';

export function serveResources(server: Server, served: Served): void {
  const { context, resources } = served.gateway;
  server.setRequestHandler('resources/list', async () => {
    const listed = await counted(served, 'resources/list', (by) => listResources(resources, context, by), () => ({ status: 'ok' }));
    return { resources: listed.map((each) => ({ ...each, mimeType: MIME_TYPE })) };
  });
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: resources.templates.map(({ uriTemplate, name, title, description }) => ({ uriTemplate, name, title, description, mimeType: MIME_TYPE })),
  }));
  server.setRequestHandler('resources/read', async ({ params: { uri } }) => ({ contents: [{ uri, mimeType: MIME_TYPE, text: JSON.stringify(await read(served, 'resources/read', uri)) }] }));
}

/** Begins to tell a connection of changes; `toldAs`: under which address, null for what isn't wanted. Answers how to stop it. */
export type Push = (toldAs: (uri: string) => string | null) => () => void;

/** Of the earlier revisions: a connection asks for each address. https://modelcontextprotocol.io/specification/2025-11-25/server/resources#subscriptions */
export function serveSubscriptions(server: Server, served: Served, push: Push): void {
  const wanted = new Map<string, () => void>();
  server.setRequestHandler('resources/subscribe', async ({ params: { uri } }) => {
    await read(served, 'resources/subscribe', uri);
    const [address] = await inOurWords(served.gateway, () => checkListened(served.gateway.context, [uri]));
    if (!wanted.has(uri)) wanted.set(uri, push((updated) => (updated === address?.uri ? uri : null)));
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', ({ params: { uri } }) => {
    wanted.get(uri)?.();
    wanted.delete(uri);
    return {};
  });
  server.onclose = () => wanted.forEach((stop) => stop());
}

/** Tells a connection what has changed, as long as its caller may read alerts. */
export function pushing(server: Server, caller: () => Promise<Caller>, updates: AlertUpdates): Push {
  const tell = async (uri: string): Promise<void> => {
    if (await mayHear(caller)) await server.sendResourceUpdated({ uri });
  };
  return (toldAs) => updates.subscribe((event) => {
    const uri = event.kind === 'resource_updated' ? toldAs(event.uri) : null;
    // Whoever has hung up meanwhile need not hear it.
    if (uri !== null) tell(uri).catch(() => {});
  });
}

/** `caller` throws ToolError. That it can't be found out at the moment ends nothing: what has changed is then read by a call of its own, or refused to it. */
export async function mayHear(caller: () => Promise<Caller>): Promise<boolean> {
  return caller().then(mayHearOfAlerts, (error: unknown) => !isOver(error));
}

/** @throws ProtocolError for what there is not, and what this caller may not read */
async function read(served: Served, method: string, uri: string): Promise<unknown> {
  const { resources, context } = served.gateway;
  const came = (value: unknown): Came => (value === null ? { status: 'not_found' } : { status: 'ok', ...codeIn(value) });
  const value = await counted(served, method, (by) => readResource(resources, context, by, uri), came);
  if (value === null) throw new ResourceNotFoundError(uri, 'There is no such resource, or this API key may not read it.');
  return value;
}

/** It reaches the ledger as calls do, and counts and is told of as they are. */
async function counted<T>({ gateway, door, caller }: Served, tool: string, work: (by: Caller) => Promise<T>, read: (value: T) => Came): Promise<T> {
  const by = await caller();
  return inOurWords(gateway, () => recorded(gateway, { requestId: newRequestId(), door, tool, caller: by.name }, async () => {
    takeCall(gateway, by);
    return work(by);
  }, read));
}
