import type { FailureKind } from '../../domain/failure.ts';

/**
 * What to do about each error code of the methods we call (`{"ok": false, "error": CODE}` with status 200).
 * Sources: the error lists of https://docs.slack.dev/reference/methods/chat.postMessage, `chat.update`,
 * `chat.postEphemeral`, `conversations.history` and `conversations.list`. A code that isn't here fails over:
 * the next route is tried at once, and a code we don't know is never a reason to wait.
 */
const CODES: Record<FailureKind, readonly string[]> = {
  // Refused before anything was done.
  retry_after: ['ratelimited', 'rate_limited', 'service_unavailable', 'request_timeout', 'team_added_to_org'],

  // Slack says of these that some aspect of the request may have succeeded.
  settle_first: ['fatal_error', 'internal_error'],

  // This conversation or this person can't be reached; another one can.
  fail_over: [
    'channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action', 'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel', 'restricted_action_non_threadable_channel', 'restricted_action_thread_locked',
    'messages_tab_disabled', 'user_not_found', 'user_disabled', 'user_not_visible', 'user_not_in_channel', 'is_bot',
    'message_limit_exceeded', 'no_permission', 'app_access_restricted', 'cannot_reply_to_message', 'ekm_access_denied',
    'as_user_not_supported', 'slack_connect_blocked', 'thread_not_found', 'cannot_dm_bot',
    // chat.update and chat.delete: the message stays as it was, and nobody waits for it.
    'message_not_found', 'cant_update_message', 'edit_window_closed', 'update_failed',
  ],

  // The whole workspace or app is unusable until somebody acts.
  page_operator: [
    'invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive', 'missing_scope',
    'not_allowed_token_type', 'access_denied', 'accesslimited', 'org_login_required', 'two_factor_setup_required',
    'enterprise_is_restricted', 'team_access_not_granted', 'deprecated_endpoint', 'method_deprecated',
    'user_removed_from_team', 'team_disabled',
  ],

  // The request was wrong.
  our_bug: [
    'invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long', 'no_text', 'too_many_attachments',
    'attachment_payload_limit_exceeded', 'too_many_contact_cards', 'invalid_metadata_format', 'invalid_metadata_schema',
    'metadata_must_be_sent_from_app', 'metadata_too_large', 'invalid_arg_name', 'invalid_arguments', 'invalid_array_arg',
    'invalid_charset', 'invalid_form_data', 'invalid_post_type', 'missing_post_type', 'invalid_cursor', 'invalid_limit',
    'invalid_ts_latest', 'invalid_ts_oldest', 'invalid_types', 'markdown_text_conflict', 'unknown_method',
  ],
};

/** Kind of each code that is known. */
export const SLACK_CODE_KINDS: ReadonlyMap<string, FailureKind> = new Map(
  Object.entries(CODES).flatMap(([kind, codes]) => codes.map((code) => [code, kind as FailureKind] as const)),
);

/** Codes that a request without blocks and metadata can't run into: the same words may still go as plain text. */
export const FORMAT_CODES: ReadonlySet<string> = new Set([
  'invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'too_many_attachments', 'attachment_payload_limit_exceeded',
  'invalid_metadata_format', 'invalid_metadata_schema', 'metadata_must_be_sent_from_app', 'metadata_too_large',
]);
