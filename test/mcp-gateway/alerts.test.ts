import { MCPGateway, type Alert } from '../../src/client.ts';
import { addApiKey } from '../gateway/support/api-keys.ts';
import { gatewayOf, sandboxKeyOf } from '../gateway/support/callers.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from '../scenarios/support/told.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { createRelay, type Relay } from './support/relay.ts';

describe("a program with the client's own types", () => {
  let ward: Ward;
  let relay: Relay;
  let agent: MCPGateway;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    relay = await createRelay(gatewayOf(ward.service));
    agent = new MCPGateway({ gatewayUrl: relay.url, apiKey: sandboxKeyOf(ward.service) });
  });
  afterAll(async () => {
    await agent.close();
    await relay.close();
    await ward.close();
  });

  test('learns what would be done of a finding, and then hands it in once', async () => {
    const finding = { lppGrade: 4, confidence: 0.93, bodySite: 'sacrum', patientContext: { patientId: 'PAT-001' } } as const;
    expect(await agent.alerts.plan(finding)).toMatchObject({ dryRun: true, severity: 'critical', mode: 'page' });
    const raised = await agent.alerts.raise(finding);
    expect(raised).toMatchObject({ status: 'triggered', severity: 'critical', duplicate: false, dropped: ['patient_context'] });
    code = await ward.begun(raised);
    expect(await agent.alerts.raise(finding)).toMatchObject({ code, duplicate: true });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });

  test('watches an alert until somebody has taken it, through a gateway that is away for a moment', async () => {
    const seen: Alert[] = [];
    const watched = (async () => {
      for await (const alert of agent.alerts.watch(code)) seen.push(alert);
    })();
    await agent.alerts.get(code);
    relay.next('refused');
    await ward.ask(code, 'escalate', 'ana');
    await ward.ask(code, 'acknowledge', 'ana');
    await watched;
    expect(seen.at(0)).toMatchObject({ code, status: 'notified', acknowledgedBy: null });
    expect(seen.at(-1)).toMatchObject({ code, status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(seen.map(({ revision }) => revision)).toEqual([...new Set(seen.map(({ revision }) => revision))].sort((a, b) => a - b));
    expect(await agent.alerts.taken(code)).toMatchObject({ acknowledgedBy: 'ana' });
    await ward.messages();
  });

  test('stops watching when it likes', async () => {
    const given = new AbortController();
    const watched = (async () => {
      for await (const { status } of agent.alerts.watch(code, { until: 'over', signal: given.signal })) if (status === 'acknowledged') given.abort(new Error('enough'));
    })();
    await expect(watched).rejects.toThrow('enough');
    for await (const alert of agent.alerts.watch(code, { until: 'over' })) {
      expect(alert.code).toBe(code);
      break;
    }
  });

  test('lists alerts, takes one back, and waits no longer than it says', async () => {
    expect(await agent.alerts.list({ severity: 'critical' })).toMatchObject({ more: false, alerts: [{ code, acknowledgedBy: 'ana' }] });
    expect(await agent.alerts.cancel(code, { idempotencyKey: 'oops' })).toMatchObject({ code, answer: { ok: true, outcome: 'retraction_shown' } });
    await ward.quiet();
    await ward.messages();
    const { revision } = await agent.alerts.get(code);
    expect(await agent.alerts.get(code, { sinceRevision: revision, waitSeconds: 0.3 })).toMatchObject({ code, revision });
  });

  test('writes to a channel and to a person of the directory', async () => {
    expect(await agent.messages.slack({ channel: '#medical-alerts', message: 'Ring the ward.' })).toMatchObject({ status: 'accepted', to: { channel: '#medical-alerts' } });
    expect(await agent.messages.whatsapp({ to: 'luis', message: 'Ring the ward.', alert: code })).toMatchObject({ status: 'accepted', to: { responder: 'luis' }, alert: code });
    await ward.quiet();
    expect(await ward.messages()).toEqual(['#medical-alerts by slack: direct message', 'luis by whatsapp: direct message']);
  });

  test('is thrown what the service refuses, with what to do about it', async () => {
    const refusal = agent.alerts.acknowledge(code);
    await expect(refusal).rejects.toMatchObject({ name: 'GatewayError', code: 'not_allowed', hint: expect.stringContaining('alerts:ack') as string, retryable: false });
    await expect(agent.alerts.get('Juana')).rejects.toThrow('alert_not_found: No alert has this code.');
  });

  test('asks for a responder with a key of theirs, and reads an alert to its end', async () => {
    await using ana = new MCPGateway({ gatewayUrl: gatewayOf(ward.service), apiKey: await addApiKey(ward.service, { name: 'ana-console', scopes: ['alerts:ack'], responder: 'ana' }) });
    const other = await ward.begun(await agent.alerts.raiseMedical({ alertType: 'lpp_review', patientId: 'PAT-2', severity: 'medium' }));
    await ward.messages();
    expect(await ana.alerts.escalate(other)).toMatchObject({ code: other, answer: { ok: true, outcome: 'escalated' } });
    expect(await ana.alerts.acknowledge(other)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana', answer: { ok: true, outcome: 'taken' } });
    expect(await ana.alerts.cancel(other)).toMatchObject({ status: 'cancelled' });
    await ward.quiet();
    await ward.messages();
    const seen: string[] = [];
    for await (const { status } of ana.alerts.watch(other, { until: 'over' })) seen.push(status);
    expect(seen).toEqual(['cancelled']);
  });

  test('watches a resolved alert until that can be undone no more', async () => {
    const resolved = await ward.begun(await agent.alerts.raiseMedical({ alertType: 'lpp_review', patientId: 'PAT-3', severity: 'medium' }));
    await ward.ask(resolved, 'resolve', 'ana');
    await ward.messages();
    const watched = agent.alerts.watch(resolved, { until: 'over' });
    expect((await watched.next()).value).toMatchObject({ status: 'resolved', next: { tool: 'get_alert' } });
    const ended = watched.next();
    await ward.wait('11 min');
    expect((await ended).value).toMatchObject({ status: 'resolved', next: null });
    expect(await watched.next()).toEqual({ done: true, value: undefined });
    await ward.messages();
  });
});
