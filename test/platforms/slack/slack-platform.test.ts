import type { Failure } from '../../../src/domain/failure.ts';
import type { Outbound } from '../../../src/platforms/platform.ts';
import { SlackPlatform, type SlackPlatformOptions } from '../../../src/platforms/slack/slack-platform.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { ALERTS, ANA, LUIS, SECRETS, startSandbox, useCleanup } from '../../sandbox/sandbox-rig.ts';
import { message } from './messages.ts';

const cleanup = useCleanup();
let sandbox: Sandbox;
let defects: Failure[];

beforeEach(async () => {
  defects = [];
  sandbox = await startSandbox(cleanup);
});
afterEach(() => {
  const found = sandbox.violations();
  expect(found).toEqual([]);
});

function platform(options: Partial<SlackPlatformOptions> = {}): SlackPlatform {
  return new SlackPlatform({ ...SECRETS, apiUrl: `${sandbox.url}/slack/api/`, timeoutMs: 5_000, onDefect: (failure) => defects.push(failure), ...options });
}

function outbound(fields: Partial<Outbound> = {}): Outbound {
  return {
    attemptId: 'attempt-1', notificationId: 'notification-1', message: message(),
    destination: { platform: 'slack', kind: 'channel', address: ALERTS.id }, ...fields,
  };
}

const posted = () => sandbox.slack.workspace.messages();
const failureOf = (call: Promise<unknown>) => call.then(() => null, (error: { failure?: Failure }) => error.failure);

