import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { aliasListings, operationListings } from '../../src/gateway/operations/operation-listing.ts';
import { TOOLS } from '../../src/gateway/registry.ts';
import { listingOf } from '../../src/gateway/tool-schema.ts';
import { NO_LIMITS, TUESDAY_MORNING } from '../scenarios/support/told.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { addApiKey } from './support/api-keys.ts';
import { connectMcp, gatewayOf, post } from './support/callers.ts';

const RUNS = 300;

/** Stands in whatever is made up: no reply may have it. */
const CANARY = 'Juana Rojas 12.345.678-9';

const ajv = formats.default(new Ajv2020({ strict: false }));
const operations = [
  ...aliasListings(TOOLS).map((listing) => ({ at: 'gateway' as const, listing })),
  ...(['twilio', 'slack'] as const).flatMap((at) => operationListings(at, TOOLS).map((listing) => ({ at, listing }))),
].map(({ at, listing: { name, inputSchema } }) => ({ at, tool: name, fits: ajv.compile(inputSchema), inputSchema }));
const schemas = new Map(TOOLS.map((tool) => [tool.name, ajv.compile(listingOf(tool).inputSchema)]));
const fields = [...new Set(TOOLS.flatMap((tool) => Object.keys(listingOf(tool).inputSchema['properties'] as object)))];

const junk = fc.oneof(
  fc.constant(CANARY), fc.string().map((text) => `${CANARY}${text}`), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null),
  fc.constant([CANARY]), fc.constant({ patient_id: CANARY, name: CANARY }), fc.constant({ __proto__: null, constructor: CANARY }), fc.constant('\u0000\u202E'), fc.constant('x'.repeat(5_000)),
);
const sound = fc.constantFrom<unknown>(4, 'unstageable', 0.93, 'uci', 'sacrum', 'critical', 'low', 'slack', true, 'K7F2-Q9MD', 'image-1', 'lpp_critical', 25, { patient_id: 'PAT-1' }, '2026-11-24T03:12:00-03:00');
const parameters = fc.dictionary(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...fields) }, { weight: 1, arbitrary: fc.constantFrom(CANARY, '__proto__', 'constructor', 'toString', '') }), fc.oneof(sound, junk), { maxKeys: 8 });
// Nothing is raised by a call that would go through: what counts is whether it would.
const call = fc.record({ tool: fc.constantFrom(...TOOLS.map(({ name }) => name)), parameters }).map(({ tool, parameters: args }) =>
  ({ tool, parameters: tool === 'notify_lpp_detection' || tool === 'send_medical_alert' ? { ...args, dry_run: true } : { ...args, ...('wait_seconds' in args ? { wait_seconds: 0 } : {}) } }));

/** Parameters of some operation, under the names that it has for them: about half of the calls are right but for what is added. */
const operationCall = fc.constantFrom(...operations).chain(({ at, tool, fits, inputSchema }) => {
  const alternatives = (inputSchema['oneOf'] ?? [inputSchema]) as { properties: { operation?: { const: string } } }[];
  const names = [...new Set(alternatives.flatMap(({ properties }) => Object.keys(properties)))];
  const right = fc.record({
    to: fc.constantFrom('pedro', '+1234567890'), channel: fc.constant('#medical-team'), message: fc.constant('Look'), media_ref: fc.constant('img/1.png'),
    operation: fc.constantFrom(...alternatives.map(({ properties }) => properties.operation?.const)),
  });
  const words = fc.oneof(sound, junk, fc.constantFrom<unknown>('hipaa', false, { department: 'uci', priority: 'low' }));
  const added = fc.dictionary(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: fc.constantFrom(CANARY, 'constructor', '') }), words, { maxKeys: 3 });
  return fc.record({ right, added, without: fc.constantFrom('media_ref', 'message', 'none', 'media_ref') }).map(({ right: chosen, added: more, without }) => {
    const known = Object.entries(chosen).filter(([name]) => names.includes(name) && name !== without);
    // Nothing is raised by a call that would go through.
    return { at, tool, fits, parameters: { ...Object.fromEntries(known), ...more, ...(names.includes('dry_run') ? { dry_run: true } : {}) } };
  });
});

