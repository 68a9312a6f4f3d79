/**
 * What to do about a provider's error. Each platform maps every error it knows to one of these in one table:
 * - `retry_after`: nothing was sent; the same call may be made again after a wait.
 * - `settle_first`: the outcome is unknown; look the message up before anything else is sent.
 * - `fail_over`: this destination can't be reached by this route; take the next one at once.
 * - `page_operator`: the account or its configuration is broken; fail over at once and tell the operator.
 * - `our_bug`: the request itself was wrong; fail over and report a defect.
 */
export const FAILURE_KINDS = ['retry_after', 'settle_first', 'fail_over', 'page_operator', 'our_bug'] as const;

export type FailureKind = (typeof FAILURE_KINDS)[number];

/** Type of the failure by which a worker says that another role serves a platform. */
export const SERVED_ELSEWHERE = 'ServedElsewhere';

/** Codes of `retry_after` that say that the platform can't be reached or doesn't work, and not that we are to go slower: ours, and Slack's own. */
const OUT_OF_REACH: readonly string[] = ['no_connection', 'unreachable', 'service_unavailable', 'request_timeout'];

/**
 * What a failure says of the sender as a whole. `broken`: nothing will pass until somebody acts. `in_trouble`: others may fail like
 * it. Null where it is about one recipient, about a limit, or a mistake of ours.
 */
export function senderTrouble({ kind, code }: Failure): 'broken' | 'in_trouble' | null {
  if (kind === 'page_operator') return 'broken';
  if (kind === 'settle_first') return 'in_trouble';
  return kind === 'retry_after' && OUT_OF_REACH.includes(code) ? 'in_trouble' : null;
}

/**
 * Codes of `page_operator` that a question asked with the same credentials is refused under as well, so that an answer shows them to be over:
 * Twilio's of the credentials and the account, Slack's of the token, and ours of the way there, as is each HTTP status.
 */
const REFUSES_QUESTIONS: readonly string[] = [
  'tls', '20003', '20005', '20006',
  'invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive', 'missing_scope', 'not_allowed_token_type', 'org_login_required',
  'two_factor_setup_required', 'user_removed_from_team', 'team_disabled',
];

/** What an answered question says of a failure: that it is over, that messages may pass again, or nothing, as where a number or a template is refused. */
export function disprovedByAnAnswer({ kind, code }: Pick<Failure, 'kind' | 'code'>): 'over' | 'may_pass' | 'nothing' {
  if (kind === 'settle_first') return 'may_pass';
  return kind === 'retry_after' || REFUSES_QUESTIONS.includes(code) || code.startsWith('http_') ? 'over' : 'nothing';
}

export interface Failure {
  kind: FailureKind;
  /** The provider's own code, such as `63016` or `channel_not_found`; or ours, such as `timeout`. Never its text. */
  code: string;
  /** What a refusal is about, such as the scopes that are needed: names of the provider's, nothing of a message. */
  detail?: string;
  /** Milliseconds, when the provider named them. */
  retryAfterMs?: number;
}

/** A failure that a provider told of after it had taken the message. */
export interface ReportedFailure {
  failure: Failure;
  /** Another try may pass after this wait, milliseconds; null where it would not. */
  againAfterMs: number | null;
}
