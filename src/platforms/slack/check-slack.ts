import type { WebClient } from '@slack/web-api';
import { inBoth } from '../../domain/in-both.ts';
import { toFinding, type CheckFinding, type PlatformCheck } from '../platform.ts';
import { NEEDED_SCOPES, SLACK_CHECK_WORDS, USEFUL_SCOPES, type SlackCheckWords } from './check-words.ts';
import { classifySlackError } from './classify-slack-error.ts';

export interface SlackCredentials {
  /** Bot User OAuth Token, `xoxb-…`. */
  botToken: string;
  /** App-level token with `connections:write`, `xapp-…`: presses come in over Socket Mode. */
  appToken?: string | undefined;
  /** Presses come in over HTTP, signed with it. */
  signingSecret?: string | undefined;
}

/**
 * Asks Slack whether the token is good (`auth.test`) and compares the scopes it names with what we can use.
 * `ok` is false only when alerts can't go out or their buttons can't be answered.
 */
export async function checkSlack(client: WebClient, credentials: SlackCredentials): Promise<PlatformCheck> {
  const findings = [...checkCredentials(credentials), ...await askSlack(client)];
  return { ok: findings.every(({ severity }) => severity !== 'error'), findings };
}

function checkCredentials({ botToken, appToken, signingSecret }: SlackCredentials): CheckFinding[] {
  const findings: CheckFinding[] = [];
  if (!botToken.startsWith('xoxb-')) findings.push(error((words) => words.notABotToken));
  if (appToken !== undefined && !appToken.startsWith('xapp-')) findings.push(error((words) => words.notAnAppToken));
  if (appToken === undefined && signingSecret === undefined) findings.push(error((words) => words.noPresses));
  else if (appToken === undefined) findings.push(warning((words) => words.noAppToken));
  else if (signingSecret === undefined) findings.push(warning((words) => words.noSigningSecret));
  return findings;
}

async function askSlack(client: WebClient): Promise<CheckFinding[]> {
  try {
    const answer = await client.auth.test();
    const scopes = answer.response_metadata?.scopes;
    if (scopes === undefined) return [warning((words) => words.scopesUntold)];
    return missing(new Set(scopes));
  } catch (thrown) {
    const { kind, code } = classifySlackError(thrown);
    return [error((words) => (kind === 'page_operator' ? words.refused(code) : words.notAsked(code)))];
  }
}

function missing(scopes: ReadonlySet<string>): CheckFinding[] {
  return [
    ...NEEDED_SCOPES.filter((scope) => !scopes.has(scope)).map((scope) => (scope === 'chat:write' ? error : warning)((words) => words.lacks(scope))),
    ...USEFUL_SCOPES.filter((scope) => !scopes.has(scope)).map((scope) => warning((words) => words.lacksOptional(scope))),
  ];
}

function error(tell: (words: SlackCheckWords) => string): CheckFinding {
  return toFinding('error', inBoth(SLACK_CHECK_WORDS, tell));
}

function warning(tell: (words: SlackCheckWords) => string): CheckFinding {
  return toFinding('warning', inBoth(SLACK_CHECK_WORDS, tell));
}
