import type { WebClient } from '@slack/web-api';
import type { PlatformCheck } from '../platform.ts';
import { classifySlackError } from './classify-slack-error.ts';

export interface SlackCredentials {
  /** Bot User OAuth Token, `xoxb-…`. */
  botToken: string;
  /** App-level token with `connections:write`, `xapp-…`: presses come in over Socket Mode. */
  appToken?: string | undefined;
  /** Presses come in over HTTP, signed with it. */
  signingSecret?: string | undefined;
}

type Finding = PlatformCheck['findings'][number];

/** The scopes alerts need, and what is lost without each. The first is the only one that nothing works without. */
const NEEDED: Readonly<Record<string, string>> = {
  'chat:write': 'posting and updating messages; without it Slack carries no alert',
  'channels:read': 'finding public channels by name',
  'groups:read': 'finding private channels by name',
  'im:read': "finding a person's direct messages when a send must be looked up",
  'mpim:read': 'finding group messages',
  'users:read': 'checking that the people in the directory exist',
};

/** What is worth asking for besides. */
const USEFUL: Readonly<Record<string, string>> = {
  'channels:history': 'looking up a send of unknown outcome in public channels; without it such a message is sent again, marked as a repeat',
  'groups:history': 'the same in private channels',
  'im:history': 'the same in direct messages',
  'chat:write.public': 'posting to public channels that the bot was not invited to',
  'im:write': 'opening direct messages with people who never had one from the bot',
  'users:read.email': 'finding people by their e-mail address',
};

/**
 * Asks Slack whether the token is good (`auth.test`) and compares the scopes it names with what we can use.
 * `ok` is false only when alerts can't go out or their buttons can't be answered.
 */
export async function checkSlack(client: WebClient, credentials: SlackCredentials): Promise<PlatformCheck> {
  const findings = [...checkCredentials(credentials), ...await askSlack(client)];
  return { ok: findings.every(({ severity }) => severity !== 'error'), findings };
}

function checkCredentials({ botToken, appToken, signingSecret }: SlackCredentials): Finding[] {
  const findings: Finding[] = [];
  if (!botToken.startsWith('xoxb-')) findings.push(error('The Slack bot token does not begin with xoxb-: take the "Bot User OAuth Token" of the app, page "OAuth & Permissions".'));
  if (appToken !== undefined && !appToken.startsWith('xapp-')) findings.push(error('The Slack app token does not begin with xapp-: make an app-level token with connections:write, page "Basic Information".'));
  if (appToken === undefined && signingSecret === undefined) findings.push(error('Neither a Slack app token nor a signing secret is set, so nobody can answer by a button: set the app token (Socket Mode, no public address needed) or the signing secret (HTTP).'));
  else if (appToken === undefined) findings.push(warning('No Slack app token: presses come in over HTTP only; the token would add Socket Mode, which needs no public address.'));
  else if (signingSecret === undefined) findings.push(warning('No Slack signing secret: presses come in over Socket Mode only; the secret would add HTTP interactivity.'));
  return findings;
}

async function askSlack(client: WebClient): Promise<Finding[]> {
  try {
    const answer = await client.auth.test();
    const scopes = answer.response_metadata?.scopes;
    if (scopes === undefined) return [warning('Slack did not say which scopes the bot token has, so they were not checked.')];
    return missing(new Set(scopes));
  } catch (thrown) {
    const { kind, code } = classifySlackError(thrown);
    const remedy = kind === 'page_operator'
      ? 'check the bot token and reinstall the app if it was removed'
      : 'check the connection to Slack; sending is tried all the same';
    return [error(`Slack did not accept the bot token or could not be asked (${code}): ${remedy}.`)];
  }
}

function missing(scopes: ReadonlySet<string>): Finding[] {
  const lacking = (wanted: Readonly<Record<string, string>>): [string, string][] => Object.entries(wanted).filter(([scope]) => !scopes.has(scope));
  return [
    ...lacking(NEEDED).map(([scope, adds]) => (scope === 'chat:write' ? error : warning)(`The Slack bot token lacks ${scope}: it adds ${adds}.`)),
    ...lacking(USEFUL).map(([scope, adds]) => warning(`The Slack bot token lacks ${scope}, which is optional: it adds ${adds}.`)),
  ];
}

function error(text: string): Finding {
  return { severity: 'error', text };
}

function warning(text: string): Finding {
  return { severity: 'warning', text };
}
