import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { lockFile } from './file-lock.ts';
import { isAlive } from './process-table.ts';
import { ROLES } from './roles.ts';
import type { Role } from './roles.ts';

const endpointsSchema = z.object({
  pids: z.partialRecord(z.enum(ROLES), z.number().int().positive()),
  gateway: z.string().optional(),
  /** `host:port`. */
  temporal: z.string().optional(),
  temporalUi: z.string().optional(),
  sandbox: z.string().optional(),
  services: z.object({ twilio: z.string().optional(), whatsappWeb: z.string().optional(), slack: z.string().optional() }),
});

/** What runs on a home, and where: what `endpoints.json` holds. What doesn't run is absent. */
export type Endpoints = z.infer<typeof endpointsSchema>;

export interface Endpoint {
  /** The process that serves: for `temporal`, the server's own. */
  pid: number;
  url?: string;
  /** Of `temporal` alone. */
  uiUrl?: string;
  /** Of `gateway` alone, which stands in for WhatsApp Web before its release. */
  whatsappWebUrl?: string;
}

/** `endpoints.json`, which several processes write: changes are merged role by role, and readers see whole files only. */
export interface EndpointsFile {
  /** What runs now. Entries of processes that are gone are left out, since kill -9 leaves them behind. */
  read(): Endpoints;
  publish(role: Role, endpoint: Endpoint): void;
  withdraw(roles: readonly Role[]): void;
}

const LOCK_WITHIN_MS = 5_000;

export function createEndpointsFile(file: string, lock: string): EndpointsFile {
  const change = (edit: (endpoints: Endpoints) => void): void => {
    const held = lockFile(lock, LOCK_WITHIN_MS);
    if (held === null) throw new Error(`${lock} has been held for too long`);
    try {
      const endpoints = load(file);
      edit(endpoints);
      const partial = `${file}.${process.pid}`;
      writeFileSync(partial, `${JSON.stringify(endpoints, null, 2)}\n`, { mode: 0o600 });
      renameSync(partial, file);
    } finally {
      held.release();
    }
  };
  return {
    read: () => {
      const endpoints = load(file);
      for (const role of ROLES) {
        const pid = endpoints.pids[role];
        if (pid !== undefined && !isAlive(pid)) remove(endpoints, role);
      }
      return endpoints;
    },
    publish: (role, endpoint) =>
      change((endpoints) => {
        remove(endpoints, role);
        add(endpoints, role, endpoint);
      }),
    withdraw: (roles) => change((endpoints) => roles.forEach((role) => remove(endpoints, role))),
  };
}

/** A file that is absent or damaged is the same as one that lists nothing: it only tells what runs, and is written anew. */
function load(file: string): Endpoints {
  try {
    return endpointsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { pids: {}, services: {} };
  }
}

function add(endpoints: Endpoints, role: Role, { pid, url, uiUrl, whatsappWebUrl }: Endpoint): void {
  endpoints.pids[role] = pid;
  if (url === undefined) return;
  switch (role) {
    case 'gateway':
      endpoints.gateway = url;
      if (whatsappWebUrl !== undefined) endpoints.services.whatsappWeb = whatsappWebUrl;
      break;
    case 'sandbox':
      endpoints.sandbox = url;
      break;
    case 'temporal':
      endpoints.temporal = url;
      if (uiUrl !== undefined) endpoints.temporalUi = uiUrl;
      break;
    case 'twilio':
    case 'slack':
      endpoints.services[role] = url;
      break;
    case 'whatsapp-web':
      endpoints.services.whatsappWeb = url;
      break;
    case 'worker':
      break;
  }
}

function remove(endpoints: Endpoints, role: Role): void {
  delete endpoints.pids[role];
  switch (role) {
    case 'gateway':
      delete endpoints.gateway;
      delete endpoints.services.whatsappWeb;
      break;
    case 'sandbox':
      delete endpoints.sandbox;
      break;
    case 'temporal':
      delete endpoints.temporal;
      delete endpoints.temporalUi;
      break;
    case 'twilio':
    case 'slack':
      delete endpoints.services[role];
      break;
    case 'whatsapp-web':
      delete endpoints.services.whatsappWeb;
      break;
    case 'worker':
      break;
  }
}
