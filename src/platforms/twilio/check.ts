import type { PlatformCheck } from '../platform.ts';
import { channelOf, isE164, toWhatsAppAddress } from './address.ts';
import { classifyTwilioError } from './classify-error.ts';
import type { TwilioClient } from './client.ts';
import type { CatalogueEntry, TemplateCatalogue } from './template-catalogue.ts';
import { within } from './within.ts';

type Finding = PlatformCheck['findings'][number];

export interface TwilioCheckInput {
  client: TwilioClient;
  accountSid: string;
  whatsAppNumber: string | null;
  smsNumber: string | null;
  publicUrl: string | null;
  hasAuthToken: boolean;
  templateNames: readonly string[];
  catalogue: TemplateCatalogue;
  timeoutMs: number;
}

/** Whether credentials, numbers, account and templates are what our messages need; each finding says what to do. Never throws. */
export async function checkTwilio(input: TwilioCheckInput): Promise<PlatformCheck> {
  const slow: Finding[] = [error(`Twilio didn't answer within ${Math.round(input.timeoutMs / 1_000)} s. Check the network and status.twilio.com.`)];
  const asked = within(input.timeoutMs, askTwilio(input), slow);
  const findings = [...checkNumbers(input), ...checkIngress(input), ...(await asked)];
  return { ok: findings.every((finding) => finding.severity !== 'error'), findings };
}

async function askTwilio(input: TwilioCheckInput): Promise<Finding[]> {
  const access = await checkAccess(input);
  if (access.length > 0) return access;
  const [account, templates] = await Promise.all([checkAccount(input), checkTemplates(input)]);
  return [...account, ...templates];
}

function checkNumbers({ whatsAppNumber, smsNumber }: TwilioCheckInput): Finding[] {
  const findings: Finding[] = [];
  if (whatsAppNumber === null) {
    findings.push(warning('No WhatsApp number is configured: with one, alerts also go by WhatsApp.'));
  } else if (channelOf(toWhatsAppAddress(whatsAppNumber)) === null) {
    findings.push(error('The WhatsApp number is not one: write it as whatsapp:+ and the digits with the country code.'));
  }
  if (smsNumber === null) {
    findings.push(warning('No SMS number is configured: with one, people are reached without a data connection, which the fail-safe recipient must be.'));
  } else if (!isE164(smsNumber)) {
    findings.push(error('The SMS number is not one: write it as + and the digits with the country code, without whatsapp:.'));
  }
  if (whatsAppNumber === null && smsNumber === null) findings.push(error('Twilio has no number to send from: configure a WhatsApp number, an SMS number, or both.'));
  return findings;
}

function checkIngress({ publicUrl, hasAuthToken }: TwilioCheckInput): Finding[] {
  if (publicUrl === null) {
    return [warning('No public URL is configured: replies and receipts are asked for every few seconds. With one, Twilio tells them at once.')];
  }
  const findings: Finding[] = [];
  if (!hasAuthToken) findings.push(error('The Auth Token is missing: Twilio signs its webhooks with it and not with the API key, so replies and receipts are polled until it is configured.'));
  if (!URL.canParse(publicUrl) || new URL(publicUrl).search !== '' || new URL(publicUrl).hash !== '') {
    findings.push(error('The public URL is not one: write https:// and the name under which Twilio reaches this service, without a query.'));
  } else if (new URL(publicUrl).protocol !== 'https:' && !/^(127\.|localhost$|\[::1\]$)/.test(new URL(publicUrl).hostname)) {
    findings.push(error('The public URL is not https: replies would cross the network unencrypted.'));
  }
  return findings;
}

/** One message is listed, because that is what a Standard API key may do and needs to. */
async function checkAccess({ client }: TwilioCheckInput): Promise<Finding[]> {
  try {
    await client.messages.list({ pageSize: 1, limit: 1 });
    return [];
  } catch (thrown) {
    return [error(inWords(classifyTwilioError(thrown).code))];
  }
}

/**
 * An account that is suspended sends nothing. Standard keys may not read it, which is no fault.
 * https://www.twilio.com/docs/iam/api-keys#types-of-api-keys
 */
async function checkAccount({ client, accountSid }: TwilioCheckInput): Promise<Finding[]> {
  try {
    const account = await client.api.v2010.accounts(accountSid).fetch();
    if (account.status !== 'active') return [error(`The Twilio account is ${account.status}: nothing goes out until Twilio's support or billing reopens it.`)];
    if (account.type === 'Trial') return [warning('The Twilio account is a trial: it sends to verified numbers only, and few messages a day.')];
    return [];
  } catch (thrown) {
    const { kind, code } = classifyTwilioError(thrown);
    return kind === 'page_operator' && code !== 'tls' ? [] : [warning(`The account's state could not be read (${code}).`)];
  }
}

async function checkTemplates({ whatsAppNumber, templateNames, catalogue }: TwilioCheckInput): Promise<Finding[]> {
  if (whatsAppNumber === null || templateNames.length === 0) return [];
  let listed: Map<string, CatalogueEntry>;
  try {
    listed = await catalogue.list();
  } catch (thrown) {
    return [error(`The account's WhatsApp templates could not be listed (${classifyTwilioError(thrown).code}): the API key needs access to the Content API.`)];
  }
  return templateNames.flatMap((name) => checkTemplate(name, listed.get(name)));
}

function checkTemplate(name: string, entry: CatalogueEntry | undefined): Finding[] {
  if (entry === undefined) return [error(`WhatsApp template ${name} is missing: create it, or nobody outside the 24-hour window gets this message.`)];
  if (entry.approval === 'approved') return [];
  const pending = entry.approval === 'pending' || entry.approval === 'received';
  const todo = pending ? 'Meta has yet to approve it, mostly within the hour.' : 'submit it for approval, or make a new version under another name.';
  return [error(`WhatsApp template ${name} is ${entry.approval}: ${todo} Until then it reaches nobody outside the 24-hour window.`)];
}

function inWords(code: string): string {
  if (code === '20003' || code === 'http_401' || code === 'http_403') {
    return `Twilio refused the credentials (${code}): check Account SID, API key SID and API key secret; a key works in its own region only.`;
  }
  if (code === 'unreachable') return "Twilio can't be reached: check the network, DNS and HTTP_PROXY.";
  if (code === 'tls') return "Twilio's certificate was refused: check the clock; behind a proxy that opens TLS set TWILIO_CA_BUNDLE.";
  return `Twilio answered with an error (${code}): see twilio.com/docs/api/errors.`;
}

function error(text: string): Finding {
  return { severity: 'error', text };
}

function warning(text: string): Finding {
  return { severity: 'warning', text };
}
