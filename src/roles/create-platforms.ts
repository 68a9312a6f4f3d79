import { hkdfSync } from 'node:crypto';
import type { Settings } from '../config.ts';
import type { Failure } from '../domain/failure.ts';
import { inBoth } from '../domain/in-both.ts';
import { WHATSAPP_TEMPLATES } from '../domain/wording/index.ts';
import type { Home } from '../launch/home.ts';
import { StartUpError } from '../launch/start-up-error.ts';
import type { KeyRing } from '../ledger/key-ring.ts';
import { SlackPlatform } from '../platforms/slack/slack-platform.ts';
import { createTwilioClient, type TwilioCredentials } from '../platforms/twilio/client.ts';
import type { TwilioBaseUrls } from '../platforms/twilio/http-client.ts';
import { TwilioPlatform } from '../platforms/twilio/twilio-platform.ts';
import { SANDBOX_TWILIO_ACCOUNT } from '../sandbox/twilio/account.ts';
import { ROLE_WORDS } from './role-words.ts';
import { openSandboxAccounts, SANDBOX_NUMBERS } from './sandbox-accounts.ts';
import type { ServiceClock } from './service-clock.ts';
import type { ConfiguredPlatforms } from './service-context.ts';

interface PlatformContext {
  settings: Settings;
  home: Home;
  keyRing: KeyRing;
  clock: ServiceClock;
  attemptOf: (sid: string) => Promise<string | null>;
  /** Slack refused a message's form, and it went as plain words. */
  onSlackDefect?: (failure: Failure) => void;
}

/** Makes the platforms that have credentials, or the simulated ones; never both kinds. */
export function createPlatforms(context: PlatformContext): ConfiguredPlatforms {
  const slack = createSlack(context);
  const twilio = createTwilio(context);
  return { ...(slack ? { slack } : {}), ...(twilio ? { twilio } : {}) };
}

function createSlack({ settings, home, onSlackDefect: onDefect }: PlatformContext): ConfiguredPlatforms['slack'] | null {
  if (settings.slack.state === 'not_configured') return null;
  if (settings.slack.state === 'sandbox') {
    const { botToken, appToken, signingSecret } = openSandboxAccounts(home).slack;
    const apiUrl = `${sandboxUrl(home)}/slack/api/`;
    return { platform: new SlackPlatform({ botToken, appToken, signingSecret, apiUrl, onDefect }), appToken, signingSecret, apiUrl };
  }
  const { credentials } = settings.slack;
  const appToken = credentials.appToken?.reveal() ?? null;
  const signingSecret = credentials.signingSecret?.reveal() ?? null;
  const platform = new SlackPlatform({
    botToken: credentials.botToken.reveal(), appToken: appToken ?? undefined, signingSecret: signingSecret ?? undefined, onDefect,
  });
  return { platform, appToken, signingSecret, apiUrl: null };
}

interface TwilioSource extends TwilioCredentials {
  authToken: string | null;
  whatsAppNumber: string;
  smsNumber: string | null;
  baseUrls: TwilioBaseUrls | null;
}

function createTwilio(context: PlatformContext): ConfiguredPlatforms['twilio'] | null {
  const { settings, home, keyRing, clock, attemptOf } = context;
  if (settings.twilio.state === 'not_configured') return null;
  const source = settings.twilio.state === 'sandbox' ? sandboxTwilio(home) : realTwilio(settings.twilio.credentials);
  const client = createTwilioClient(source, source.baseUrls);
  const key = buttonKey(keyRing);
  const platform = new TwilioPlatform({
    client,
    accountSid: source.accountSid,
    whatsAppNumber: source.whatsAppNumber,
    smsNumber: source.smsNumber,
    buttonKey: key,
    // Read at each send: in the sandbox the gateway may start later than this, or elsewhere.
    get publicUrl() {
      return source.authToken === null ? null : publicUrlOf(settings, home);
    },
    hasAuthToken: source.authToken !== null,
    templateNames: WHATSAPP_TEMPLATES.map(({ name }) => name),
    now: () => clock.now(),
    attemptOf,
  });
  const senders = [source.whatsAppNumber, source.smsNumber].filter((sender) => sender !== null);
  return { platform, client, accountSid: source.accountSid, authToken: source.authToken, senders, buttonKey: key };
}

function sandboxTwilio(home: Home): TwilioSource {
  const { accountSid, apiKeySid, apiKeySecret } = SANDBOX_TWILIO_ACCOUNT;
  const { whatsappNumber, smsNumber } = SANDBOX_NUMBERS;
  const url = `${sandboxUrl(home)}/twilio`;
  return {
    accountSid, apiKeySid, apiKeySecret, smsNumber, whatsAppNumber: `whatsapp:${whatsappNumber}`,
    authToken: openSandboxAccounts(home).twilioAuthToken,
    baseUrls: { api: url, content: url },
  };
}

type RealTwilio = Extract<Settings['twilio'], { state: 'configured' }>['credentials'];

/** An API key makes the calls where there is one; else the Auth Token, which is the account's own. */
function realTwilio({ accountSid, apiKey, authToken, whatsappNumber, smsNumber }: RealTwilio): TwilioSource {
  const token = authToken?.reveal() ?? null;
  const caller = apiKey ? { apiKeySid: apiKey.sid, apiKeySecret: apiKey.secret.reveal() } : { apiKeySid: accountSid, apiKeySecret: token ?? '' };
  return { accountSid, ...caller, authToken: token, whatsAppNumber: whatsappNumber, smsNumber, baseUrls: null };
}

/** Where providers reach our webhooks: configured; in the sandbox, the gateway itself. */
export function publicUrlOf(settings: Settings, home: Home): string | null {
  if (settings.mode === 'production') return settings.publicUrl;
  return home.endpoints.read().gateway ?? null;
}

function sandboxUrl(home: Home): string {
  const { sandbox } = home.endpoints.read();
  if (sandbox === undefined) throw new StartUpError(inBoth(ROLE_WORDS, (words) => words.sandboxMissing));
  return sandbox;
}

/** A key of its own for the buttons of WhatsApp messages, made from the ring's index key, which never changes. */
function buttonKey({ indexKey }: KeyRing): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', indexKey, '', 'vigia whatsapp buttons', 32));
}
