import type { PlatformName } from '../domain/platform-name.ts';

/** The window that limits are counted over, milliseconds. */
export const LIMIT_WINDOW_MS = 60_000;

/** Messages a sender may create in any window. They are the hospital's own, well inside what the providers allow. */
export const DEFAULT_MESSAGE_LIMITS: Readonly<Record<PlatformName, number>> = { slack: 15, twilio: 8, 'whatsapp-web': 5 };

/** Edits and look-ups in any window, unless the ledger is opened with another limit: Slack's tier 3. https://docs.slack.dev/apis/web-api/rate-limits */
export const DEFAULT_EDIT_LIMIT = 50;
