import { addApiKey } from '../gateway/support/api-keys.ts';
import { callByClient, callByMcp, callByRest, gatewayOf, post, type GatewayCaller } from '../gateway/support/callers.ts';
import { NO_LIMITS, TUESDAY_MORNING } from '../scenarios/support/told.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';

/** Findings of each key; of these so many come by both of its doors at the same moment. */
const FINDINGS = 20;
const BY_BOTH = 6;

/** Calls of one key in a minute: more than each of the others makes here. */
const CALLS = 30;

const TOO_MANY = 80;

interface Taken {
  code: string;
  duplicate: boolean;
}

/** The counterpart of the document's load test: that nothing is lost or doubled. How fast it goes is measured in bench/. */
describe('many calls at once', () => {
  let ward: Ward;
  let gateway: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: { ...NO_LIMITS, VIGIA_LIMIT_CALLS: String(CALLS) } });
    gateway = gatewayOf(ward.service);
  });
  afterAll(() => ward.close());

  const keyOf = (name: string): Promise<string> => addApiKey(ward.service, { name, scopes: ['alerts:read', 'alerts:send', 'messages:send'] });

  /** One finding; every tenth calls people, the others wait on the list. */
  const raise = async (caller: GatewayCaller, run: string, number: number): Promise<Taken> => {
    const { ok, data } = await caller.call('send_medical_alert', {
      alert_type: 'load', patient_id: `${run}-${number}`, severity: number % 10 === 0 ? 'high' : 'low', message: `${run} ${number}`, idempotency_key: `${run}-${number}`,
    });
    expect({ ok, data }).toMatchObject({ ok: true });
    return { code: String(data['code']), duplicate: data['duplicate'] === true };
  };

  async function allBegun(codes: readonly string[]): Promise<void> {
    while ((await ward.service.ledger.unstarted(1)).length > 0) await ward.sweep();
    await ward.allBegun(codes.map((code) => ({ code })));
  }

  const openCodes = async (): Promise<string[]> => (await ward.service.client.list({ limit: 1_000 })).map(({ code }) => code).sort();

  test('by REST, MCP of both eras and the client are each one alert, found afterwards by its code at another door, and each person is paged once', async () => {
    const [camera, agent] = [await keyOf('camera'), await keyOf('agent')];
    const doors = { camera: [callByRest(gateway, camera), await callByMcp(gateway, camera, 'modern')], agent: [callByClient(gateway, agent, { timeoutMs: 60_000 }), await callByMcp(gateway, agent, 'legacy')] } as const;
    const half = FINDINGS / 2;
    const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);
    const taken = await Promise.all(Object.entries(doors).flatMap(([run, [one, other]]) => [
      ...numbers(1, half + BY_BOTH / 2).map((number) => raise(one, run, number)), ...numbers(half + 1 - BY_BOTH / 2, FINDINGS).map((number) => raise(other, run, number)),
    ]));
    const codes = [...new Set(taken.map(({ code }) => code))];
    expect({ calls: taken.length, alerts: codes.length, repeated: taken.filter(({ duplicate }) => duplicate).length }).toEqual({ calls: 2 * (FINDINGS + BY_BOTH), alerts: 2 * FINDINGS, repeated: 2 * BY_BOTH });
    await allBegun(codes);
    expect(await openCodes()).toEqual(codes.toSorted());

    const readers = [callByRest(gateway, await keyOf('reader-1')), await callByMcp(gateway, await keyOf('reader-2'), 'modern')] as const;
    const found = await Promise.all(codes.map(async (code, index) => (await readers[index % 2 === 0 ? 0 : 1].call('get_alert', { code })).data));
    expect(found.map(({ code }) => code)).toEqual(codes);
    expect(found.filter(({ timeline }) => (timeline as { kind: string }[]).length === 0)).toEqual([]);
    const kept = await Promise.all(codes.map(async (code) => (await ward.service.ledger.wordsWith(code)).map(({ text }) => text)));
    expect(kept.flat().sort()).toEqual(['camera', 'agent'].flatMap((run) => numbers(1, FINDINGS).map((number) => `${run} ${number}`)).sort());

    const paged = 2 * (FINDINGS / 10);
    expect(await ward.messages()).toEqual(['#medical-alerts', 'ana', 'fernando'].flatMap((who) => Array.from({ length: paged }, () => `${who} by slack: page`)));
    for (const caller of [...doors.camera, ...doors.agent, ...readers]) await caller.close();
  });

  test("messages by the document's names each go out once, and are found by their codes", async () => {
    const caller = callByRest(gateway, await keyOf('writer'));
    const sent = await Promise.all(Array.from({ length: 20 }, (_, index) => caller.call('slack_operation', { operation: 'send_message', channel: '#medical-team', message: `words ${index}` })));
    const codes = [...new Set(sent.map(({ data }) => String(data['code'])))];
    expect({ ok: sent.every(({ ok }) => ok), codes: codes.length }).toEqual({ ok: true, codes: 20 });
    const texts = await Promise.all(codes.map(async (code) => (await ward.service.ledger.directMessage(code))?.text));
    expect(texts.toSorted()).toEqual(Array.from({ length: 20 }, (_, index) => `words ${index}`).sort());
    expect(await ward.messages()).toEqual(Array.from({ length: 20 }, () => '#medical-team by slack: direct message'));
  });

  test('more than a key may make are answered 429 with Retry-After, and leave nothing behind; what was taken is there', async () => {
    const before = await openCodes();
    const key = await keyOf('flooder');
    const call = (number: number): object => ({ tool: 'send_medical_alert', parameters: { alert_type: 'load', patient_id: `flood-${number}`, severity: 'low' } });
    const answers = await Promise.all(Array.from({ length: TOO_MANY }, (_, number) => post(gateway, call(number), { authorization: `Bearer ${key}` })));
    const taken = answers.filter(({ status }) => status === 202).map(({ body }) => (body.data as Taken).code);
    const refused = answers.filter(({ status }) => status === 429);
    expect({ all: taken.length + refused.length, enough: taken.length >= CALLS, some: refused.length > 0 }).toEqual({ all: TOO_MANY, enough: true, some: true });
    for (const { headers, body } of refused) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(body).toMatchObject({ status: 'error', data: null, error: { code: 'rate_limited', retryable: true, retryAfterS: Number(headers.get('retry-after')) } });
    }
    await allBegun(taken);
    expect(await openCodes()).toEqual([...before, ...taken].sort());

    const mcp = await callByMcp(gateway, key, 'modern');
    const byMcp = await Promise.all(Array.from({ length: TOO_MANY }, () => mcp.call('get_service_status')));
    expect(byMcp.filter(({ ok }) => !ok).map(({ data }) => data['code'])).toContain('rate_limited');
    await mcp.close();
  });
});
