import type { FaultRuleInput } from '../../../src/sandbox/faults.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { alertMessage, clientOf, errorOf, startSandbox, useCleanup } from '../sandbox-rig.ts';

const cleanup = useCleanup();

/** Posts one message under a fault: what the SDK throws, and how many messages Slack then has. */
async function postUnder(fault: FaultRuleInput['fault']): Promise<{ sandbox: Sandbox; error: Awaited<ReturnType<typeof errorOf>>; stored: number }> {
  const sandbox = await startSandbox(cleanup);
  sandbox.faults.add({ platform: 'slack', operation: 'chat.postMessage', fault });
  const error = await errorOf(clientOf(sandbox).chat.postMessage(alertMessage('K7F2')));
  return { sandbox, error, stored: sandbox.slack.state().messages.length };
}

describe('a fault in an answer of Slack', () => {
  it('can be a 429 that says how long to wait', async () => {
    const { sandbox, error, stored } = await postUnder({ kind: 'status', status: 429, headers: { 'retry-after': '7' } });
    expect(error).toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 7 });
    expect(stored).toBe(0);
    expect(sandbox.journal.since(0)).toMatchObject([{ status: 429, fault: 'status' }]);
  });

  it('can be a 503', async () => {
    const { error } = await postUnder({ kind: 'status', status: 503, body: 'unavailable' });
    expect(error).toMatchObject({ code: 'slack_webapi_http_error', statusCode: 503 });
  });

  it('can be no answer at all', async () => {
    const { sandbox, error, stored } = await postUnder({ kind: 'hang', ms: 60_000 });
    expect(error).toMatchObject({ code: 'slack_webapi_request_error' });
    expect(stored).toBe(0);
    expect(sandbox.journal.since(0)).toMatchObject([{ status: 0, fault: 'hang', taken: false }]);
  });

  it('can be a cut connection after the message was stored', async () => {
    const { sandbox, error, stored } = await postUnder({ kind: 'reset', when: 'after' });
    expect(error).toMatchObject({ code: 'slack_webapi_request_error' });
    expect(stored).toBe(1);
    expect(sandbox.journal.since(0)).toMatchObject([{ status: 0, fault: 'reset', taken: true }]);
    const { messages } = await clientOf(sandbox).conversations.history({ channel: 'C0ALERTS01', include_all_metadata: true });
    expect(messages).toMatchObject([{ metadata: { event_payload: { attempt_id: 'attempt-K7F2' } } }]);
  });

  it('can be a cut connection before anything was stored', async () => {
    const { error, stored } = await postUnder({ kind: 'reset', when: 'before' });
    expect(error).toMatchObject({ code: 'slack_webapi_request_error' });
    expect(stored).toBe(0);
  });

  it('can be a connection whose other half alone was ended, after the message was stored', async () => {
    const { sandbox, error, stored } = await postUnder({ kind: 'half_close', ms: 60_000, when: 'after' });
    expect(error).toMatchObject({ code: 'slack_webapi_request_error' });
    expect(JSON.stringify(error['original'], Object.getOwnPropertyNames(error['original'])) + String((error['original'] as Error).cause)).not.toMatch(/Timeout/);
    expect(stored).toBe(1);
    expect(sandbox.journal.since(0)).toMatchObject([{ status: 0, fault: 'half_close', taken: true }]);
  });

  it("can be a proxy's page of HTML, the message stored or not", async () => {
    const { error, stored } = await postUnder({ kind: 'html', when: 'after' });
    expect(error.code).toBe('slack_webapi_platform_error');
    expect(stored).toBe(1);
  });

  it('can be half an answer', async () => {
    const { error, stored } = await postUnder({ kind: 'truncate' });
    expect(error.data?.['ok']).not.toBe(true);
    expect(stored).toBe(1);
  });

  it('can be a body that comes too slowly, after the message was stored', async () => {
    const { error, stored } = await postUnder({ kind: 'slow_body', ms: 60_000 });
    expect(error['name']).toBe('TimeoutError');
    expect(stored).toBe(1);
  });

  it("can be any of Slack's own errors", async () => {
    const { sandbox, error, stored } = await postUnder({ kind: 'platform_error', code: 'missing_scope', fields: { needed: 'chat:write', provided: 'im:read' } });
    expect(error.data).toMatchObject({ error: 'missing_scope', needed: 'chat:write', provided: 'im:read' });
    expect(stored).toBe(0);
    expect(sandbox.journal.since(0)).toMatchObject([{ status: 200, error: 'missing_scope', fault: 'platform_error' }]);
  });

  it('can be only a delay', async () => {
    const sandbox = await startSandbox(cleanup);
    sandbox.faults.add({ platform: 'slack', operation: 'chat.postMessage', fault: { kind: 'delay', ms: 30 } });
    await expect(clientOf(sandbox).chat.postMessage(alertMessage('K7F2'))).resolves.toMatchObject({ ok: true });
  });

  it('hits only the call that its rule names', async () => {
    const sandbox = await startSandbox(cleanup);
    sandbox.faults.add({ platform: 'slack', operation: 'chat.postMessage', match: { body: 'B2' }, nth: 1, fault: { kind: 'platform_error', code: 'fatal_error' } });
    const client = clientOf(sandbox);
    await client.chat.postMessage(alertMessage('A1'));
    await expect(client.chat.postMessage(alertMessage('B2'))).rejects.toMatchObject({ data: { error: 'fatal_error' } });
    await client.chat.postMessage(alertMessage('B2'));
    expect(sandbox.slack.state().messages.map(({ text }) => text)).toEqual(['Alerta A1', 'Alerta B2']);
  });
});
