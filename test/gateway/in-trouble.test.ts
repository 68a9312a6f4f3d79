import { Client, Connection } from '@temporalio/client';
import { AlertClient } from '../../src/client.ts';
import { planFor, planForAlert } from '../../src/domain/triage.ts';
import { callTool, type Gateway, type ToolReply } from '../../src/gateway/call-tool.ts';
import { createGateway } from '../../src/roles/create-gateway.ts';
import type { SqliteStore } from '../../src/ledger/sqlite-store.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from '../scenarios/support/told.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { gatewayOf, post, sandboxKeyOf } from './support/callers.ts';

describe('while something of ours is down, the gateway', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  describe('without Temporal', () => {
    let connection: Connection;
    let client: AlertClient;
    let cutOff: Gateway;
    beforeAll(() => {
      const { ledger, config } = ward.service;
      // The discard port: nothing listens there.
      connection = Connection.lazy({ address: '127.0.0.1:9' });
      client = new AlertClient({
        temporal: new Client({ connection }), ledger, now: () => ward.time.now(),
        planFor: (detection) => planFor(config.current().policy, detection), planForAlert: (alert) => planForAlert(config.current().policy, alert),
      });
      const gateway = createGateway(ward.service);
      cutOff = { ...gateway, context: { ...gateway.context, client } };
    });
    afterAll(async () => {
      await client.settled();
      await connection.close();
    });

    const call = (tool: string, args: unknown): Promise<ToolReply> =>
      callTool(cutOff, { requestId: 'r1', door: 'rest', tool, args, caller: { keyId: 'k1', name: 'agent', scopes: ['alerts:send'], responder: null }, signal: AbortSignal.timeout(30_000) });

    test('accepts an alert, says that it has not begun, and it begins when Temporal is there again', async () => {
      const startedMs = performance.now();
      const reply = await call('notify_lpp_detection', { lpp_grade: 4, confidence: 0.93, idempotency_key: 'image-1' });
      expect(performance.now() - startedMs).toBeLessThan(2_000);
      expect(reply).toMatchObject({ ok: true, accepted: true, data: { status: 'triggered', started: false, duplicate: false } });
      expect(await ward.messages()).toEqual([]);
      await ward.sweep();
      await ward.begun(reply.ok ? (reply.data as { code: string }) : { code: '' });
      expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    });

    test('hands on no request, and says to repeat it', async () => {
      const [alert] = await ward.service.client.list();
      expect(await call('cancel_alert', { code: alert?.code })).toEqual({ ok: false, error: {
        code: 'unavailable', message: 'The alerts do not answer at the moment, so nothing was done.', hint: 'Repeat the same call.', retryable: true, retryAfterS: 5,
      } });
    });
  });

  describe('with a ledger that can only be read', () => {
    const readOnly = (on: boolean): void => void (ward.service.ledger.store as SqliteStore).raw.pragma(`query_only = ${on ? 'ON' : 'OFF'}`);
    const raise = (lpp_grade: number): ReturnType<typeof post> =>
      post(gatewayOf(ward.service), { tool: 'notify_lpp_detection', parameters: { lpp_grade, confidence: 0.9, unit: 'uci', idempotency_key: `stage-${lpp_grade}` } }, { authorization: `Bearer ${sandboxKeyOf(ward.service)}` });
    afterAll(() => readOnly(false));

    test('says whom a critical alert reached directly, refuses any other, and tells nobody where the ledger is', async () => {
      readOnly(true);
      const [critical, other] = [await raise(4), await raise(2)];
      for (const { status, headers } of [critical, other]) expect({ status, after: headers.get('retry-after') }).toEqual({ status: 503, after: '5' });
      expect(critical.body.error).toMatchObject({ code: 'not_recorded', retryable: true, message: expect.stringMatching(/ could not be recorded; ana, fernando, pedro were paged directly, and nothing will follow\.$/) as string });
      expect(other.body.error).toMatchObject({ code: 'unavailable', retryable: true });
      expect(JSON.stringify([critical.body, other.body])).not.toContain(ward.service.home.dir);
      readOnly(false);
      await ward.messages();
    });

    test('takes the same call once it can be written', async () => {
      const { status, body } = await raise(4);
      expect(status).toBe(202);
      await ward.begun(body.data as { code: string });
      expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    });
  });
});
