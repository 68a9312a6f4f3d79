import { didYouMean } from '../../src/gateway/did-you-mean.ts';
import { OPERATIONS } from '../../src/gateway/operations/operation-table.ts';
import { unknownParameter } from '../../src/gateway/operations/unknown-parameter.ts';
import { TOOLS } from '../../src/gateway/registry.ts';
import { listingOf } from '../../src/gateway/tool-schema.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { addApiKey } from './support/api-keys.ts';
import { callByClient, callByMcp, callByStdio, callHere, gatewayOf, post, type GatewayCaller } from './support/callers.ts';
import { rawMcp } from './support/raw-mcp.ts';

/** A plain word, as a name is written where no spaces may be. */
const CANARY = 'juana_rojas';

/** A call with that word somewhere in it. */
interface Call {
  tool: string;
  parameters: Record<string, unknown>;
}

const WITHIN = ['patient_context', 'medical_context'];

/** The word as a tool, as one of its parameters, within each of its objects, and as the value of each of its parameters. */
function callsOf(tool: string, fields: readonly string[]): Call[] {
  return [
    { tool, parameters: { [CANARY]: 1 } }, { tool, parameters: { [`${CANARY}_2`]: CANARY, [CANARY]: { [CANARY]: CANARY } } },
    ...WITHIN.map((field) => ({ tool, parameters: { [field]: { [CANARY]: CANARY } } })),
    ...fields.flatMap((field) => [CANARY, [CANARY], { [CANARY]: CANARY }].map((value) => ({ tool, parameters: { [field]: value } }))),
  ];
}

const TOOL_CALLS: Call[] = [
  { tool: CANARY, parameters: {} }, { tool: CANARY, parameters: { operation: CANARY } },
  ...TOOLS.flatMap((tool) => callsOf(tool.name, Object.keys(listingOf(tool).inputSchema['properties'] as object))),
];

describe('a plain word that could be a name', () => {
  let ward: Ward;
  let gateway: string;
  let key: string;
  const callers: GatewayCaller[] = [];
  beforeAll(async () => {
    ward = await openWard({ env: { VIGIA_LIMIT_CALLS: '1000000' } });
    gateway = gatewayOf(ward.service);
    const scopes = ['alerts:read', 'alerts:send', 'messages:send', 'fhir:write', 'admin'] as const;
    key = await addApiKey(ward.service, { scopes: [...scopes] });
    const here = { keyId: 'k1', name: 'here', scopes, responder: null };
    callers.push(await callByMcp(gateway, key, 'modern'), await callByMcp(gateway, key, 'legacy'), await callByStdio(ward.service, key, 'modern'), callByClient(gateway, key), callHere(ward.service, here));
  });
  afterAll(async () => {
    for (const caller of callers) await caller.close();
    await ward.close();
  });

  const expectNone = (door: string, call: unknown, answer: unknown): void => {
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
    expect({ door, call, repeated: text.includes(CANARY) ? text : null }).toEqual({ door, call, repeated: null });
  };

  test('is repeated by no door, whether it stands as tool, as parameter or as value', async () => {
    for (const call of TOOL_CALLS) {
      // What is well formed would be raised or sent: that is asked for as a plan, or not at all.
      const parameters = call.tool === 'notify_lpp_detection' || call.tool === 'send_medical_alert' ? { ...call.parameters, dry_run: true } : call.parameters;
      expectNone('REST', call, (await post(gateway, { tool: call.tool, parameters }, { authorization: `Bearer ${key}` })).body);
      for (const caller of callers) {
        const answer = await caller.call(call.tool, parameters).catch((error: unknown) => `${String(error)} ${JSON.stringify(error)}`);
        expectNone(caller.door, call, answer);
      }
    }
  });

  test("is repeated by none of the document's operations, at the gateway or at a platform's service", async () => {
    const { services } = ward.service.home.endpoints.read();
    for (const service of ['twilio', 'slack'] as const) {
      const calls = [{ tool: CANARY, parameters: {} }, ...Object.entries(OPERATIONS[service]).flatMap(([tool, { takes }]) => callsOf(tool, Object.values(takes).flat()))];
      for (const { tool, parameters } of calls) {
        const aliased = { tool: `${service === 'twilio' ? 'whatsapp' : 'slack'}_operation`, parameters: { operation: tool, ...parameters, dry_run: true } };
        expectNone(service, { tool, parameters }, (await post(services[service] ?? '', { tool, parameters: { ...parameters, dry_run: true } }, { authorization: `Bearer ${key}` })).body);
        expectNone('alias', aliased, (await post(gateway, aliased, { authorization: `Bearer ${key}` })).body);
      }
    }
    expect(await ward.messages()).toEqual([]);
  });

  test('is repeated neither in place of what a call is made of, nor of a path, a method, a prompt or a key', async () => {
    const authorization = `Bearer ${key}`;
    for (const body of [{ [CANARY]: 1 }, { tool: 'get_alert', [CANARY]: {} }, { tool: { [CANARY]: 1 } }, { tool: 'get_alert', parameters: CANARY }, `{"tool": ${CANARY}}`, [CANARY]]) expectNone('REST', body, (await post(gateway, body, { authorization })).body);
    expectNone('REST', 'key', (await post(gateway, {}, { authorization: `Bearer ${CANARY}` })).body);
    expectNone('REST', 'path', await (await fetch(`${gateway}/${CANARY}`)).text());
    for (const [method, params] of [
      [CANARY, {}], ['prompts/get', { name: CANARY }], ['tasks/get', { taskId: CANARY }], ['tools/call', { name: 'get_alert', arguments: CANARY }], ['tools/call', { name: 'get_alert', arguments: {}, [CANARY]: 1 }],
      ['tools/call', { name: [CANARY] }], ['resources/read', { [CANARY]: 1 }], ['subscriptions/listen', { notifications: CANARY }],
    ] as const) expectNone('MCP', { method, params }, await rawMcp(gateway, key, method, params));
  });
});

describe('what is told in its place', () => {
  const KNOWN = ['severity', 'lpp_grade', 'patient_id', 'message'];

  test.each([['severty', 'severity'], ['Severity', 'severity'], ['lppGrade', 'lpp_grade'], ['patientid', 'patient_id'], ['mesage', 'message']])('%s: did you mean %s?', (written, meant) => {
    expect(didYouMean(written, KNOWN)).toBe(`Did you mean ${meant}? `);
  });

  test.each([CANARY, 'x', '', 'y'.repeat(10_000)])('what is near to none is told by its place alone', (written) => {
    expect(unknownParameter({ name: written, given: { severity: 'low', [written]: 1 }, known: KNOWN, prefix: 'medical_context.', of: 'tool', question: didYouMean(written, KNOWN) })).toEqual({
      field: 'medical_context.(parameter 2)', problem: 'is not a parameter of this tool', hint: 'Remove it, or name it rightly: it takes severity, lpp_grade, patient_id, message.',
    });
  });
});
