/** What stands in a JSON-RPC answer. */
export interface RawAnswer {
  result?: Record<string, unknown>;
  error?: { code: number; message: string; data?: unknown };
}

const TASKS = 'io.modelcontextprotocol/tasks';

/** One request of the 2026-07-28 revision as it goes over the wire, for what the official client doesn't know: tasks. */
export async function rawMcp(gateway: string, key: string, method: string, params: Record<string, unknown>, { declares = true }: { declares?: boolean } = {}): Promise<RawAnswer> {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': declares ? { extensions: { [TASKS]: {} } } : {},
  };
  const name = params['taskId'] ?? params['name'];
  const response = await fetch(`${gateway}/mcp`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28', 'mcp-method': method, ...(typeof name === 'string' ? { 'mcp-name': name } : {}),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: meta } }),
  });
  return (await response.json()) as RawAnswer;
}
