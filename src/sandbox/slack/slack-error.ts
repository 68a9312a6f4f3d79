/** An answer `{ok: false, error, …}` of Slack. https://docs.slack.dev/apis/web-api/using-the-slack-web-api#error_responses */
export class SlackError extends Error {
  override readonly name = 'SlackError';
  readonly code: string;
  readonly fields: Record<string, unknown>;

  constructor(code: string, fields: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.fields = fields;
  }
}
