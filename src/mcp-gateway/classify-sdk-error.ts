import { unexpectedAnswer, type GatewayFailure } from './gateway-error.ts';

/** What proxies answer while a gateway is away. */
const AWAY = [502, 503, 504];

/** What to tell of an error that the MCP client threw: the gateway's own words where it answered, and nothing of what was sent. */
export async function classifySdkError(error: unknown): Promise<GatewayFailure> {
  const { ProtocolError, ProtocolErrorCode, SdkError, SdkErrorCode, SdkHttpError } = await import('@modelcontextprotocol/client');
  if (SdkHttpError.isInstance(error)) return failureIn(error.data['text']) ?? unexpectedAnswer(`with HTTP status ${error.status}`, AWAY.includes(error.status));
  // So the gateway answers a call of a tool that there is not, and only that.
  if (ProtocolError.isInstance(error) && error.code === ProtocolErrorCode.InvalidParams) return { code: 'unknown_tool', field: 'tool', message: 'There is no tool of this name.', hint: 'listTools() lists those that this key may call.', retryable: false };
  if (SdkError.isInstance(error)) {
    if (error.code === SdkErrorCode.RequestTimeout) return timedOut();
    if (error.code === SdkErrorCode.NotConnected) return closed();
    if (error.code === SdkErrorCode.ConnectionClosed || error.code === SdkErrorCode.SendFailed) return unreachable();
    return unexpectedAnswer('something that is no answer of this service');
  }
  return unreachable();
}

function timedOut(): GatewayFailure {
  return { code: 'timed_out', message: 'The gateway did not answer in time.', hint: 'Repeat the same call: it has one effect.', retryable: true };
}

function unreachable(): GatewayFailure {
  return { code: 'unreachable', message: 'The gateway cannot be reached.', hint: 'Check that it runs and that gatewayUrl is its address; then repeat the same call.', retryable: true };
}

export function closed(): GatewayFailure {
  return { code: 'closed', message: 'This client was closed.', hint: 'Make a new one.', retryable: false };
}

/** Every refusal of the gateway is JSON of one form, whichever door it stood before. */
function failureIn(text: unknown): GatewayFailure | null {
  try {
    const { error } = JSON.parse(String(text)) as { error?: Partial<GatewayFailure> | null };
    return typeof error?.code === 'string' && typeof error.message === 'string' && typeof error.hint === 'string' && typeof error.retryable === 'boolean' ? (error as GatewayFailure) : null;
  } catch {
    return null;
  }
}
