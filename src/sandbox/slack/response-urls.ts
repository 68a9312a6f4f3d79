import type { FastifyInstance } from 'fastify';
import type { KnownBlock } from '@slack/types';
import type { SandboxContext } from '../simulator.ts';
import { checkRequest } from './check-request.ts';
import type { SlackMessage } from './workspace-types.ts';
import type { Workspace } from './workspace.ts';

/** A response URL works this often and this long. https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const MAX_USES = 5;
const LIFETIME_MS = 30 * 60_000;

interface Ticket {
  channel: string;
  ts: string;
  until: number;
  uses: number;
}

interface Response {
  text?: string;
  blocks?: KnownBlock[];
  replace_original?: boolean;
  delete_original?: boolean;
  response_type?: 'in_channel' | 'ephemeral';
}

export interface ResponseUrls {
  /** A new URL's path for a press on a message. */
  pathFor(message: SlackMessage): string;
  register(app: FastifyInstance): void;
}

/** URLs that change the pressed message, or answer below it, without a token. */
export function createResponseUrls({ context, workspace }: { context: SandboxContext; workspace: Workspace }): ResponseUrls {
  const tickets = new Map<string, Ticket>();
  return {
    pathFor({ channel, ts }) {
      const id = `${workspace.run}.${tickets.size + 1}`;
      tickets.set(id, { channel, ts, until: context.now().getTime() + LIFETIME_MS, uses: 0 });
      return `/slack/respond/${id}`;
    },
    register(app) {
      app.post<{ Params: { id: string } }>('/slack/respond/:id', async (request, reply) => {
        const body = (request.body ?? {}) as Response;
        const status = respond(tickets.get(request.params.id), body, workspace, context.now());
        const error = status === 200 ? {} : { error: 'expired_url' };
        context.journal.append({ platform: 'slack', operation: 'response_url', to: tickets.get(request.params.id)?.channel ?? null, body, status, ...error });
        return reply.code(status).type('text/plain').send(status === 200 ? 'ok' : 'expired_url');
      });
    },
  };
}

function respond(ticket: Ticket | undefined, body: Response, workspace: Workspace, now: Date): number {
  const message = ticket && workspace.message(ticket.channel, ticket.ts);
  if (!ticket || !message || ticket.uses >= MAX_USES || now.getTime() > ticket.until) return 404;
  ticket.uses += 1;
  if (body.delete_original === true) {
    workspace.change(message, { deleted: true });
    return 200;
  }
  const content = { text: body.text ?? '', blocks: body.blocks ?? [] };
  const { error } = checkRequest('chat.postMessage', { channel: ticket.channel, ...content });
  if (error) return 400;
  if (body.replace_original === true) workspace.change(message, content);
  else {
    const { channel, threadTs } = message;
    workspace.post({ ...content, channel, threadTs, broadcast: false, attachments: [], metadata: null, ephemeralFor: null });
  }
  return 200;
}
