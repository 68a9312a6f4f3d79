import { request } from 'node:http';
import { alertMessage, ALERTS, clientOf, startSandbox, useCleanup } from './sandbox-rig.ts';

const cleanup = useCleanup();

async function call(url: string, method = 'GET', body?: unknown): Promise<{ status: number; json: { [field: string]: unknown } }> {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
  return { status: response.status, json: (await response.json()) as { [field: string]: unknown } };
}

/** A request whose Host header fetch would not let us choose. */
function statusFor(port: number, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path: '/journal', headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    }).on('error', reject).end();
  });
}

describe("the sandbox's own API", () => {
  it('gives out the journal from a number on, with where to go on', async () => {
    const sandbox = await startSandbox(cleanup);
    await clientOf(sandbox).chat.postMessage(alertMessage('K7F2'));
    const first = await call(`${sandbox.url}/journal?since=0`);
    expect(first.json).toMatchObject({
      entries: [{ seq: 1, platform: 'slack', operation: 'chat.postMessage', to: ALERTS.id, status: 200, body: { text: 'Alerta K7F2' } }],
      next: 1,
    });
    expect((await call(`${sandbox.url}/journal?since=1`)).json).toEqual({ entries: [], next: 1 });
    expect(JSON.stringify(first.json)).not.toContain('xoxb');
  });

  it('refuses a journal number that is none', async () => {
    const sandbox = await startSandbox(cleanup);
    expect(await call(`${sandbox.url}/journal?since=x`)).toEqual({ status: 400, json: { error: expect.stringContaining('since') } });
  });

  it('sets and clears faults over HTTP', async () => {
    const sandbox = await startSandbox(cleanup);
    const rule = { platform: 'slack', operation: 'auth.test', fault: { kind: 'platform_error', code: 'account_inactive' } };
    expect((await call(`${sandbox.url}/faults`, 'POST', rule)).status).toBe(200);
    await expect(clientOf(sandbox).auth.test()).rejects.toMatchObject({ data: { error: 'account_inactive' } });
    expect((await call(`${sandbox.url}/faults`)).json).toMatchObject({ rules: [{ operation: 'auth.test', seen: 1, hits: 1 }] });
    expect((await call(`${sandbox.url}/faults`, 'DELETE')).status).toBe(200);
    await expect(clientOf(sandbox).auth.test()).resolves.toMatchObject({ ok: true });
  });

  it('answers a fault rule that is none with 400 and the field', async () => {
    const sandbox = await startSandbox(cleanup);
    const answer = await call(`${sandbox.url}/faults`, 'POST', { platform: 'slack', operation: 'auth.test', fault: { kind: 'hang', ms: -1 } });
    expect(answer).toEqual({ status: 400, json: { error: expect.stringContaining('fault.ms') } });
  });

  it('says that nobody can reply when the sandbox has no phones', async () => {
    const sandbox = await startSandbox(cleanup);
    expect(await call(`${sandbox.url}/reply`, 'POST', { text: 'SI' })).toEqual({ status: 404, json: { error: expect.stringContaining('no twilio') } });
  });

  it('shows what every provider knows', async () => {
    const sandbox = await startSandbox(cleanup);
    await clientOf(sandbox).chat.postMessage(alertMessage('K7F2'));
    expect((await call(`${sandbox.url}/state`)).json).toMatchObject({ slack: { messages: [{ channel: ALERTS.id, text: 'Alerta K7F2' }], sockets: 0 } });
  });

  it('tells the page of a change', async () => {
    const sandbox = await startSandbox(cleanup);
    const response = await fetch(`${sandbox.url}/events`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain(': open');
    await clientOf(sandbox).chat.postMessage(alertMessage('K7F2'));
    expect((await reader?.read())?.value).toContain('event: changed');
    await reader?.cancel();
  });

  it('refuses a name that is not this machine and a page of another origin', async () => {
    const sandbox = await startSandbox(cleanup);
    const own = `127.0.0.1:${sandbox.port}`;
    expect(await statusFor(sandbox.port, { host: 'rebound.example.org' })).toBe(403);
    expect(await statusFor(sandbox.port, { host: own, origin: 'https://example.org' })).toBe(403);
    expect(await statusFor(sandbox.port, { host: own, origin: `http://${own}` })).toBe(200);
  });

  it('says plainly that its port is taken and leaves nothing open', async () => {
    const sandbox = await startSandbox(cleanup);
    await expect(startSandbox(cleanup, { port: sandbox.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