describe('whatever is sent to the gateway', () => {
  let ward: Ward;
  let gateway: string;
  let key: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: { ...NO_LIMITS, VIGIA_LIMIT_CALLS: '1000000' } });
    gateway = gatewayOf(ward.service);
    key = await addApiKey(ward.service, { scopes: ['alerts:read', 'alerts:send', 'admin'] });
  });
  afterAll(() => ward.close());

  /** No defect, no place in the code, nothing of what was sent. */
  const expectDiscreet = (text: string): void => expect({ text, leaks: [CANARY, 'Juana', '    at ', '.ts:', 'node_modules'].filter((part) => text.includes(part)) }).toEqual({ text, leaks: [] });

  test('by REST as a call is taken by its schema or refused by name', async () => {
    await fc.assert(fc.asyncProperty(call, async (body) => {
      const { status, body: reply } = await post(gateway, body, { authorization: `Bearer ${key}` });
      expectDiscreet(JSON.stringify(reply));
      const fits = schemas.get(body.tool)?.(JSON.parse(JSON.stringify(body.parameters)));
      // A unit that the directory lacks has the right form.
      const allowed = fits ? [200, 403, 404, ...('unit' in body.parameters ? [400] : [])] : [400, 403];
      expect({ body, status, allowed: allowed.includes(status) }).toEqual({ body, status, allowed: true });
    }), { numRuns: RUNS });
    expect(await ward.service.client.list()).toEqual([]);
  });

  test("by an operation's name is never taken where its schema forbids it", async () => {
    const messenger = await addApiKey(ward.service, { scopes: ['alerts:read', 'alerts:send', 'messages:send', 'fhir:write'] });
    const { services } = ward.service.home.endpoints.read();
    const taken = new Set<string>();
    await fc.assert(fc.asyncProperty(operationCall, async ({ at, tool, fits, parameters: args }) => {
      const { status, body: reply } = await post(at === 'gateway' ? gateway : (services[at] ?? ''), { tool, parameters: args }, { authorization: `Bearer ${messenger}` });
      expectDiscreet(JSON.stringify(reply));
      const isTaken = [200, 202, 501].includes(status);
      if (isTaken) taken.add(`${tool} ${status}`);
      expect({ tool, args, status, known: isTaken || [400, 409, ...('alert' in args ? [404] : [])].includes(status) }).toEqual({ tool, args, status, known: true });
      if (isTaken) expect({ tool, args, fits: fits(JSON.parse(JSON.stringify(args))), errors: fits.errors }).toEqual({ tool, args, fits: true, errors: null });
    }), { numRuns: RUNS });
    // Else nothing was shown.
    expect(taken.size).toBeGreaterThan(2);
    await ward.messages();
  });

  test('by REST as anything at all is answered in the same form, and never with a defect', async () => {
    const anything = fc.oneof(fc.json(), fc.string(), call.map((body) => JSON.stringify(body).slice(0, -5)), fc.constant(`{"tool":"${CANARY}"}`));
    await fc.assert(fc.asyncProperty(anything, async (body) => {
      const { status, body: reply } = await post(gateway, body, { authorization: `Bearer ${key}` });
      expect({ body, status, refused: status >= 400 && status < 500 }).toEqual({ body, status, refused: true });
      expect(reply).toMatchObject({ status: 'error', service: 'vigia', data: null, error: { hint: expect.any(String) as string } });
      expectDiscreet(JSON.stringify(reply));
    }), { numRuns: RUNS });
  });

  test.each(['modern', 'legacy'] as const)('by MCP (%s) is taken or refused alike, and the connection stays', async (era) => {
    const client = await connectMcp(gateway, key, era);
    // A body with that field isn't read at all.
    const readable = call.filter(({ parameters: args }) => !Object.keys(args).includes('__proto__'));
    await fc.assert(fc.asyncProperty(readable, async ({ tool, parameters: args }) => {
      const { isError, content, structuredContent } = await client.callTool({ name: tool, arguments: args });
      expectDiscreet(JSON.stringify([content, structuredContent]));
      const fits = schemas.get(tool)?.(JSON.parse(JSON.stringify(args)));
      if (!fits) expect({ tool, args, isError }).toEqual({ tool, args, isError: true });
    }), { numRuns: RUNS / 3 });
    await client.close();
  });
});
