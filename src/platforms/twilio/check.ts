import { inBoth } from '../../domain/in-both.ts';
import { toFinding, type CheckFinding, type PlatformCheck } from '../platform.ts';
import { channelOf, isE164, toWhatsAppAddress } from './address.ts';
import { TWILIO_CHECK_WORDS, type TwilioCheckWords } from './check-words.ts';
import { classifyTwilioError } from './classify-error.ts';
import type { TwilioClient } from './client.ts';
import type { CatalogueEntry, TemplateCatalogue } from './template-catalogue.ts';
import { within } from './within.ts';

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
  const slow: CheckFinding[] = [error((words) => words.slow(Math.round(input.timeoutMs / 1_000)))];
  const asked = within(input.timeoutMs, askTwilio(input), slow);
  const findings = [...checkNumbers(input), ...checkIngress(input), ...(await asked)];
  return { ok: findings.every((finding) => finding.severity !== 'error'), findings };
}

async function askTwilio(input: TwilioCheckInput): Promise<CheckFinding[]> {
  const access = await checkAccess(input);
  if (access.length > 0) return access;
  const [account, templates] = await Promise.all([checkAccount(input), checkTemplates(input)]);
  return [...account, ...templates];
}

function checkNumbers({ whatsAppNumber, smsNumber }: TwilioCheckInput): CheckFinding[] {
  const findings: CheckFinding[] = [];
  if (whatsAppNumber === null) {
    findings.push(warning((words) => words.noWhatsApp));
  } else if (channelOf(toWhatsAppAddress(whatsAppNumber)) === null) {
    findings.push(error((words) => words.badWhatsApp));
  }
  if (smsNumber === null) {
    findings.push(warning((words) => words.noSms));
  } else if (!isE164(smsNumber)) {
    findings.push(error((words) => words.badSms));
  }
  if (whatsAppNumber === null && smsNumber === null) findings.push(error((words) => words.noNumber));
  return findings;
}

function checkIngress({ publicUrl, hasAuthToken }: TwilioCheckInput): CheckFinding[] {
  if (publicUrl === null) {
    return [warning((words) => words.noPublicUrl)];
  }
  const findings: CheckFinding[] = [];
  if (!hasAuthToken) findings.push(error((words) => words.noAuthToken));
  if (!URL.canParse(publicUrl) || new URL(publicUrl).search !== '' || new URL(publicUrl).hash !== '') {
    findings.push(error((words) => words.badPublicUrl));
  } else if (new URL(publicUrl).protocol !== 'https:' && !/^(127\.|localhost$|\[::1\]$)/.test(new URL(publicUrl).hostname)) {
    findings.push(error((words) => words.openPublicUrl));
  }
  return findings;
}

/** One message is listed, because that is what a Standard API key may do and needs to. */
async function checkAccess({ client }: TwilioCheckInput): Promise<CheckFinding[]> {
  try {
    await client.messages.list({ pageSize: 1, limit: 1 });
    return [];
  } catch (thrown) {
    const { code } = classifyTwilioError(thrown);
    return [error((words) => accessIn(words, code))];
  }
}

/**
 * An account that is suspended sends nothing. Standard keys may not read it, which is no fault.
 * https://www.twilio.com/docs/iam/api-keys#types-of-api-keys
 */
async function checkAccount({ client, accountSid }: TwilioCheckInput): Promise<CheckFinding[]> {
  try {
    const account = await client.api.v2010.accounts(accountSid).fetch();
    if (account.status !== 'active') return [error((words) => words.accountClosed(account.status))];
    if (account.type === 'Trial') return [warning((words) => words.trial)];
    return [];
  } catch (thrown) {
    const { kind, code } = classifyTwilioError(thrown);
    return kind === 'page_operator' && code !== 'tls' ? [] : [warning((words) => words.accountUnread(code))];
  }
}

async function checkTemplates({ whatsAppNumber, templateNames, catalogue }: TwilioCheckInput): Promise<CheckFinding[]> {
  if (whatsAppNumber === null || templateNames.length === 0) return [];
  let listed: Map<string, CatalogueEntry>;
  try {
    listed = await catalogue.list();
  } catch (thrown) {
    return [error((words) => words.templatesUnread(classifyTwilioError(thrown).code))];
  }
  return templateNames.flatMap((name) => checkTemplate(name, listed.get(name)));
}

function checkTemplate(name: string, entry: CatalogueEntry | undefined): CheckFinding[] {
  if (entry === undefined) return [error((words) => words.templateMissing(name))];
  if (entry.approval === 'approved') return [];
  const pending = entry.approval === 'pending' || entry.approval === 'received';
  const { approval } = entry;
  return [error((words) => (pending ? words.templatePending(name, approval) : words.templateRefused(name, approval)))];
}

function accessIn(words: TwilioCheckWords, code: string): string {
  if (code === '20003' || code === 'http_401' || code === 'http_403') return words.refused(code);
  if (code === 'unreachable') return words.unreachable;
  return code === 'tls' ? words.tls : words.failed(code);
}

function error(tell: (words: TwilioCheckWords) => string): CheckFinding {
  return toFinding('error', inBoth(TWILIO_CHECK_WORDS, tell));
}

function warning(tell: (words: TwilioCheckWords) => string): CheckFinding {
  return toFinding('warning', inBoth(TWILIO_CHECK_WORDS, tell));
}
