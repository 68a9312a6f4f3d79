import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import type { Caller } from '../../src/gateway/gateway-context.ts';
import { mayCall } from '../../src/gateway/call-tool.ts';
import { operationListings } from '../../src/gateway/operations/operation-listing.ts';
import { ALIASES } from '../../src/gateway/operations/operation-table.ts';
import { TOOLS } from '../../src/gateway/registry.ts';
import { NO_LIMITS, TUESDAY_MORNING } from '../scenarios/support/told.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { addApiKey } from './support/api-keys.ts';
import { connectMcp, gatewayOf, post } from './support/callers.ts';
import { callsOf, CANARY, cut, holds, junk, type MadeUpCall, type Schema } from './support/made-up-calls.ts';
import { rawMcp } from './support/raw-mcp.ts';

/** For each name that can be called. */
const RUNS = 24;

/** So many alerts are raised for good; after that it is asked what would be done. */
const RAISED_FOR_GOOD = 20;

interface Described {
  components: { schemas: Record<string, { properties: { tool: { const: string }; parameters: Schema } }> };
}

/** A registry's tool fits and is refused all the same where it names somebody or something that this hospital has not. */
const OF_THE_HOSPITAL = ['unit', 'channel', 'to', 'message', 'alert'];

const names = [...TOOLS.map(({ name }) => name), ...Object.keys(ALIASES)];
const operations = (['twilio', 'slack'] as const).flatMap((at) => operationListings(at, TOOLS).map(({ name, inputSchema }) => ({ at, name, inputSchema })));

