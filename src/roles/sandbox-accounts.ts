import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Home } from '../launch/home.ts';
import type { SlackSecrets } from '../sandbox/slack/tokens.ts';

const accountsSchema = z.strictObject({
  slack: z.strictObject({ botToken: z.string(), appToken: z.string(), signingSecret: z.string() }),
  twilioAuthToken: z.string(),
});

/** The simulated providers' secrets: made by the first start, so that every role of this home knows the same ones. */
export interface SandboxAccounts {
  slack: SlackSecrets;
  twilioAuthToken: string;
}

/** The simulated senders' numbers, which no responder of the example directory has. */
export const SANDBOX_NUMBERS = { whatsappNumber: '+14155550190', smsNumber: '+14155550191' } as const;

export function openSandboxAccounts(home: Home): SandboxAccounts {
  const path = home.file('sandbox-accounts.json');
  if (!existsSync(path)) createAccounts(path);
  return accountsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** Several roles may start at once: the first file that is complete wins. */
function createAccounts(path: string): void {
  const draft = `${path}.${process.pid}`;
  const accounts: SandboxAccounts = {
    slack: { botToken: `xoxb-sandbox-${hex(12)}`, appToken: `xapp-sandbox-${hex(12)}`, signingSecret: hex(16) },
    twilioAuthToken: hex(16),
  };
  writeFileSync(draft, JSON.stringify(accounts), { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
