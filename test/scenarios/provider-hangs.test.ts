import { post, gatewayOf, sandboxKeyOf } from '../gateway/support/callers.ts';
import { waitUntil } from '../support/wait-until.ts';
import { NO_LIMITS } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

/** For so long Slack answers nothing at all, milliseconds: far longer than all else takes where nothing waits for it. */
const HANGS_MS = 6_000;

describe('a provider that takes calls and never answers', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ env: NO_LIMITS, realTime: true });
  });
  afterAll(() => ward.end());

  test('holds up neither callers, nor health, nor what goes by another', async () => {
    ward.sandbox.faults.add({ platform: 'slack', operation: '*', fault: { kind: 'hang', ms: HANGS_MS } });
    const { services } = ward.service.home.endpoints.read();
    const startedMs = performance.now();
    const authorization = `Bearer ${sandboxKeyOf(ward.service)}`;
    const calls = await Promise.all([
      post(services.slack ?? '', { tool: 'send_message', parameters: { channel: '#test-channel', text: 'Look' } }, {}),
      post(services.twilio ?? '', { tool: 'send_sms', parameters: { to: '+1234567890', body: 'Look' } }, {}),
    ]);
    expect(calls.map(({ status }) => status)).toEqual([202, 202]);
    const raised = await post(gatewayOf(ward.service), { tool: 'notify_lpp_detection', parameters: { lpp_grade: 4, confidence: 0.93 } }, { authorization });
    expect(raised.status).toBe(202);
    await waitUntil('the SMS and two people’s pages are with Twilio', async () => (ward.sandbox.twilio?.messages.list() ?? []).length >= 3);
    const health = await Promise.all([gatewayOf(ward.service), services.twilio, services.slack].map(async (address) => (await fetch(`${address}/health`)).status));
    expect(health).toEqual([200, 200, 200]);
    expect(performance.now() - startedMs).toBeLessThan(HANGS_MS);
    expect((await (await fetch(`${services.twilio}/health`)).json())).toMatchObject({ status: 'ok', lastSuccess: expect.any(String) as string });
    expect((await (await fetch(`${services.slack}/health`)).json())).toMatchObject({ service: 'slack', lastSuccess: null });

    ward.sandbox.faults.clear();
    const { seq } = ward.sandbox.journal.since(0).at(-1) ?? { seq: 0 };
    await waitUntil('Slack, well again, is asked again', async () => ward.sandbox.journal.since(seq).some(({ platform }) => platform === 'slack'));
  });
});
