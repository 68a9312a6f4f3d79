import { checkProtections } from '../gateway/operations/protections.ts';
import { GatewayError, type GatewayFailure } from './gateway-error.ts';
import type { RetryBounds } from './retries.ts';
import { toCamel } from './spelling.ts';
import type { ToolCaller } from './tool-caller.ts';

/** How to reach the gateway, and as whom. */
export interface MCPGatewayOptions {
  /** Address of the gateway, with a proxy's path if there is one. `VIGIA_GATEWAY_URL` where it is left out, else http://127.0.0.1:8080. */
  gatewayUrl?: string | undefined;
  /** The API key, `vigia_…`, or an access token. `VIGIA_API_KEY` where it is left out. */
  apiKey?: string | undefined;
  /** The level that the service keeps, which can't be another. */
  medicalCompliance?: 'hipaa' | undefined;
  /** What was done is always recorded: `false` is refused. */
  auditEnabled?: boolean | undefined;
  /** How long one try may take, milliseconds, beside what get_alert waits for; 10 s unless told. */
  timeoutMs?: number | undefined;
  /** How often a call is tried that may go well later; four times within a minute unless told. */
  retries?: Partial<RetryBounds> | undefined;
  /** Another way to the tools than the network, such as within the service's own process; opened by the first call. */
  connect?: (() => Promise<ToolCaller>) | undefined;
}

/** The options as they are worked with. */
export interface ReadOptions {
  url: URL;
  apiKey: string | null;
  timeoutMs: number;
  retries: RetryBounds;
  connect: (() => Promise<ToolCaller>) | null;
}

const HERE = 'http://127.0.0.1:8080';
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** A key travels as a header: what could end one, or isn't printable, is none. */
const KEY = /^[\x21-\x7e]{1,8192}$/;

const TIMEOUT_MS = { usual: 10_000, most: 600_000 };
const RETRIES = { tries: 4, withinMs: 60_000 };

/** @throws GatewayError that names the option, and never what it holds */
export function readOptions(options: MCPGatewayOptions, env: Readonly<Record<string, string | undefined>>): ReadOptions {
  const { timeoutMs = TIMEOUT_MS.usual, retries, connect, medicalCompliance, auditEnabled } = options;
  const [lessened] = checkProtections({ medical_compliance: medicalCompliance, audit_enabled: auditEnabled });
  if (lessened) throw refused(toCamel(lessened.field), lessened.problem, lessened.hint);
  const { tries, withinMs } = { ...RETRIES, ...retries };
  if (!(timeoutMs > 0 && timeoutMs <= TIMEOUT_MS.most)) throw refused('timeoutMs', 'is out of range', `Give milliseconds, at most ${TIMEOUT_MS.most}.`);
  if (!Number.isInteger(tries) || tries < 1 || tries > 100) throw refused('retries.tries', 'is out of range', 'Give 1, which is no retry, to 100.');
  if (!(withinMs >= 0 && withinMs <= 3_600_000)) throw refused('retries.withinMs', 'is out of range', 'Give milliseconds, at most an hour.');
  return {
    url: readUrl(options.gatewayUrl ?? env['VIGIA_GATEWAY_URL'] ?? HERE), apiKey: readKey(options.apiKey ?? env['VIGIA_API_KEY'], connect !== undefined),
    timeoutMs, retries: { tries, withinMs }, connect: connect ?? null,
  };
}

function readUrl(written: string): URL {
  const hint = `Write it as https://vigia.hospital.example, or ${HERE} on the gateway's own machine.`;
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw refused('gatewayUrl', 'is no http address', hint);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') throw refused('gatewayUrl', 'holds more than an address', hint);
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) throw refused('gatewayUrl', 'would send the key in the clear to another machine', hint);
  return url;
}

function readKey(written: string | undefined, isThereAnotherWay: boolean): string | null {
  const key = written?.trim() ?? '';
  if (key === '' && isThereAnotherWay) return null;
  const hint = 'Give it as apiKey or in VIGIA_API_KEY: `npx vigia keys create` makes one, and in the sandbox it is in .vigia/sandbox-key.';
  if (key === '') throw refused('apiKey', 'is missing', hint);
  if (!KEY.test(key)) throw refused('apiKey', 'is no API key', hint);
  return key;
}

/** An option that can't be worked with. */
export function refused(field: string, problem: string, hint: string): GatewayError {
  return new GatewayError({ code: 'invalid_options', field, message: `${field} ${problem}.`, hint, retryable: false } satisfies GatewayFailure);
}
