import { inspect } from 'node:util';
import { GatewayError, MCPGateway, type MCPGatewayOptions } from '../../src/client.ts';
import { readOptions } from '../../src/mcp-gateway/gateway-options.ts';

const KEY = 'vigia_aaaaaaaaaaaa_S3cretS3cretS3cret';

/** Why a client can't be made with these. */
function refusalOf(options: MCPGatewayOptions, env: Record<string, string> = {}): { field?: string; message: string; hint: string } {
  try {
    readOptions({ apiKey: KEY, ...options }, env);
  } catch (error) {
    if (error instanceof GatewayError) return error.failure;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('the client of the gateway', () => {
  test("takes address and key from the environment, and first from what it is given; on the gateway's own machine no address is needed", () => {
    const env = { VIGIA_GATEWAY_URL: 'https://vigia.hospital.example/alerts', VIGIA_API_KEY: ` ${KEY}\n` };
    expect(readOptions({}, env)).toMatchObject({ url: new URL('https://vigia.hospital.example/alerts'), apiKey: KEY });
    expect(readOptions({ gatewayUrl: 'http://localhost:9', apiKey: 'other' }, env)).toMatchObject({ url: new URL('http://localhost:9'), apiKey: 'other' });
    expect(readOptions({ apiKey: KEY }, {}).url.href).toBe('http://127.0.0.1:8080/');
  });

  test.each([
    ['no address', 'gatewayUrl', 'is no http address', { gatewayUrl: 'the gateway' }],
    ['an address of something else', 'gatewayUrl', 'is no http address', { gatewayUrl: 'ftp://127.0.0.1' }],
    ['an address with a password in it', 'gatewayUrl', 'holds more than an address', { gatewayUrl: 'https://vigia:S3cret@hospital.example' }],
    ['an address to which the key would go in the clear', 'gatewayUrl', 'would send the key in the clear to another machine', { gatewayUrl: 'http://hospital.example' }],
    ['no key', 'apiKey', 'is missing', { apiKey: ' ' }],
    ['a key of two lines', 'apiKey', 'is no API key', { apiKey: `${KEY}\n${KEY}` }],
    ['no time', 'timeoutMs', 'is out of range', { timeoutMs: 0 }],
    ['no try', 'retries.tries', 'is out of range', { retries: { tries: 0 } }],
    ['endless tries', 'retries.withinMs', 'is out of range', { retries: { withinMs: Infinity } }],
    ['an audit that is off', 'auditEnabled', 'cannot be turned off', { auditEnabled: false }],
    ['another level of compliance', 'medicalCompliance', 'is no level that this service keeps', { medicalCompliance: 'none' as 'hipaa' }],
  ])('is not made with %s, and says which option, without repeating it', (_what, field, problem, options) => {
    const refusal = refusalOf(options);
    expect({ field: refusal.field, message: refusal.message }).toEqual({ field, message: `${field} ${problem}.` });
    expect(refusal.hint).not.toBe('');
    expect(JSON.stringify(refusal)).not.toMatch(/S3cret/);
  });

  test("takes the document's own configuration, and needs no key where it goes another way than the network", () => {
    expect(readOptions({ apiKey: KEY, medicalCompliance: 'hipaa', auditEnabled: true }, {}).apiKey).toBe(KEY);
    expect(readOptions({ connect: () => Promise.reject(new Error('never')) }, {}).apiKey).toBeNull();
  });

  test('shows its key to nobody who prints it', () => {
    expect(inspect(new MCPGateway({ apiKey: KEY }), { depth: 9, showHidden: true })).not.toContain('S3cret');
  });
});
