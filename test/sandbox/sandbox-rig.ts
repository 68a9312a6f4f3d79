import { WebClient } from '@slack/web-api';
import type { KnownBlock } from '@slack/types';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts';

export const SECRETS = { botToken: 'xoxb-test-bot', appToken: 'xapp-test-app', signingSecret: 'test-signing-secret' };
export const ANA = { id: 'U0ANA00001', name: 'Ana Soto', email: 'ana@example.org', timeZone: 'America/Santiago' };
export const LUIS = { id: 'U0LUIS0001', name: 'Luis Peña', email: 'luis@example.org' };
export const ALERTS = { id: 'C0ALERTS01', name: 'alerts' };
export const CHANNELS = [
  ALERTS,
  { id: 'C0PRIVATE1', name: 'wound-team', isPrivate: true },
  { id: 'C0HIDDEN01', name: 'hidden', isPrivate: true, isMember: false },
  { id: 'C0OPEN0001', name: 'open', isMember: false },
  { id: 'C0OLD00001', name: 'old', isArchived: true },
];

/** What a test starts, ended after it in reverse order. */
export interface Cleanup {
  later(end: () => unknown): void;
}

/** Ends what each test of a file started. */
export function useCleanup(): Cleanup {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  return { later: (end) => ends.push(end) };
}

export async function startSandbox(cleanup: Cleanup, options: Partial<SandboxOptions<null>> = {}): Promise<Sandbox> {
  const sandbox = await createSandbox({
    port: 0,
    gatewayUrl: () => null,
    secrets: { slack: SECRETS },
    directory: { slackUsers: [ANA, LUIS], slackChannels: CHANNELS },
    ...options,
  });
  cleanup.later(() => sandbox.close());
  return sandbox;
}

/** The real SDK, set as a service would that leaves retries to others. */
export function clientOf(sandbox: Sandbox, token = SECRETS.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: `${sandbox.url}/slack/api/`, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, timeout: 400,
  });
}

/** A message with a button, as an alert has. */
export function alertBlocks(code: string): KnownBlock[] {
  return [
    { type: 'section', text: { type: 'mrkdwn', text: `*Alerta* ${code}` } },
    {
      type: 'actions',
      block_id: 'vigia_actions',
      elements: [
        { type: 'button', action_id: 'vigia_acknowledge', value: `notification-${code}`, text: { type: 'plain_text', text: 'La tomo' }, style: 'primary' },
        { type: 'button', action_id: 'vigia_decline', value: `notification-${code}`, text: { type: 'plain_text', text: 'No puedo' } },
      ],
    },
  ];
}

export function alertMessage(code: string, channel = ALERTS.id) {
  return {
    channel,
    text: `Alerta ${code}`,
    blocks: alertBlocks(code),
    metadata: { event_type: 'vigia_notification', event_payload: { attempt_id: `attempt-${code}` } },
  };
}

/** The error a call ends in; fails the test when it ends well. */
export async function errorOf(call: Promise<unknown>): Promise<{ code?: string; data?: { [field: string]: unknown }; [field: string]: unknown }> {
  return call.then(
    () => {
      throw new Error('the call was expected to fail');
    },
    (error: { code?: string }) => error,
  );
}
