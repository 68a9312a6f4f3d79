import { createHmac } from 'node:crypto';

export const SIGNING_SECRET = 'invented-signing-secret';

export interface PressFields {
  actionId?: string;
  actionTs?: string;
  userId?: string;
  value?: string;
}

/** A block_actions payload as Slack sends it, with invented ids. */
export function pressPayload({ actionId = 'vigia_acknowledge', actionTs = '1790000001.000200', userId = 'U0ANA', value = 'notification-1' }: PressFields = {}): Record<string, unknown> {
  return {
    type: 'block_actions',
    user: { id: userId, username: 'ana', name: 'ana', team_id: 'T0WARD' },
    api_app_id: 'A0VIGIA',
    token: 'deprecated',
    container: { type: 'message', message_ts: '1790000000.000100', channel_id: 'C0WARD', is_ephemeral: false },
    trigger_id: '1.2.3',
    team: { id: 'T0WARD', domain: 'ward' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: 'C0WARD', name: 'medical-alerts' },
    message: { type: 'message', ts: '1790000000.000100', text: 'x', metadata: { event_type: 'vigia_notification', event_payload: { attempt_id: 'attempt-1' } } },
    state: { values: {} },
    response_url: 'https://hooks.slack.invalid/actions/1',
    actions: [{ type: 'button', action_id: actionId, block_id: 'vigia_actions', value, action_ts: actionTs, text: { type: 'plain_text', text: 'Voy' } }],
  };
}

export function formBody(payload: unknown): string {
  return new URLSearchParams({ payload: typeof payload === 'string' ? payload : JSON.stringify(payload) }).toString();
}

export function signature(body: string, timestamp: string, secret = SIGNING_SECRET): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}
