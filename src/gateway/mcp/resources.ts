import type { Scope } from '../../domain/api-key.ts';
import { parseAlertCode } from '../../domain/alert-code.ts';
import { ROUTES } from '../../domain/platform-name.ts';
import { alertUri, readAlert } from '../alert-result.ts';
import type { Caller, GatewayContext } from '../gateway-context.ts';

/** Most alerts that are listed as resources. */
const MOST_ALERTS = 50;

const MAY_READ: readonly Scope[] = ['alerts:read', 'alerts:send', 'alerts:ack'];

/** Something that a model's host may read beside the tools, as JSON. */
export interface FixedResource {
  uri: string;
  name: string;
  title: string;
  description: string;
  read(context: GatewayContext): Promise<unknown>;
}

/** Resources that come and go, all with addresses of one form. */
export interface ResourceTemplate {
  uriTemplate: string;
  name: string;
  title: string;
  description: string;
  /** Those that are listed. */
  list(context: GatewayContext): Promise<Omit<FixedResource, 'read'>[]>;
  /** Null for an address of another form, and for what there is not. */
  read(context: GatewayContext, uri: string): Promise<unknown>;
}

export interface Resources {
  fixed: readonly FixedResource[];
  templates: readonly ResourceTemplate[];
}

const FIXED: readonly FixedResource[] = [
  {
    uri: 'policy://escalation', name: 'escalation-policy', title: 'Escalation policy',
    description: 'How bad each stage is, whom each severity calls, by which routes and by when. Durations are in milliseconds.',
    read: async ({ configuration }) => configuration().policy,
  },
  {
    uri: 'directory://hospital', name: 'directory', title: 'Directory',
    description: "Units, roles, channels, and responders by id with the routes that reach them; no names and no numbers.",
    read: async ({ configuration }) => withoutAddresses(configuration().directory),
  },
  {
    uri: 'status://services', name: 'service-status', title: 'Status of the service',
    description: 'How each platform, Temporal and the ledger are, and how much of each limit is used.',
    read: ({ status }) => status(),
  },
];

const ALERTS: ResourceTemplate = {
  uriTemplate: 'alert://{code}', name: 'alert', title: 'An alert',
  description: 'One alert as get_alert shows it. Subscribe to it to hear of each change.',
  list: async ({ client }) => {
    const open = await client.list({ open: true, limit: MOST_ALERTS });
    return open.map(({ code, severity, status }) => ({ uri: alertUri(code), name: code, title: `Alert ${code}`, description: `${severity}, ${status}` }));
  },
  read: async (context, uri) => {
    const code = uri.startsWith('alert://') ? parseAlertCode(uri.slice('alert://'.length)) : null;
    return code === null || (await context.ledger.revisionOf(code)) === null ? null : readAlert(context, code);
  },
};

/** Everything that can be read: the alerts' template lists the open ones, most urgent first. */
export const RESOURCES: Resources = { fixed: FIXED, templates: [ALERTS] };

/** What may be read, by this caller: the fixed ones, then those of each template. */
export async function listResources({ fixed, templates }: Resources, context: GatewayContext, caller: Caller): Promise<Omit<FixedResource, 'read'>[]> {
  if (!mayRead(caller)) return [];
  const passing = await Promise.all(templates.map((template) => template.list(context)));
  return [...fixed.map(({ uri, name, title, description }) => ({ uri, name, title, description })), ...passing.flat()];
}

/** Null for what there is not, or what this caller may not read. */
export async function readResource({ fixed, templates }: Resources, context: GatewayContext, caller: Caller, uri: string): Promise<unknown> {
  if (!mayRead(caller)) return null;
  const found = fixed.find((each) => each.uri === uri);
  if (found) return found.read(context);
  for (const template of templates) {
    const value = await template.read(context, uri);
    if (value !== null) return value;
  }
  return null;
}

function mayRead({ scopes }: Caller): boolean {
  return MAY_READ.some((scope) => scopes.includes(scope));
}

function withoutAddresses({ timeZone, language, units, roles, channels, responders }: ReturnType<GatewayContext['configuration']>['directory']): unknown {
  return {
    timeZone, language, roles, units: units.map(({ id, name }) => ({ id, name })), channels: channels.map(({ purpose, name }) => ({ purpose, name })),
    responders: responders.map((responder) => ({ id: responder.id, language: responder.language, roles: responder.roles, routes: ROUTES.filter((route) => responder.destinations[route] !== undefined) })),
  };
}
