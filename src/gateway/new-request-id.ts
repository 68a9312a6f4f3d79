import { randomUUID } from 'node:crypto';

/** By which one call is found in the log. */
export function newRequestId(): string {
  return `mcp_${randomUUID()}`;
}
