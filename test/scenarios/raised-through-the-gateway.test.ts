import { callByMcp, callByRest, gatewayOf, sandboxKeyOf, type GatewayCaller } from '../gateway/support/callers.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('a detection handed in through the gateway', () => {
  let ward: Ward;
  const callers: GatewayCaller[] = [];
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    const [gateway, key] = [gatewayOf(ward.service), sandboxKeyOf(ward.service)];
    callers.push(await callByMcp(gateway, key, 'modern'), await callByMcp(gateway, key, 'legacy'), callByRest(gateway, key));
  });
  afterAll(async () => {
    for (const caller of callers) await caller.close();
    await ward.close();
  });

  const detection = { lpp_grade: 4, confidence: 0.93, unit: 'uci', patient_context: { patient_id: 'PAT-001', name: 'Nobody' }, message: 'please look soon' };

  test('is the same alert by MCP of both eras and by REST, and its first step goes out', async () => {
    const results = [];
    for (const [index, caller] of callers.entries()) {
      const { ok, data } = await caller.call('notify_lpp_detection', { ...detection, patient_context: { patient_id: `PAT-00${index}` } });
      expect({ door: caller.door, ok }).toEqual({ door: caller.door, ok: true });
      const code = await ward.begun({ code: String(data['code']) });
      expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
      const { ok: found, data: seen } = await caller.call('get_alert', { code });
      expect(found).toBe(true);
      results.push(without(seen, code), without(data, code));
      await ward.service.client.ask(code, { id: code, kind: 'cancel', by: { kind: 'responder', id: 'ana' }, via: 'cli' });
      await ward.messages();
    }
    const [seen, raised, ...others] = results;
    expect(seen).toMatchObject({ status: 'notified', severity: 'critical', stage: 4, unit: 'uci', acknowledgedBy: null, duplicate: false });
    expect(raised).toMatchObject({ severity: 'critical', stage: 4, duplicate: false, content: 'template', dropped: ['patient_context'] });
    for (const [index, other] of others.entries()) expect(other).toEqual(index % 2 === 0 ? seen : raised);
  });

  test('twice is one alert, whichever door the second one goes through', async () => {
    const codes = [];
    for (const caller of callers) {
      const { data } = await caller.call('notify_lpp_detection', { ...detection, patient_context: { patient_id: 'PAT-7' } });
      codes.push(data['code']);
      expect(data['duplicate']).toBe(codes.length > 1);
    }
    expect(new Set(codes).size).toBe(1);
    await ward.begun({ code: String(codes[0]) });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });
});

/** What differs from one alert to the next is named the same. */
function without(data: Record<string, unknown>, code: string): unknown {
  return JSON.parse(JSON.stringify({ ...data, timeline: undefined, revision: undefined, next: undefined, status: data['content'] === undefined ? data['status'] : 'any', nextDeadline: 'any', acceptedAt: 'any' }).replaceAll(code, 'CODE'));
}
