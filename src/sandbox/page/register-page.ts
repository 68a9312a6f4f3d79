import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';

/** An alert as the page counts it down; a subset of the alert's JSON. */
export interface PageAlert {
  code: string;
  severity: string;
  status: string;
  acknowledgedBy: string | null;
  escalationLevel: number;
  /** ISO 8601; null when nothing is due. */
  nextDeadline: string | null;
}

export interface PageOptions {
  /** Alerts that aren't closed. Left out, the page shows no countdown. */
  alerts?: () => Promise<readonly PageAlert[]>;
  /** The zone that messages tell times in; the browser's own when left out. */
  timeZone?: () => string;
  /** Where Temporal's own page is. */
  temporalUiUrl?: () => string | null;
}

const STATIC = new URL('./static/', import.meta.url);

const FILES: Record<string, string> = {
  'page.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
  ...Object.fromEntries(
    ['main', 'dom', 'words', 'mrkdwn', 'phones', 'phone-messages', 'slack', 'slack-blocks', 'alerts', 'journal', 'help', 'server'].map((name) => [`${name}.js`, 'text/javascript; charset=utf-8']),
  ),
};

/** The page runs its own files and talks to its own server, and to nothing else. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Serves the sandbox's page at `/`, with its files under `/page/`. It lives on `/state`, `/events` and the control API. */
export async function registerPage(app: FastifyInstance, options: PageOptions = {}): Promise<void> {
  const serve = async (path: string, name: string, type: string): Promise<void> => {
    const body = await readFile(new URL(name, STATIC));
    app.get(path, async (_request, reply) => reply.headers({ ...HEADERS, 'content-type': type }).send(body));
  };
  await serve('/', 'index.html', 'text/html; charset=utf-8');
  for (const [name, type] of Object.entries(FILES)) await serve(`/page/${name}`, name, type);
  app.get('/page/alerts', async () => ({
    // A service that is down or still starting has no alerts to count; the phones stay usable.
    alerts: (await options.alerts?.().catch(() => [])) ?? [],
    temporalUiUrl: options.temporalUiUrl?.() ?? null,
    timeZone: options.timeZone?.() ?? null,
  }));
}
