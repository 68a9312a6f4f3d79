import type { FastifyInstance, FastifyReply } from 'fastify';
import type { PlatformName } from '../domain/platform-name.ts';
import type { Changes } from './changes.ts';
import { ControlError } from './control-error.ts';
import type { Faults } from './faults.ts';
import type { Journal } from './journal.ts';
import type { Simulator } from './simulator.ts';

export interface ControlOptions {
  journal: Journal;
  faults: Faults;
  simulators: readonly Simulator[];
  changes: Changes;
}

/** Who answers `POST /press` and `POST /reply` when the body names no platform. */
const DEFAULT_PLATFORM = { press: 'slack', reply: 'twilio' } as const;

/** A comment line this often keeps a quiet event stream open. */
const KEEP_ALIVE_MS = 15_000;

/** The sandbox's own API: read the journal, set faults, act as a person. Errors are `{error}` with a sentence. */
export function registerControlRoutes(app: FastifyInstance, options: ControlOptions): void {
  const { journal, faults, simulators, changes } = options;
  app.setErrorHandler(async (error: Error & { statusCode?: number }, _request, reply) => {
    const status = error instanceof ControlError ? error.status : (error.statusCode ?? 500);
    return reply.code(status).send({ error: error.message });
  });
  app.get<{ Querystring: { since?: string } }>('/journal', async (request) => {
    const since = parseSince(request.query.since);
    const entries = journal.since(since);
    return { entries, next: entries.at(-1)?.seq ?? Math.max(since, 0) };
  });
  app.get('/faults', async () => ({ rules: faults.list() }));
  app.post('/faults', async (request) => {
    const rules = faults.parse(request.body);
    changes.tell();
    return { rules };
  });
  app.delete('/faults', async () => {
    faults.clear();
    changes.tell();
    return { rules: [] };
  });
  for (const act of ['press', 'reply'] as const) {
    app.post(`/${act}`, async (request) => {
      const platform = platformOf(request.body) ?? DEFAULT_PLATFORM[act];
      const simulator = simulators.find((found) => found.platform === platform);
      const perform = simulator?.[act]?.bind(simulator);
      if (!perform) throw new ControlError(404, `${act}: the sandbox has no ${platform} that could`);
      return perform(request.body);
    });
  }
  app.get('/state', async () => Object.fromEntries(simulators.map((simulator) => [simulator.platform, simulator.state()])));
  app.get('/events', (_request, reply) => streamChanges(reply, changes));
}

function parseSince(text = '0'): number {
  const since = Number(text);
  if (!Number.isInteger(since) || since < 0) throw new ControlError(400, 'journal: since: a whole number from 0');
  return since;
}

function platformOf(body: unknown): PlatformName | null {
  const platform = (body as { platform?: unknown } | null | undefined)?.platform;
  return typeof platform === 'string' ? (platform as PlatformName) : null;
}

/** Server-sent events: `changed` whenever something did. https://html.spec.whatwg.org/multipage/server-sent-events.html */
function streamChanges(reply: FastifyReply, changes: Changes): void {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  reply.raw.write(': open\n\n');
  const stop = changes.listen(() => reply.raw.write('event: changed\ndata: {}\n\n'));
  const keepAlive = setInterval(() => reply.raw.write(': \n\n'), KEEP_ALIVE_MS).unref();
  reply.raw.once('close', () => {
    clearInterval(keepAlive);
    stop();
  });
}
