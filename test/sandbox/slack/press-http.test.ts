import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { ALERTS, ANA, alertMessage, clientOf, LUIS, startSandbox, useCleanup } from '../sandbox-rig.ts';
import type { BoltApp } from './bolt-rig.ts';
import { startHttpBolt } from './bolt-rig.ts';

const cleanup = useCleanup();

async function startBoth(deadlineMs?: number): Promise<{ sandbox: Sandbox; bolt: BoltApp }> {
  const bolt = await startHttpBolt(cleanup);
  const sandbox = await startSandbox(cleanup, { gatewayUrl: () => bolt.url, ...(deadlineMs === undefined ? {} : { slackDeadlineMs: deadlineMs }) });
  return { sandbox, bolt };
}

describe('a press that reaches Bolt by signed callback', () => {
  it('carries all that Slack sends', async () => {
    const { sandbox, bolt } = await startBoth();
    const { ts } = await clientOf(sandbox).chat.postMessage(alertMessage('K7F2'));
    const { answers } = await sandbox.slack.press({ user: ANA.id, code: 'K7F2', action: 'vigia_acknowledge' });
    expect(answers).toMatchObject([{ via: 'http', status: 200 }]);
    expect(bolt.presses).toMatchObject([{ user: ANA.id, action: 'vigia_acknowledge', value: 'notification-K7F2' }]);
    expect(bolt.presses[0]?.body).toEqual({
      type: 'block_actions',
      user: { id: ANA.id, username: 'ana.soto', name: 'ana.soto', team_id: 'T0SANDBOX1' },
      api_app_id: 'A0SANDBOX1',
      container: { type: 'message', message_ts: ts, channel_id: ALERTS.id, is_ephemeral: false },
      trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]{32}$/),
      team: { id: 'T0SANDBOX1', domain: 'sandbox' },
      enterprise: null,
      is_enterprise_install: false,
      channel: { id: ALERTS.id, name: 'alerts' },
      message: expect.objectContaining({ ts, text: 'Alerta K7F2', metadata: alertMessage('K7F2').metadata }),
      state: { values: {} },
      response_url: expect.stringContaining(`${sandbox.url}/slack/respond/`),
      actions: [{
        action_id: 'vigia_acknowledge', block_id: 'vigia_actions', type: 'button', value: 'notification-K7F2', style: 'primary',
        text: expect.objectContaining({ type: 'plain_text', text: 'La tomo' }), action_ts: expect.stringMatching(/^\d+\.\d{6}$/),
      }],
    });
  });

  it('is made over the sandbox\'s own API too, by words a person would use', async () => {
    const { sandbox, bolt } = await startBoth();
    await clientOf(sandbox).chat.postMessage(alertMessage('K7F2'));
    const body = JSON.stringify({ user: 'Luis Peña', channel: '#alerts', action: 'No puedo' });
    const response = await fetch(`${sandbox.url}/press`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(await response.json()).toMatchObject({ answers: [{ via: 'http', status: 200 }] });
    expect(bolt.presses).toMatchObject([{ user: LUIS.id, action: 'vigia_decline' }]);
  });

  it('finds the newest message that shows the code', async () => {
    const { sandbox, bolt } = await startBoth();
    const client = clientOf(sandbox);
    await client.chat.postMessage(alertMessage('K7F2'));
    const again = await client.chat.postMessage(alertMessage('K7F2', ANA.id));
    await client.chat.postMessage(alertMessage('Q9MD'));
    await sandbox.slack.press({ user: ANA.id, code: 'K7F2', action: 'acknowledge' });
    expect(bolt.presses[0]?.body.message).toMatchObject({ ts: again.ts });
    expect(bolt.presses[0]?.body.channel).toEqual({ id: again.channel, name: 'directmessage' });
  });

  it('comes twice when a person presses twice, each with a time of its own', async () => {
    const { sandbox, bolt } = await startBoth();
    await clientOf(sandbox).chat.postMessage(alertMessage('K7F2'));
    const { answers } = await sandbox.slack.press({ user: ANA.id, action: 'acknowledge', times: 2 });
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const times = bolt.presses.map(({ body }) => body.actions[0]?.action_ts);
    expect(new Set(times).size).toBe(2);
  });

  it.each([
    ['a wrong signature', { signature: 'wrong' as const }, 401],
    ['no signature', { signature: 'missing' as const }, 401],
    ['a timestamp of six minutes ago', { ageSeconds: 360 }, 401],
    // Bolt looks one way only, and remembers nothing: what refuses these must be ours.
    ['a timestamp an hour ahead', { ageSeconds: -3600 }, 200],
  ])('can be forged with %s', async (_what, forge, status) => {
    const { sandbox, bolt } = await startBoth();
    await clientOf(sandbox).chat.postMessage(alertMessage('K7F2'));
    const { answers } = await sandbox.slack.press({ user: ANA.id, action: 'acknowledge', forge });
    expect(answers).toMatchObject([{ status }]);
    expect(bolt.presses).toHaveLength(status === 200 ? 1 : 0);
  });

  it('can be replayed byte for byte', async () => {
    const { sandbox, bolt } = await startBoth();
    await clientOf(sandbox).chat.postMessage(alertMessage('K7F2'));
    await sandbox.slack.press({ user: ANA.id, action: 'acknowledge', forge: { copies: 2 } });
    expect(bolt.presses).toHaveLength(2);
    expect(bolt.presses[0]?.body).toEqual(bolt.presses[1]?.body);
  });

  it('is given up when the answer does not come in time', async () => {
    const { sandbox, bolt } = await startBoth(50);
    await clientOf(sandbox).chat.postMessage(alertMessage('K7F2'));
    const release = bolt.hold();
    const { answers } = await sandbox.slack.press({ user: ANA.id, action: 'acknowledge' });
    release();
    expect(answers).toMatchObject([{ status: 0, body: 'no answer in 50 ms' }]);
    expect(answers[0]?.tookMs).toBeGreaterThanOrEqual(45);
  });

  it.each([
    [{ action: 'acknowledge' }, 400, 'user'],
    [{ user: ANA.id, action: 'acknowledge', times: 0 }, 400, 'times'],
    [{ user: 'Nobody', action: 'acknowledge' }, 404, 'no user'],
    [{ user: ANA.id, action: 'explode' }, 404, 'no button explode'],
    [{ user: ANA.id, action: 'acknowledge', code: 'ZZZZ' }, 404, 'no such message'],
    [{ user: ANA.id, action: 'acknowledge', channel: '#nowhere' }, 404, 'no channel'],
    [{ user: LUIS.id, action: 'acknowledge', channel: 'D000000001' }, 409, "somebody else's"],
    [{ user: ANA.id, action: 'acknowledge', via: 'socket' }, 409, 'no socket'],
  ])('is refused with a sentence when it makes no sense: %#', async (press, status, sentence) => {
    const { sandbox } = await startBoth();
    await clientOf(sandbox).chat.postMessage(alertMessage('K7F2', ANA.id));
    await expect(sandbox.slack.press(press)).rejects.toMatchObject({ status, message: expect.stringContaining(sentence) });
  });

  it('is refused while the gateway is not known', async () => {
    const sandbox = await startSandbox(cleanup);
    await clientOf(sandbox).chat.postMessage(alertMessage('K7F2'));
    await expect(sandbox.slack.press({ user: ANA.id, action: 'acknowledge' })).rejects.toMatchObject({ status: 409 });
  });

  it('brings a URL that changes the message without a token, five times', async () => {
    const { sandbox, bolt } = await startBoth();
    await clientOf(sandbox).chat.postMessage(alertMessage('K7F2'));
    await sandbox.slack.press({ user: ANA.id, action: 'acknowledge' });
    const url = bolt.presses[0]?.body.response_url ?? '';
    const respond = async (text: string): Promise<number> =>
      (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text, replace_original: true }) })).status;
    const statuses: number[] = [];
    for (const text of ['1', '2', '3', '4', '5', '6']) statuses.push(await respond(text));
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    expect(sandbox.slack.state().messages).toMatchObject([{ text: '5', edits: 5 }]);
  });
});
