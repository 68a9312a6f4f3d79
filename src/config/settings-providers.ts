import { inBoth } from '../domain/in-both.ts';
import type { Said } from '../domain/said.ts';
import type { Secret } from './secret.ts';
import type { SettingsReader } from './settings-reader.ts';
import { SETTINGS_WORDS, type SettingsWords } from './settings-words.ts';

/** Something that isn't set, and what setting it would add. */
export interface MissingSetting {
  variable: string;
  adds: Said;
}

/**
 * How a provider is used: simulated, for real, or not at all. The sandbox is all or nothing: as soon as one provider has
 * credentials, or in production, none is simulated, so that no page of a real alert can end in a simulator unseen.
 */
export type ProviderSettings<Credentials> =
  | { readonly state: 'sandbox' }
  | { readonly state: 'configured'; readonly credentials: Credentials; readonly missing: readonly MissingSetting[] }
  | { readonly state: 'not_configured'; readonly missing: readonly MissingSetting[] };

/** https://www.twilio.com/docs/iam/api-keys: a key needs the account's SID beside its own SID and secret. */
export interface TwilioCredentials {
  readonly accountSid: string;
  /** An API key, which can be revoked alone; null when only the Auth Token was given, which then authenticates calls too. */
  readonly apiKey: { readonly sid: string; readonly secret: Secret } | null;
  /** Signs Twilio's webhooks (https://www.twilio.com/docs/usage/webhooks/webhooks-security): no other key can check them. */
  readonly authToken: Secret | null;
  /** `whatsapp:+` and the number in E.164. */
  readonly whatsappNumber: string;
  /** E.164. */
  readonly smsNumber: string | null;
}

/** https://docs.slack.dev/authentication/tokens */
export interface SlackCredentials {
  readonly botToken: Secret;
  readonly appToken: Secret | null;
  readonly signingSecret: Secret | null;
}

/** What the environment says of one provider, before the sandbox is decided on. */
export interface Found<Credentials> {
  credentials: Credentials | null;
  /** Some of its variables are set, enough or not. */
  touched: boolean;
  missing: MissingSetting[];
}

const E164 = /^\+[1-9]\d{6,14}$/;
const WHATSAPP_ADDRESS = /^whatsapp:\+[1-9]\d{6,14}$/;
const ACCOUNT_SID = /^AC[0-9a-fA-F]{32}$/;
const KEY_SID = /^SK[0-9a-fA-F]{32}$/;
const HEX_32 = /^[0-9a-fA-F]{32}$/;

/** Twilio's variables, by the names that its console and its own tools use, and the shorter ones. */
export function readTwilio(reader: SettingsReader): Found<TwilioCredentials> {
  const accountSid = formed(reader, 'TWILIO_ACCOUNT_SID', ACCOUNT_SID, 'accountSid');
  const keySid = oneOf(reader, ['TWILIO_API_KEY_SID', 'TWILIO_API_KEY'], (name) => formed(reader, name, KEY_SID, 'keySid'));
  const keySecret = oneOf(reader, ['TWILIO_API_KEY_SECRET', 'TWILIO_API_SECRET'], (name) => reader.secret(name));
  const authToken = reader.secret('TWILIO_AUTH_TOKEN', { pattern: HEX_32, expected: 'authToken' });
  const whatsappNumber = formed(reader, 'TWILIO_WHATSAPP_NUMBER', WHATSAPP_ADDRESS, 'whatsappNumber');
  const smsNumber = formed(reader, 'TWILIO_SMS_NUMBER', E164, 'smsNumber');

  const touched = [accountSid, keySid, keySecret, authToken, whatsappNumber, smsNumber].some((part) => part !== null);
  const required: MissingSetting[] = [];
  if (accountSid === null) required.push(lacking('TWILIO_ACCOUNT_SID', 'account'));
  if (keySid !== null || keySecret !== null || authToken === null) {
    if (keySid === null) required.push(lacking('TWILIO_API_KEY_SID', 'keySid'));
    if (keySecret === null) required.push(lacking('TWILIO_API_KEY_SECRET', 'keySecret'));
  }
  if (whatsappNumber === null) required.push(lacking('TWILIO_WHATSAPP_NUMBER', 'whatsapp'));
  if (accountSid === null || whatsappNumber === null || required.length > 0) return { credentials: null, touched, missing: required };

  const missing: MissingSetting[] = [];
  if (authToken === null) missing.push(lacking('TWILIO_AUTH_TOKEN', 'webhooks'));
  if (smsNumber === null) missing.push(lacking('TWILIO_SMS_NUMBER', 'sms'));
  const apiKey = keySid !== null && keySecret !== null ? { sid: keySid, secret: keySecret } : null;
  return { credentials: { accountSid, apiKey, authToken, whatsappNumber, smsNumber }, touched, missing };
}

