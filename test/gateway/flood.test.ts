import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { AlertClient } from '../../src/client.ts';
import { planFor, planForAlert } from '../../src/domain/triage.ts';
import { callTool, type Gateway } from '../../src/gateway/call-tool.ts';
import { createGateway } from '../../src/roles/create-gateway.ts';
import { NO_LIMITS, TUESDAY_MORNING } from '../scenarios/support/told.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { gatewayOf, post, sandboxKeyOf } from './support/callers.ts';

const AT_ONCE = 16;
const ALERTS = 32;

/** What the line takes longer each way, milliseconds: more than a caller waits for a start. */
const SLOWED_BY_MS = 400;

interface Taken {
  code: string;
  duplicate: boolean;
}

/** So many calls, sixteen at a time. */
async function flood(call: (key: string) => Promise<Taken>, run: string): Promise<Taken[]> {
  const taken: Taken[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < ALERTS) taken.push(await call(`${run}-${(next += 1)}`));
  }));
  return taken;
}

/** A line to a server that is slow both ways. */
async function slowLineTo(address: string): Promise<{ address: string; server: Server }> {
  const [host = '', port = ''] = address.split(':');
  const server = createServer((near) => {
    const far = connect(Number(port), host);
    const carry = (from: Socket, to: Socket): void => {
      from.on('data', (chunk) => setTimeout(() => to.write(chunk), SLOWED_BY_MS));
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    };
    carry(near, far);
    carry(far, near);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

describe('a flood of alerts', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  /** Each accepted alert once, on the disk, and begun. */
  async function isWhole(taken: readonly Taken[]): Promise<void> {
    const codes = taken.map(({ code }) => code);
    expect({ alerts: new Set(codes).size, repeated: taken.filter(({ duplicate }) => duplicate) }).toEqual({ alerts: ALERTS, repeated: [] });
    const views = await Promise.all(codes.map((code) => ward.show(code)));
    expect(views.filter(({ timeline }) => !timeline.some(({ kind }) => kind === 'listed'))).toEqual([]);
  }

  async function allBegun(taken: readonly Taken[]): Promise<void> {
    while ((await ward.service.ledger.unstarted(1)).length > 0) await ward.sweep();
    await ward.allBegun(taken);
  }

  test('over sixteen connections is taken in whole, each alert once', async () => {
    const headers = { authorization: `Bearer ${sandboxKeyOf(ward.service)}` };
    const taken = await flood(async (key) => {
      const { status, body } = await post(gatewayOf(ward.service), { tool: 'send_medical_alert', parameters: { alert_type: 'load', patient_id: key, severity: 'low', idempotency_key: key } }, headers);
      expect(status).toBe(202);
      return body.data as Taken;
    }, 'up');
    await allBegun(taken);
    await isWhole(taken);
  });

  describe.each([
    ['slow', (address: string) => slowLineTo(address)],
    // The discard port: nothing listens there.
    ['away', async () => ({ address: '127.0.0.1:9', server: null })],
  ] as const)('while Temporal is %s', (run, reach) => {
    let connection: Connection;
    let client: AlertClient;
    let server: Server | null;
    let gateway: Gateway;
    beforeAll(async () => {
      const { ledger, config, temporalAddress, taskQueue, settings } = ward.service;
      const line = await reach(temporalAddress);
      server = line.server;
      connection = Connection.lazy({ address: line.address });
      client = new AlertClient({
        temporal: new Client({ connection, namespace: settings.temporal.namespace }), taskQueue, ledger, now: () => ward.time.now(),
        planFor: (detection) => planFor(config.current().policy, detection), planForAlert: (alert) => planForAlert(config.current().policy, alert),
      });
      const made = createGateway(ward.service);
      gateway = { ...made, context: { ...made.context, client } };
    });
    afterAll(async () => {
      await client.settled();
      await connection.close();
      server?.close();
    });

    test('is taken in whole without waiting for it, and all of it begins', async () => {
      const caller = { keyId: 'k1', name: 'agent', scopes: ['alerts:send'], responder: null } as const;
      const taken = await flood(async (key) => {
        const reply = await callTool(gateway, { requestId: key, door: 'rest', tool: 'send_medical_alert', args: { alert_type: 'load', patient_id: key, severity: 'low', idempotency_key: key }, caller, signal: AbortSignal.timeout(30_000) });
        expect(reply).toMatchObject({ ok: true, accepted: true, data: { started: false } });
        return reply.ok ? (reply.data as Taken) : { code: '', duplicate: true };
      }, run);
      await allBegun(taken);
      await isWhole(taken);
    });
  });
});
