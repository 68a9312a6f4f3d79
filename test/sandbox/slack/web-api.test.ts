import { ALERTS, ANA, alertBlocks, alertMessage, clientOf, errorOf, LUIS, SECRETS, startSandbox, useCleanup } from '../sandbox-rig.ts';

const cleanup = useCleanup();
const SIX_SCOPES = ['chat:write', 'channels:read', 'groups:read', 'im:read', 'mpim:read', 'users:read'];

describe("the simulated Slack's Web API, called by Slack's own SDK", () => {
  it('takes a message and gives it back whole', async () => {
    const sandbox = await startSandbox(cleanup);
    const client = clientOf(sandbox);
    const posted = await client.chat.postMessage(alertMessage('K7F2'));
    expect(posted).toMatchObject({ ok: true, channel: ALERTS.id, message: { text: 'Alerta K7F2', bot_id: expect.stringMatching(/^B/) } });
    const { messages } = await client.conversations.history({ channel: ALERTS.id, include_all_metadata: true });
    expect(messages).toMatchObject([{ ts: posted.ts, text: 'Alerta K7F2', metadata: { event_payload: { attempt_id: 'attempt-K7F2' } } }]);
    expect(sandbox.violations()).toEqual([]);
  });

  it('shows metadata only to those who ask for it', async () => {
    const client = clientOf(await startSandbox(cleanup));
    await client.chat.postMessage(alertMessage('K7F2'));
    const { messages } = await client.conversations.history({ channel: ALERTS.id });
    expect(messages?.[0]).not.toHaveProperty('metadata');
  });

  it('gives history newest first, within its bounds and in pages', async () => {
    const client = clientOf(await startSandbox(cleanup));
    const stamps: string[] = [];
    for (const code of ['A1', 'B2', 'C3']) stamps.push((await client.chat.postMessage(alertMessage(code))).ts ?? '');
    const textsOf = async (args: object): Promise<unknown> =>
      (await client.conversations.history({ channel: ALERTS.id, ...args })).messages?.map(({ text }) => text);
    expect(await textsOf({})).toEqual(['Alerta C3', 'Alerta B2', 'Alerta A1']);
    expect(await textsOf({ oldest: stamps[0] })).toEqual(['Alerta C3', 'Alerta B2']);
    expect(await textsOf({ oldest: stamps[0], latest: stamps[1], inclusive: true })).toEqual(['Alerta B2', 'Alerta A1']);
    const first = await client.conversations.history({ channel: ALERTS.id, limit: 2 });
    expect(first.has_more).toBe(true);
    expect(await textsOf({ limit: 2, cursor: first.response_metadata?.next_cursor })).toEqual(['Alerta A1']);
  });

  it('keeps replies in their thread', async () => {
    const client = clientOf(await startSandbox(cleanup));
    const { ts = '' } = await client.chat.postMessage(alertMessage('K7F2'));
    await client.chat.postMessage({ channel: ALERTS.id, text: 'La tiene Ana', thread_ts: ts });
    const history = await client.conversations.history({ channel: ALERTS.id });
    expect(history.messages).toMatchObject([{ ts, reply_count: 1 }]);
    const thread = await client.conversations.replies({ channel: ALERTS.id, ts });
    expect(thread.messages).toMatchObject([{ ts }, { text: 'La tiene Ana', thread_ts: ts }]);
    await expect(client.chat.postMessage({ channel: ALERTS.id, text: 'x', thread_ts: '1.000001' })).rejects.toMatchObject({ data: { error: 'cannot_reply_to_message' } });
  });

  it('edits a message and keeps what the edit leaves out', async () => {
    const client = clientOf(await startSandbox(cleanup));
    const { ts = '' } = await client.chat.postMessage(alertMessage('K7F2'));
    await client.chat.update({ channel: ALERTS.id, ts, text: 'La tiene Ana', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'La tiene Ana' } }] });
    const { messages } = await client.conversations.history({ channel: ALERTS.id, include_all_metadata: true });
    expect(messages).toMatchObject([{ ts, text: 'La tiene Ana', edited: { ts: expect.any(String) }, blocks: [{ type: 'section' }], metadata: { event_type: 'vigia_notification' } }]);
    await expect(client.chat.update({ channel: ALERTS.id, ts: '1.000001', text: 'x' })).rejects.toMatchObject({ data: { error: 'message_not_found' } });
  });

  it('takes a channel by #name and a person by id, whose direct conversation it opens', async () => {
    const sandbox = await startSandbox(cleanup);
    const client = clientOf(sandbox);
    expect((await client.chat.postMessage(alertMessage('A1', '#alerts'))).channel).toBe(ALERTS.id);
    const direct = await client.chat.postMessage(alertMessage('B2', ANA.id));
    expect(direct.channel).toMatch(/^D[A-Z0-9]{8,}$/);
    expect((await client.conversations.open({ users: ANA.id })).channel?.id).toBe(direct.channel);
  });

  it('shows an ephemeral message to its reader alone', async () => {
    const sandbox = await startSandbox(cleanup);
    const client = clientOf(sandbox);
    const { message_ts: ts } = await client.chat.postEphemeral({ channel: ALERTS.id, user: ANA.id, text: 'Ya la tiene Luis' });
    expect(sandbox.slack.state().messages).toMatchObject([{ ts, ephemeralFor: ANA.id }]);
    expect((await client.conversations.history({ channel: ALERTS.id })).messages).toEqual([]);
  });

  it('lists people and channels, and private ones to their members alone', async () => {
    const client = clientOf(await startSandbox(cleanup));
    const { channels = [] } = await client.conversations.list({ types: 'public_channel,private_channel', exclude_archived: true });
    expect(channels.map(({ name }) => name)).toEqual(['alerts', 'wound-team', 'open']);
    expect((await client.users.list({})).members?.map(({ name }) => name)).toEqual(['ana.soto', 'luis.pena']);
    expect((await client.users.lookupByEmail({ email: 'LUIS@example.org' })).user?.id).toBe(LUIS.id);
    expect((await client.users.info({ user: ANA.id })).user).toMatchObject({ real_name: 'Ana Soto', tz: 'America/Santiago' });
    expect((await client.conversations.info({ channel: ALERTS.id })).channel).toMatchObject({ name: 'alerts', is_member: true });
    expect((await client.conversations.members({ channel: ALERTS.id })).members).toEqual(expect.arrayContaining([ANA.id, LUIS.id]));
  });

  it('says who the bot is and which scopes it has', async () => {
    const client = clientOf(await startSandbox(cleanup, { slackScopes: SIX_SCOPES }));
    const answer = await client.auth.test();
    expect(answer).toMatchObject({ bot_id: expect.stringMatching(/^B/), user_id: expect.stringMatching(/^U/), team_id: expect.stringMatching(/^T/) });
    expect(answer.response_metadata?.scopes).toEqual(SIX_SCOPES);
  });

  it.each([
    ['C0NOWHERE1', 'channel_not_found'],
    ['#nowhere', 'channel_not_found'],
    ['C0HIDDEN01', 'channel_not_found'],
    ['C0OPEN0001', 'not_in_channel'],
    ['C0OLD00001', 'is_archived'],
  ])('refuses to post to %s: %s', async (channel, error) => {
    const sandbox = await startSandbox(cleanup);
    await expect(clientOf(sandbox).chat.postMessage(alertMessage('K7F2', channel))).rejects.toMatchObject({ code: 'slack_webapi_platform_error', data: { error } });
    expect(sandbox.journal.since(0)).toMatchObject([{ to: channel, status: 200, error }]);
    expect(sandbox.violations()).toEqual([]);
  });

  it('posts to a public channel it is not in only with the scope for it', async () => {
    const sandbox = await startSandbox(cleanup);
    sandbox.slack.setScopes(['chat:write', 'chat:write.public']);
    await expect(clientOf(sandbox).chat.postMessage(alertMessage('K7F2', 'C0OPEN0001'))).resolves.toMatchObject({ ok: true });
  });

  it("names the scope that is missing and those that are there", async () => {
    const client = clientOf(await startSandbox(cleanup, { slackScopes: SIX_SCOPES }));
    const missing = { code: 'slack_webapi_platform_error', data: { error: 'missing_scope', provided: SIX_SCOPES.join(',') } };
    await expect(client.conversations.history({ channel: ALERTS.id })).rejects.toMatchObject({ ...missing, data: { ...missing.data, needed: 'channels:history' } });
    await expect(client.conversations.history({ channel: 'C0PRIVATE1' })).rejects.toMatchObject({ data: { needed: 'groups:history' } });
    await expect(client.conversations.open({ users: ANA.id })).rejects.toMatchObject({ data: { needed: 'im:write' } });
    await expect(client.users.lookupByEmail({ email: 'a@example.org' })).rejects.toMatchObject({ data: { needed: 'users:read.email' } });
  });

  it('refuses a wrong token, a revoked one, one of the wrong kind and none', async () => {
    const sandbox = await startSandbox(cleanup);
    const errorFor = async (token: string): Promise<unknown> => (await errorOf(clientOf(sandbox, token).users.list({}))).data?.['error'];
    expect(await errorFor('xoxb-other')).toBe('invalid_auth');
    expect(await errorFor(SECRETS.appToken)).toBe('not_allowed_token_type');
    expect((await errorOf(clientOf(sandbox).apps.connections.open({}))).data?.['error']).toBe('not_allowed_token_type');
    const bare = await fetch(`${sandbox.url}/slack/api/auth.test`, { method: 'POST' });
    expect(await bare.json()).toMatchObject({ ok: false, error: 'not_authed' });
    sandbox.slack.tokens.setRevoked(true);
    expect(await errorFor(SECRETS.botToken)).toBe('token_revoked');
  });

  it('does not know what Slack has not, nor what is not simulated', async () => {
    const client = clientOf(await startSandbox(cleanup));
    await expect(client.apiCall('chat.shout')).rejects.toMatchObject({ data: { error: 'unknown_method' } });
  });

  it("answers what breaks Slack's types with Slack's error, and keeps it as a violation", async () => {
    const sandbox = await startSandbox(cleanup);
    const blocks = [{ type: 'header' as const, text: { type: 'plain_text' as const, text: 'x'.repeat(151) } }];
    const pointer = 'must be less than 151 characters [json-pointer:/blocks/0/text/text]';
    await expect(clientOf(sandbox).chat.postMessage({ channel: ALERTS.id, text: 'x', blocks })).rejects.toMatchObject({
      data: { error: 'invalid_blocks', response_metadata: { messages: [`[ERROR] ${pointer}`] } },
    });
    expect(sandbox.violations()).toEqual([`chat.postMessage: invalid_blocks: ${pointer}`]);
    expect(sandbox.journal.since(0)).toMatchObject([{ error: 'invalid_blocks', violations: [`chat.postMessage: invalid_blocks: ${pointer}`] }]);
    expect(sandbox.slack.state().messages).toEqual([]);
  });

  it('gives ids to blocks and buttons that came without, as Slack does', async () => {
    const client = clientOf(await startSandbox(cleanup));
    const posted = await client.chat.postMessage({ channel: ALERTS.id, text: 'x', blocks: [{ type: 'divider' }, ...alertBlocks('K7F2').slice(0, 1)] });
    const ids = posted.message?.blocks?.map(({ block_id: id }) => id) ?? [];
    expect(ids).toEqual([expect.any(String), expect.any(String)]);
    expect(new Set(ids).size).toBe(2);
  });
});