describe('sending', () => {
  test('a channel gets the words, the buttons and the attempt id, and nothing else is in the metadata', async () => {
    const sent = await platform().send(outbound());
    const [found] = posted();
    expect(sent).toEqual({ ref: { id: found?.ts, conversation: ALERTS.id }, sender: 'slack', state: 'sent' });
    expect(found).toMatchObject({
      channel: ALERTS.id,
      text: 'Alerta K7F2-Q9MD: vea al paciente',
      metadata: { event_type: 'vigia_notification', event_payload: { attempt_id: 'attempt-1' } },
      threadTs: null,
    });
    expect(found?.metadata?.event_payload).toEqual({ attempt_id: 'attempt-1' });
    expect(buttonsOf(found)).toEqual([
      ['vigia_acknowledge', 'Voy', 'notification-1'], ['vigia_decline', 'No puedo', 'notification-1'], ['vigia_resolve', 'Listo', 'notification-1'],
    ]);
  });

  test('a channel is reached by its name too', async () => {
    const sent = await platform().send(outbound({ destination: { platform: 'slack', kind: 'channel', address: '#wound-team' } }));
    expect(sent.ref.conversation).toBe('C0PRIVATE1');
  });

  test('a person is reached in their direct messages by their user id', async () => {
    const sent = await platform().send(outbound({ destination: { platform: 'slack', kind: 'person', address: ANA.id } }));
    expect(sandbox.slack.workspace.conversation(sent.ref.conversation)).toMatchObject({ kind: 'im', user: ANA.id });
  });

  test('the six scopes of the brief are enough', async () => {
    sandbox.slack.setScopes(['chat:write', 'channels:read', 'groups:read', 'im:read', 'mpim:read', 'users:read']);
    const slack = platform();
    const { ref } = await slack.send(outbound());
    await slack.send(outbound({ destination: { platform: 'slack', kind: 'person', address: ANA.id } }));
    await slack.update(ref, message({ actions: [] }), 'notification-1');
    await slack.answerEphemeral(ALERTS.id, ANA.id, message({ kind: 'answer', actions: [] }));
    expect(posted()).toHaveLength(3);
  });

  test('a page in a thread is shown in the channel too, a notice is not', async () => {
    const slack = platform();
    const { ref } = await slack.send(outbound());
    await slack.send(outbound({ attemptId: 'attempt-2', thread: ref, message: message({ kind: 'reminder' }) }));
    await slack.send(outbound({ attemptId: 'attempt-3', thread: ref, message: message({ kind: 'taken_notice', actions: [] }) }));
    expect(posted().map(({ threadTs, broadcast }) => [threadTs, broadcast])).toEqual([[null, false], [ref.id, true], [ref.id, false]]);
  });

  test('words that look like a mention or a link are words', async () => {
    await platform().send(outbound({ message: message({ facts: null, text: 'Turno <!channel> & <https://x.invalid|aquí>' }) }));
    expect(posted()[0]?.text).toBe('Turno &lt;!channel&gt; &amp; &lt;https://x.invalid|aquí&gt;');
    expect(JSON.stringify(posted()[0]?.blocks)).not.toContain('<!channel>');
  });

  test.each([
    ['a channel without the bot', 'C0OPEN0001', 'not_in_channel'],
    ['an archived channel', 'C0OLD00001', 'is_archived'],
    ['a private channel without the bot', 'C0HIDDEN01', 'channel_not_found'],
  ])('%s fails over', async (_name, address, code) => {
    const failure = await failureOf(platform().send(outbound({ destination: { platform: 'slack', kind: 'channel', address } })));
    expect(failure).toEqual({ kind: 'fail_over', code });
  });

  test('a revoked token is for the operator', async () => {
    sandbox.slack.tokens.setRevoked(true);
    expect(await failureOf(platform().send(outbound()))).toEqual({ kind: 'page_operator', code: 'token_revoked' });
  });

  test('a server that hangs ends within the time that is promised, with the outcome unknown', async () => {
    sandbox.faults.add({ platform: 'slack', operation: 'chat.postMessage', fault: { kind: 'hang', ms: 5_000 } });
    const slack = platform({ timeoutMs: 100 });
    const startedAt = performance.now();
    expect(await failureOf(slack.send(outbound()))).toEqual({ kind: 'settle_first', code: 'timeout' });
    expect(performance.now() - startedAt).toBeLessThan(slack.callTimeoutMs);
  });

  test('a limit is told and not waited for', async () => {
    sandbox.faults.add({ platform: 'slack', operation: 'chat.postMessage', fault: { kind: 'status', status: 429, headers: { 'retry-after': '30' } } });
    expect(await failureOf(platform().send(outbound()))).toEqual({ kind: 'retry_after', code: 'ratelimited', retryAfterMs: 30_000 });
  });

  test('a limit on one message does not hold up the next', async () => {
    sandbox.faults.add({ platform: 'slack', operation: 'chat.postMessage', nth: 1, fault: { kind: 'status', status: 429, headers: { 'retry-after': '30' } } });
    const slack = platform();
    const results = await Promise.allSettled([slack.send(outbound()), slack.send(outbound({ attemptId: 'attempt-2' }))]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});

describe('a form that Slack refuses', () => {
  test('blocks that are refused go as plain words, and the defect is told', async () => {
    sandbox.faults.add({ platform: 'slack', operation: 'chat.postMessage', nth: 1, fault: { kind: 'platform_error', code: 'invalid_blocks' } });
    await platform().send(outbound());
    expect(posted()).toMatchObject([{ text: 'Alerta K7F2-Q9MD: vea al paciente', blocks: [], metadata: { event_payload: { attempt_id: 'attempt-1' } } }]);
    expect(defects).toEqual([{ kind: 'our_bug', code: 'invalid_blocks' }]);
  });

  test('metadata that is refused costs the look-up, not the buttons', async () => {
    sandbox.faults.add({ platform: 'slack', operation: 'chat.postMessage', nth: 1, fault: { kind: 'platform_error', code: 'metadata_too_large' } });
    await platform().send(outbound());
    expect(buttonsOf(posted()[0])).toHaveLength(3);
    expect(posted()[0]?.metadata).toBeNull();
  });

  test('plain words that are refused too are a defect, after two calls and no more', async () => {
    sandbox.faults.add({ platform: 'slack', operation: 'chat.postMessage', fault: { kind: 'platform_error', code: 'invalid_blocks' } });
    expect(await failureOf(platform().send(outbound()))).toEqual({ kind: 'our_bug', code: 'invalid_blocks' });
    expect(sandbox.journal.since(0).filter(({ operation }) => operation === 'chat.postMessage')).toHaveLength(2);
  });
});

describe('changing and answering', () => {
  test('an update changes words and buttons in place and keeps the attempt id', async () => {
    const slack = platform();
    const { ref } = await slack.send(outbound());
    await slack.update(ref, message({ text: 'La tiene Ana', actions: [{ action: 'resolve', label: 'Listo' }] }), 'notification-1');
    expect(posted()).toMatchObject([{ ts: ref.id, text: 'La tiene Ana', metadata: { event_payload: { attempt_id: 'attempt-1' } } }]);
    expect(buttonsOf(posted()[0])).toEqual([['vigia_resolve', 'Listo', 'notification-1']]);
  });

  test('the buttons of a message without actions are gone', async () => {
    const slack = platform();
    const { ref } = await slack.send(outbound());
    await slack.update(ref, message({ kind: 'closed_notice', actions: [] }), 'notification-1');
    expect(buttonsOf(posted()[0])).toEqual([]);
  });

  test('a message that is gone can not be changed, and nobody waits for it', async () => {
    const ref = { id: '1.000001', conversation: ALERTS.id };
    expect(await failureOf(platform().update(ref, message(), 'notification-1'))).toEqual({ kind: 'fail_over', code: 'message_not_found' });
  });

  test('an answer in a channel is seen by the one who pressed', async () => {
    await platform().answerEphemeral(ALERTS.id, LUIS.id, message({ kind: 'answer', text: 'Ya la tiene Ana', actions: [] }));
    expect(posted()).toMatchObject([{ text: 'Ya la tiene Ana', ephemeralFor: LUIS.id }]);
  });
});

function buttonsOf(found: { blocks: { type: string }[] } | undefined): unknown[] {
  return (found?.blocks ?? []).flatMap((block) => (block.type === 'actions' ? (block as unknown as { elements: Record<string, { text?: string }>[] }).elements : []))
    .map((button) => [button['action_id'], button['text']?.text, button['value']]);
}
