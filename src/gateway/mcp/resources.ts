import type { Scope } from '../../domain/api-key.ts';
import { parseAlertCode } from '../../domain/alert-code.ts';
import { ROUTES } from '../../domain/platform-name.ts';
import { alertUri, readAlert } from '../alert-result.ts';
import type { Caller, GatewayContext } from '../gateway-context.ts';

/** Most alerts that are listed as resources. */
const MOST_ALERTS = 50;

const MAY_READ: readonly Scope[] = ['alerts:read', 'alerts:send', 'alerts:ack'];

/** Something that a model's host may read beside the tools. */
interface FixedResource {
  uri: string;
  name: string;
  title: string;
  description: string;
  read(context: GatewayContext): Promise<unknown>;
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

export const ALERT_TEMPLATE = {
  uriTemplate: 'alert://{code}', name: 'alert', title: 'An alert', mimeType: 'application/json',
  description: 'One alert as get_alert shows it. Subscribe to it to hear of each change.',
};

/** What may be read, by this caller: the fixed ones, then the open alerts, most urgent first. */
export async function listResources(context: GatewayContext, caller: Caller): Promise<{ uri: string; name: string; title: string; description: string; mimeType: string }[]> {
  if (!mayRead(caller)) return [];
  const open = await context.client.list({ open: true, limit: MOST_ALERTS });
  return [
    ...FIXED.map(({ uri, name, title, description }) => ({ uri, name, title, description, mimeType: 'application/json' })),
    ...open.map(({ code, severity, status }) => ({ uri: alertUri(code), name: code, title: `Alert ${code}`, description: `${severity}, ${status}`, mimeType: 'application/json' })),
  ];
}

/** Null for what there is not, or what this caller may not read. */
export async function readResource(context: GatewayContext, caller: Caller, uri: string): Promise<unknown> {
  if (!mayRead(caller)) return null;
  const fixed = FIXED.find((each) => each.uri === uri);
  if (fixed) return fixed.read(context);
  const code = uri.startsWith('alert://') ? parseAlertCode(uri.slice('alert://'.length)) : null;
  if (code === null || (await context.ledger.revisionOf(code)) === null) return null;
  return readAlert(context, code);
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