describe('whatever is sent to the gateway', () => {
  let ward: Ward;
  let gateway: string;
  let api: Described;
  let ajv: InstanceType<typeof Ajv2020>;
  /** One that raises alerts never takes them: it takes two keys to have every tool's arguments read. */
  let callers: { key: string; caller: Pick<Caller, 'scopes' | 'responder'> }[];
  const raised: string[] = [];
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: { ...NO_LIMITS, VIGIA_LIMIT_CALLS: '1000000' } });
    gateway = gatewayOf(ward.service);
    const known = [{ scopes: ['alerts:read', 'alerts:send', 'messages:send', 'fhir:write'], responder: null }, { scopes: ['alerts:ack'], responder: 'ana' }] as const;
    callers = await Promise.all(known.map(async (caller) => ({ key: await addApiKey(ward.service, { ...caller, name: `key-of-${caller.responder}`, scopes: [...caller.scopes] }), caller })));
    api = (await (await fetch(`${gateway}/openapi.json`)).json()) as Described;
    ajv = formats.default(new Ajv2020({ strict: false }));
    ajv.addSchema(api, 'api');
  });
  afterAll(async () => {
    await ward.allBegun(raised.map((code) => ({ code })));
    const told = JSON.stringify(ward.sandbox.journal.since(0));
    await ward.end();
    expect(ward.sandbox.violations()).toEqual([]);
    expect([told.includes(CANARY), told.includes('Juana')]).toEqual([false, false]);
  });

  /** No defect, no place in the code, nothing of what was sent. */
  const expectDiscreet = (text: string): void =>
    expect({ text: cut(text), leaks: [CANARY, 'Juana', '    at ', '.ts:', 'node_modules'].filter((part) => text.includes(part)) }).toMatchObject({ leaks: [] });

  const compiled = new Map<string, ReturnType<typeof ajv.compile>>();
  const fitsApi = (pointer: string): ((value: unknown) => boolean) => {
    const fits = compiled.get(pointer) ?? ajv.compile({ $ref: `api#${pointer}` });
    compiled.set(pointer, fits);
    return fits;
  };

  const schemaOf = (name: string): Schema => api.components.schemas[`${name}_call`]?.properties.parameters ?? {};

  const keyFor = ({ tool, by }: MadeUpCall): string => {
    const found = TOOLS.find(({ name }) => name === tool);
    const may = found ? callers.filter(({ caller }) => mayCall(found, caller as Caller)) : callers.slice(0, 1);
    return may[by % may.length]?.key ?? '';
  };

  /** The same call, bounded in what it brings about, and about an alert that there is where one was raised. */
  const bounded = ({ tool, ...call }: MadeUpCall): MadeUpCall => {
    const raises = ['notify_lpp_detection', 'send_medical_alert', 'slack_operation', 'send_alert'].includes(tool) && raised.length >= RAISED_FOR_GOOD;
    const code = call.by % 2 === 0 && call.parameters['code'] === 'K7F2-Q9MD' ? raised[0] : undefined;
    return { tool, ...call, parameters: { ...call.parameters, ...(raises && takes(tool, call.parameters) ? { dry_run: true } : {}), ...(code === undefined ? {} : { code }) } };
  };

  const takes = (tool: string, { operation }: Record<string, unknown>): boolean => tool !== 'slack_operation' || operation === 'send_alert';

  const noteRaised = (data: unknown): void => {
    const { code, timeline, duplicate } = (data ?? {}) as { code?: string; timeline?: unknown; duplicate?: boolean };
    if (code !== undefined && timeline !== undefined && duplicate === false && !raised.includes(code)) raised.push(code);
  };

  describe('by REST, made by the description that is served', () => {
    test.each(names)('%s is taken by its schema or refused by name, in a form that is described', async (name) => {
      const fits = fitsApi(`/components/schemas/${name}_call`);
      const isAlias = Object.hasOwn(ALIASES, name);
      const takesKey = isAlias || 'idempotency_key' in (schemaOf(name).properties ?? {});
      const seen = { read: 0, taken: 0, refused: 0 };
      await holds(callsOf(name, schemaOf(name)).map(bounded), async (call) => {
        const { tool, parameters, header } = call;
        const { status, body: reply } = await post(gateway, { tool, parameters }, { authorization: `Bearer ${keyFor(call)}`, ...(header === undefined ? {} : { 'idempotency-key': header }) });
        noteRaised(reply.data);
        expectDiscreet(JSON.stringify(reply));
        expect({ status, described: fitsApi(`/paths/~1tools~1call/post/responses/${status}/content/application~1json/schema`)(reply) }).toEqual({ status, described: true });
        const isKeyed = takesKey && header !== undefined && parameters['idempotency_key'] === undefined;
        const fitting = fits(JSON.parse(JSON.stringify({ tool, parameters: isKeyed ? { ...parameters, idempotency_key: header.trim() } : parameters })));
        const isTaken = [200, 202, 404, 409, 501].includes(status);
        seen[isTaken ? 'taken' : 'refused'] += 1;
        if (status !== 401 && status !== 403) seen.read += 1;
        if (isTaken) expect({ status, fitting }).toEqual({ status, fitting: true });
        else expect({ status, excused: !fitting || isAlias || OF_THE_HOSPITAL.includes(reply.error?.field ?? '') }).toEqual({ status: 400, excused: true });
      }, RUNS);
      // Else nothing was shown.
      expect({ read: seen.read, taken: seen.taken > 0, refused: seen.refused > 0 }).toEqual({ read: seen.taken + seen.refused, taken: true, refused: true });
    });

    test('has raised alerts for good, each of which is there', async () => {
      expect(raised.length).toBeGreaterThan(2);
      const listed = await ward.service.client.list({ limit: 1_000 });
      expect(listed.map(({ code }) => code).sort()).toEqual(raised.toSorted());
    });

    test.each(operations)("$name of $at's own service is never taken where its schema forbids it", async ({ at, name, inputSchema }) => {
      const address = ward.service.home.endpoints.read().services[at] ?? '';
      const fits = ajv.compile(inputSchema);
      await holds(callsOf(name, inputSchema as Schema).map(bounded), async ({ tool, parameters }) => {
        const { status, body: reply } = await post(address, { tool, parameters }, { authorization: `Bearer ${callers[0]?.key}` });
        noteRaised(reply.data);
        expectDiscreet(JSON.stringify(reply));
        expect({ status, known: [200, 202, 400, 404, 409, 501].includes(status) }).toEqual({ status, known: true });
        if ([200, 202].includes(status)) expect(fits(JSON.parse(JSON.stringify(parameters)))).toBe(true);
      }, RUNS);
    });

    test('anything at all is answered in the same form, and never with a defect', async () => {
      const anything = fc.oneof(fc.json(), fc.string(), callsOf('get_alert', schemaOf('get_alert')).map((call) => JSON.stringify(call).slice(0, -5)), fc.constant(`{"tool":"${CANARY}"}`));
      await holds(anything, async (body) => {
        const { status, body: reply } = await post(gateway, body, { authorization: `Bearer ${callers[0]?.key}` });
        expect({ status, refused: status >= 400 && status < 500 }).toEqual({ status, refused: true });
        expect(reply).toMatchObject({ status: 'error', service: 'vigia', data: null, error: { hint: expect.any(String) as string } });
        expectDiscreet(JSON.stringify(reply));
      }, 150);
    });
  });

  describe.each(['modern', 'legacy'] as const)('by MCP (%s)', (era) => {
    let clients: Awaited<ReturnType<typeof connectMcp>>[];
    beforeAll(async () => {
      clients = await Promise.all(callers.map(({ key }) => connectMcp(gateway, key, era)));
    });
    afterAll(async () => {
      for (const client of clients) await client.close();
    });

    test('tools are taken or refused alike, and the connection stays', async () => {
      const call = fc.constantFrom(...TOOLS).chain(({ name }) => callsOf(name, schemaOf(name)).map((made) => ({ ...made, parameters: 'dry_run' in (schemaOf(name).properties ?? {}) ? { ...made.parameters, dry_run: true } : made.parameters })))
        // A body with that field isn't read at all.
        .filter(({ parameters }) => !Object.keys(parameters).includes('__proto__'));
      await holds(call, async (made) => {
        const client = clients[callers.findIndex(({ key }) => key === keyFor(made))];
        const { isError, content, structuredContent } = (await client?.callTool({ name: made.tool, arguments: made.parameters })) ?? {};
        expectDiscreet(JSON.stringify([content, structuredContent]));
        expect(structuredContent).not.toMatchObject({ error: { code: 'not_allowed' } });
        if (!fitsApi(`/components/schemas/${made.tool}_call`)(JSON.parse(JSON.stringify({ tool: made.tool, parameters: made.parameters })))) expect(isError).toBe(true);
      }, 60);
    });

    test('resources and prompts are there, or refused without a word of what was asked', async () => {
      const uri = fc.oneof(fc.constantFrom('policy://escalation', 'directory://hospital', 'status://services', 'alert://K7F2-Q9MD', 'alert://', `alert://${CANARY}`), fc.string(), fc.webUrl());
      await holds(uri, async (asked) => {
        const read = await clients[0]?.readResource({ uri: asked }).then(({ contents }) => contents, (error: Error & { code?: number }) => error);
        expectDiscreet(read instanceof Error ? read.message.replaceAll(asked, '') : JSON.stringify(read));
        if (read instanceof Error) expect({ code: read.code, known: [-32602, -32002].includes(read.code ?? 0) }).toMatchObject({ known: true });
      }, 40);
      const asked = fc.record({ name: fc.oneof(fc.constantFrom('raise_finding', 'review_escalation', 'shift_handover', CANARY, 'constructor', '__proto__'), fc.string()), arguments: fc.dictionary(fc.constantFrom('lpp_grade', 'confidence', 'unit', 'code', 'constructor'), fc.string()) });
      await holds(asked, async (prompt) => {
        // A prompt repeats what it is given, to whoever gave it.
        const error = await clients[0]?.getPrompt(prompt).then(() => null, (refused: Error & { code?: number }) => refused);
        if (error) expectDiscreet(error.message);
        if (error) expect(error.code).toBe(-32602);
      }, 40);
    });
  });

  test('as a task, made up or another\'s, is refused; and what is its own answers', async () => {
    const [agent, responder] = callers.map(({ key }) => key);
    const begun = await rawMcp(gateway, agent ?? '', 'tools/call', { name: 'notify_lpp_detection', arguments: { lpp_grade: 2, confidence: 0.9 } });
    const own = String(begun.result?.['taskId']);
    raised.push(String((await ward.service.client.list({ limit: 1_000 })).find(({ code }) => !raised.includes(code))?.code));
    const made = fc.record({
      method: fc.constantFrom('tasks/get', 'tasks/update', 'tasks/cancel', 'tasks/result', 'tasks/list'),
      taskId: fc.oneof(fc.constant(own), fc.nat(own.length - 1).map((place) => `${own.slice(0, place)}${own[place] === 'A' ? 'B' : 'A'}${own.slice(place + 1)}`), fc.string(), fc.constant(CANARY), fc.constantFrom('.', `${own}.${own}`, 'x'.repeat(3_000)), junk),
      key: fc.constantFrom(agent ?? '', responder ?? ''), more: fc.dictionary(fc.constantFrom('inputResponses', 'constructor', 'cursor'), junk, { maxKeys: 1 }),
    }).filter(({ taskId }) => typeof taskId !== 'string' || /^[\x20-\x7e]*$/.test(taskId));
    await holds(made, async ({ method, taskId, key, more }) => {
      const { result, error } = await rawMcp(gateway, key, method, { ...more, taskId });
      const isOwn = taskId === own && key === agent && ['tasks/get', 'tasks/update', 'tasks/cancel'].includes(method);
      expect({ answered: result !== undefined, internal: error?.code === -32603 }).toEqual({ answered: isOwn, internal: false });
      expectDiscreet(JSON.stringify([error?.message, isOwn ? null : result]));
    }, 60);
  });
});