/** Slack's variables, by the names that Bolt's documentation uses. */
export function readSlack(reader: SettingsReader, publicUrl: string | null): Found<SlackCredentials> {
  const botToken = reader.secret('SLACK_BOT_TOKEN', { pattern: /^xoxb-\S+$/, expected: 'botToken' });
  const appToken = reader.secret('SLACK_APP_TOKEN', { pattern: /^xapp-\S+$/, expected: 'appToken' });
  const signingSecret = reader.secret('SLACK_SIGNING_SECRET', { pattern: HEX_32, expected: 'signingSecret' });

  const touched = [botToken, appToken, signingSecret].some((part) => part !== null);
  if (botToken === null) return { credentials: null, touched, missing: [lacking('SLACK_BOT_TOKEN', 'slack')] };
  const missing: MissingSetting[] = [];
  if (appToken === null) missing.push(lacking('SLACK_APP_TOKEN', 'socketMode'));
  if (signingSecret === null) missing.push(lacking('SLACK_SIGNING_SECRET', 'buttonsOnceThere'));
  else if (publicUrl === null && appToken === null) missing.push(lacking('VIGIA_PUBLIC_URL', 'buttons'));
  return { credentials: { botToken, appToken, signingSecret }, touched, missing };
}

/** Turns what was found into a provider's state, given whether the sandbox simulates all of them. */
export function toProviderSettings<C>(found: Found<C>, sandbox: boolean): ProviderSettings<C> {
  if (sandbox) return { state: 'sandbox' };
  if (found.credentials === null) return { state: 'not_configured', missing: found.missing };
  return { state: 'configured', credentials: found.credentials, missing: found.missing };
}

/** Credentials that are set in part are a mistake, never a reason to go on without the provider. What was already complained of isn't told twice. */
export function partialIssues(provider: string, found: Found<unknown>, told: readonly Said[]): Said[] {
  if (!found.touched || found.credentials !== null) return [];
  const isNew = ({ variable }: MissingSetting): boolean => !told.some(({ en }) => en.startsWith(variable));
  return found.missing.filter(isNew).map(({ variable, adds }) => inBoth(SETTINGS_WORDS, (words, language) => words.inPart(provider, variable, adds[language])));
}

function lacking(variable: string, adds: keyof SettingsWords['adds']): MissingSetting {
  return { variable, adds: inBoth(SETTINGS_WORDS, (words) => words.adds[adds]) };
}

function formed(reader: SettingsReader, name: string, pattern: RegExp, expected: keyof SettingsWords['expected']): string | null {
  return reader.secret(name, { pattern, expected })?.reveal() ?? null;
}

/** The first name that is set; two names that are both set are an issue, since nothing says which one was meant. */
function oneOf<T>(reader: SettingsReader, names: readonly [string, string], read: (name: string) => T | null): T | null {
  const [first, second] = names.map((name) => read(name));
  if (first != null && second != null) reader.complain((words) => words.twoNames(...names));
  return first ?? second ?? null;
}
