import type { Failure, FailureKind } from '../../../src/domain/failure.ts';
import { FORMAT_CODES, SLACK_CODE_KINDS } from '../../../src/platforms/slack/slack-error-codes.ts';
import { SlackPlatform } from '../../../src/platforms/slack/slack-platform.ts';
import type { FaultRuleInput } from '../../../src/sandbox/faults.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { ALERTS, SECRETS, startSandbox } from '../../sandbox/sandbox-rig.ts';
import { LATE_ANSWERS, oddAnswers } from '../wire-faults.ts';
import { message } from './messages.ts';

/** The table by hand, from Slack's method pages: a row that is lost, or moves by mistake, turns this red. */
const CODES: Record<FailureKind, string> = {
  retry_after: 'ratelimited rate_limited service_unavailable request_timeout team_added_to_org',
  settle_first: 'fatal_error internal_error',
  fail_over: `channel_not_found not_in_channel is_archived restricted_action restricted_action_read_only_channel
    restricted_action_thread_only_channel restricted_action_non_threadable_channel restricted_action_thread_locked
    messages_tab_disabled user_not_found user_disabled user_not_visible user_not_in_channel is_bot message_limit_exceeded
    no_permission app_access_restricted cannot_reply_to_message ekm_access_denied as_user_not_supported slack_connect_blocked
    thread_not_found cannot_dm_bot message_not_found cant_update_message edit_window_closed update_failed`,
  page_operator: `invalid_auth not_authed token_revoked token_expired account_inactive missing_scope not_allowed_token_type
    access_denied accesslimited org_login_required two_factor_setup_required enterprise_is_restricted team_access_not_granted
    deprecated_endpoint method_deprecated user_removed_from_team team_disabled`,
  our_bug: `invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long no_text too_many_attachments
    attachment_payload_limit_exceeded too_many_contact_cards invalid_metadata_format invalid_metadata_schema
    metadata_must_be_sent_from_app metadata_too_large invalid_arg_name invalid_arguments invalid_array_arg invalid_charset
    invalid_form_data invalid_post_type missing_post_type invalid_cursor invalid_limit invalid_ts_latest invalid_ts_oldest
    invalid_types markdown_text_conflict unknown_method`,
};

/** A call that hangs is given up by then, milliseconds; others have as long as a busy machine takes. */
const SHORT_MS = 250;
const LONG_MS = 20_000;

const ends: (() => unknown)[] = [];
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ later: (end) => ends.push(end) });
});
afterAll(async () => {
  const found = sandbox.violations();
  for (const end of ends.reverse()) await end();
  expect(found).toEqual([]);
});

/** Sends one message by the real SDK under a fault, set as anybody sets one: what came of it, how many calls it took, and whether Slack has it. */
async function sendUnder(fault: FaultRuleInput['fault'], timeoutMs = LONG_MS): Promise<{ failure: Failure | null; calls: number; taken: boolean }> {
  await fetch(`${sandbox.url}/faults`, { method: 'DELETE' });
  const rule: FaultRuleInput = { platform: 'slack', operation: 'chat.postMessage', fault };
  const set = await fetch(`${sandbox.url}/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(rule) });
  expect(set.status).toBe(200);
  const [stored, since] = [sandbox.slack.workspace.messages().length, sandbox.journal.since(0).at(-1)?.seq ?? 0];
  const platform = new SlackPlatform({ ...SECRETS, apiUrl: `${sandbox.url}/slack/api/`, timeoutMs });
  const failure = await platform.send({
    attemptId: 'attempt-1', notificationId: 'notification-1', message: message(), destination: { platform: 'slack', kind: 'channel', address: ALERTS.id },
  }).then(() => null, (error: { failure: Failure }) => error.failure);
  return { failure, calls: sandbox.journal.since(since).length, taken: sandbox.slack.workspace.messages().length > stored };
}

describe('each code of Slack', () => {
  test('is in the table, and nothing else is', () => {
    expect([...SLACK_CODE_KINDS].map(([code, kind]) => `${kind} ${code}`).sort()).toEqual(Object.entries(CODES).flatMap(([kind, codes]) => codes.split(/\s+/).map((code) => `${kind} ${code}`)).sort());
  });

  test.each([...SLACK_CODE_KINDS])('%s is %s, and is tried once more as plain words only where the form was refused', async (code, kind) => {
    expect(await sendUnder({ kind: 'platform_error', code })).toEqual({ failure: { kind, code }, calls: FORMAT_CODES.has(code) ? 2 : 1, taken: false });
  });

  test('missing_scope says which one', async () => {
    expect(await sendUnder({ kind: 'platform_error', code: 'missing_scope', fields: { needed: 'chat:write', provided: 'im:read' } })).toMatchObject({ failure: { kind: 'page_operator', code: 'missing_scope', detail: 'chat:write' } });
  });

  test('one that nobody knows fails over', async () => {
    expect(await sendUnder({ kind: 'platform_error', code: 'brand_new' })).toMatchObject({ failure: { kind: 'fail_over', code: 'brand_new' } });
  });
});

describe('an answer that isn\'t Slack\'s own', () => {
  test.each(oddAnswers<Failure>({
    '429 with a time to wait': { kind: 'retry_after', code: 'ratelimited', retryAfterMs: 7_000 },
    500: { kind: 'settle_first', code: 'http_500' },
    '500 after the message was taken': { kind: 'settle_first', code: 'http_500' },
    502: { kind: 'settle_first', code: 'http_502' },
    503: { kind: 'settle_first', code: 'http_503' },
    '503 with a time to wait': { kind: 'settle_first', code: 'http_503', retryAfterMs: 9_000 },
    403: { kind: 'page_operator', code: 'http_403' },
    'a redirect': { kind: 'page_operator', code: 'redirected' },
    'a page of HTML': { kind: 'settle_first', code: 'unreadable_answer' },
    'a page of HTML after the message was taken': { kind: 'settle_first', code: 'unreadable_answer' },
    'half a body': { kind: 'settle_first', code: 'unreadable_answer' },
    'a connection reset before the message was taken': { kind: 'settle_first', code: 'connection_lost' },
    'a connection reset after it': { kind: 'settle_first', code: 'connection_lost' },
    'a connection half closed before the message was taken': { kind: 'settle_first', code: 'connection_lost' },
    'a connection half closed after it': { kind: 'settle_first', code: 'connection_lost' },
  }))('%s is classified, and not asked for twice', async (_name, { fault, taken }, failure) => {
    expect(await sendUnder(fault)).toEqual({ failure, calls: 1, taken });
  });

  test('429 without a time to wait is given half a minute', async () => {
    expect(await sendUnder({ kind: 'status', status: 429 })).toEqual({ failure: { kind: 'retry_after', code: 'ratelimited', retryAfterMs: 30_000 }, calls: 1, taken: false });
  });

  test.each(LATE_ANSWERS)('%s is given up in time, with the outcome unknown', async (_name, { fault, taken }) => {
    expect(await sendUnder(fault, SHORT_MS)).toEqual({ failure: { kind: 'settle_first', code: 'timeout' }, calls: 1, taken });
  });

  test('nobody at the address means that nothing was sent', async () => {
    const gone = await startSandbox({ later: () => undefined });
    await gone.close();
    const platform = new SlackPlatform({ ...SECRETS, apiUrl: `${gone.url}/slack/api/` });
    const sending = platform.send({ attemptId: 'attempt-1', notificationId: 'notification-1', message: message(), destination: { platform: 'slack', kind: 'channel', address: ALERTS.id } });
    await expect(sending).rejects.toMatchObject({ failure: { kind: 'retry_after', code: 'no_connection' } });
  });
});
