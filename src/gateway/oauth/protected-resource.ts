import type { Scope } from '../../domain/api-key.ts';

/** What a program asks an issuer for unless it knows better. Not all there are: no token may both raise alerts and take them. */
const USUAL_SCOPES: readonly Scope[] = ['alerts:read', 'alerts:send', 'messages:send'];

export const METADATA_PATH = '/.well-known/oauth-protected-resource';

/** What can be called: everything, or MCP alone. */
export const RESOURCE_PATHS = ['', '/mcp'] as const;

/** How a program that knows only an address finds out where to get a token. https://www.rfc-editor.org/rfc/rfc9728#section-2 */
export function resourceMetadata(resource: string, issuers: readonly string[]): Record<string, unknown> {
  return { resource, authorization_servers: issuers, scopes_supported: USUAL_SCOPES, bearer_methods_supported: ['header'], resource_name: 'Vigia Messaging' };
}

/** What a token may be for: the whole gateway or its MCP; clients write an address without a path with a slash. https://www.rfc-editor.org/rfc/rfc8707 */
export function resourcesAt(baseUrl: string): string[] {
  return [`${baseUrl}/mcp`, baseUrl, `${baseUrl}/`];
}

export interface Challenge {
  /** Whether something was sent that was refused. */
  wasSent: boolean;
  /** The scope that would do, where it was that which lacked. */
  lacking: Scope | null;
  /** Where the gateway is called; null where no issuer is trusted. */
  baseUrl: string | null;
}

/** `WWW-Authenticate`. https://www.rfc-editor.org/rfc/rfc6750#section-3, https://www.rfc-editor.org/rfc/rfc9728#section-5.1 */
export function challengeOf({ wasSent, lacking, baseUrl }: Challenge): string {
  const error = lacking !== null ? 'insufficient_scope' : wasSent ? 'invalid_token' : null;
  const scope = lacking ?? (baseUrl === null ? null : USUAL_SCOPES.join(' '));
  const parameters = { realm: 'vigia', error, scope, resource_metadata: baseUrl === null ? null : `${baseUrl}${METADATA_PATH}/mcp` };
  return `Bearer ${Object.entries(parameters).filter(([, value]) => value !== null).map(([name, value]) => `${name}="${value}"`).join(', ')}`;
}
