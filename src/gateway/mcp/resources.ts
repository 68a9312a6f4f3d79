import type { Scope } from '../../domain/api-key.ts';
import { parseAlertCode } from '../../domain/alert-code.ts';
import { ROUTES } from '../../domain/platform-name.ts';
import { alertUri, readAlert } from '../alert-result.ts';
import type { Caller, GatewayContext } from '../gateway-context.ts';
import { getAlert } from '../tools/get-alert.ts';
import { getServiceStatus } from '../tools/get-service-status.ts';
import { listAlerts } from '../tools/list-alerts.ts';

/** Most alerts that are listed as resources. */
const MOST_ALERTS = 50;

/** Whoever has to do with alerts may know by what rules and to whom they go. */
const ABOUT_ALERTS: readonly Scope[] = ['alerts:read', 'alerts:send', 'alerts:ack'];

/** Something that a model's host may read beside the tools, as JSON. */
export interface FixedResource {
  uri: string;
  name: string;
  title: string;
  description: string;
  /** One of these is enough: the same as for the tool that shows the same. */
  scopes: readonly Scope[];
  read(context: GatewayContext): Promise<unknown>;
}

/** A resource as it is listed. */
export type ListedResource = Pick<FixedResource, 'uri' | 'name' | 'title' | 'description'>;

/** Resources that come and go, all with addresses of one form. */
export interface ResourceTemplate {
  uriTemplate: string;
  name: string;
  title: string;
  description: string;
  /** One of these is enough to read one, and to hear of its changes. */
  scopes: readonly Scope[];
  /** One of these is enough to be told which there are. */
  listScopes: readonly Scope[];
  /** Those that are listed. */
  list(context: GatewayContext): Promise<ListedResource[]>;
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
    scopes: ABOUT_ALERTS,
    read: async ({ configuration }) => configuration().policy,
  },
  {
    uri: 'directory://hospital', name: 'directory', title: 'Directory',
    description: "Units, roles, channels, and responders by id with the routes that reach them; no names and no numbers.",
    scopes: ABOUT_ALERTS,
    read: async ({ configuration }) => withoutAddresses(configuration().directory),
  },
  {
    uri: 'status://services', name: 'service-status', title: 'Status of the service',
    description: 'How each platform, Temporal and the ledger are, and how much of each limit is used.',
    scopes: getServiceStatus.scopes,
    read: ({ status }) => status(),
  },
];

const ALERT_START = alertUri('');

const ALERTS: ResourceTemplate = {
  uriTemplate: 'alert://{code}', name: 'alert', title: 'An alert',
  description: 'One alert as get_alert shows it. Subscribe to it to hear of each change.',
  scopes: getAlert.scopes,
  listScopes: listAlerts.scopes,
  list: async ({ client }) => {
    const open = await client.list({ open: true, limit: MOST_ALERTS });
    return open.map(({ code, severity, status }) => ({ uri: alertUri(code), name: code, title: `Alert ${code}`, description: `${severity}, ${status}` }));
  },
  read: async (context, uri) => {
    const code = alertCodeIn(uri);
    return code === null || (await context.ledger.revisionOf(code)) === null ? null : readAlert(context, code);
  },
};

/** The alert that an address is of, however its code is spelt; null for any other address. */
export function alertCodeIn(uri: string): string | null {
  return uri.startsWith(ALERT_START) ? parseAlertCode(uri.slice(ALERT_START.length)) : null;
}

/** Everything that can be read: the alerts' template lists the open ones, most urgent first. */
export const RESOURCES: Resources = { fixed: FIXED, templates: [ALERTS] };

/** What this caller may read and be told of: the fixed ones, then those of each template. */
export async function listResources({ fixed, templates }: Resources, context: GatewayContext, caller: Caller): Promise<ListedResource[]> {
  const passing = await Promise.all(templates.filter(({ listScopes }) => hasOneOf(listScopes, caller)).map((template) => template.list(context)));
  return [...fixed.filter(({ scopes }) => hasOneOf(scopes, caller)).map(({ uri, name, title, description }) => ({ uri, name, title, description })), ...passing.flat()];
}

/** Null for what there is not, or what this caller may not read. */
export async function readResource({ fixed, templates }: Resources, context: GatewayContext, caller: Caller, uri: string): Promise<unknown> {
  const found = fixed.find((each) => each.uri === uri && hasOneOf(each.scopes, caller));
  if (found) return found.read(context);
  for (const template of templates.filter(({ scopes }) => hasOneOf(scopes, caller))) {
    const value = await template.read(context, uri);
    if (value !== null) return value;
  }
  return null;
}

/** Whether a caller may hear of the changes of an alert whose code it knows. No other resource changes. */
export function mayHearOfAlerts(caller: Caller): boolean {
  return hasOneOf(ALERTS.scopes, caller);
}

function hasOneOf(wanted: readonly Scope[], { scopes }: Caller): boolean {
  return wanted.some((scope) => scopes.includes(scope));
}

function withoutAddresses({ timeZone, language, units, roles, channels, responders }: ReturnType<GatewayContext['configuration']>['directory']): unknown {
  return {
    timeZone, language, roles, units: units.map(({ id, name }) => ({ id, name })), channels: channels.map(({ purpose, name }) => ({ purpose, name })),
    responders: responders.map((responder) => ({ id: responder.id, language: responder.language, roles: responder.roles, routes: ROUTES.filter((route) => responder.destinations[route] !== undefined) })),
  };
}
