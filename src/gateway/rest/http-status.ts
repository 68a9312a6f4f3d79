import type { ToolErrorCode } from '../tool-error.ts';

/** `not_configured` is 501 rather than 503, which says to come back soon, and which clients repeat by themselves. https://www.rfc-editor.org/rfc/rfc9110#status.501 */
export const HTTP_STATUS: Record<ToolErrorCode, number> = {
  invalid_arguments: 400, not_authenticated: 401, not_allowed: 403, unknown_tool: 404, alert_not_found: 404, key_reused: 409, too_large: 413, rate_limited: 429,
  not_found: 404, method_not_allowed: 405, internal: 500, not_configured: 501, not_recorded: 503, unavailable: 503,
};
