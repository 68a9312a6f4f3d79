import type { RoleWords } from './role-words.ts';
import type { SandboxKey } from './sandbox-key.ts';

/** What whoever starts the sandbox is told of its API key: once the key itself, with what to paste; later where it is kept. */
export function introduceKey({ written, file, isNew }: SandboxKey, gateway: string, words: RoleWords): string[] {
  if (!isNew) return [words.gatewayAt(gateway, file)];
  const call = JSON.stringify({ tool: 'notify_lpp_detection', parameters: { lpp_grade: 2, confidence: 0.9, unit: 'uci', idempotency_key: 'first-call' } });
  const client = JSON.stringify({ mcpServers: { vigia: { type: 'http', url: `${gateway}/mcp`, headers: { Authorization: `Bearer ${written}` } } } });
  return [
    words.gatewayAt(gateway, null),
    '',
    words.keyShownOnce(file),
    `  ${written}`,
    words.callAsProgram,
    `  curl -s ${gateway}/tools/call -H 'Content-Type: application/json' -H 'Authorization: Bearer ${written}' -d '${call}'`,
    words.clientConfiguration,
    `  ${client}`,
  ];
}
