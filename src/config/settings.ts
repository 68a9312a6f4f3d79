import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { inBoth } from '../domain/in-both.ts';
import { ROUTES, type PlatformName, type Route } from '../domain/platform-name.ts';
import type { Said } from '../domain/said.ts';
import type { ServiceMode } from '../domain/service-mode.ts';
import { isTrustworthyUrl } from '../domain/trustworthy-url.ts';
import { Secret } from './secret.ts';
import { readLedger } from './settings-ledger.ts';
import { LIMIT_VARIABLES, readLimits, type LimitSettings } from './settings-limits.ts';
import { OAUTH_VARIABLES, readOAuth, type OAuthSettings } from './settings-oauth.ts';
import { partialIssues, readSlack, readTwilio, toProviderSettings } from './settings-providers.ts';
import type { ProviderSettings, SlackCredentials, TwilioCredentials } from './settings-providers.ts';
import { SettingsError, SettingsReader } from './settings-reader.ts';
import type { Environment } from './settings-reader.ts';
import { SETTINGS_WORDS } from './settings-words.ts';
import { readTemporal } from './settings-temporal.ts';
import type { TemporalSettings } from './settings-temporal.ts';

/** Every port, the variable that changes it, and its default. 0 is any free one. */
export const PORTS = {
  gateway: { variable: 'VIGIA_GATEWAY_PORT', port: 8080 },
  twilio: { variable: 'VIGIA_TWILIO_PORT', port: 8085 },
  whatsappWeb: { variable: 'VIGIA_WHATSAPP_WEB_PORT', port: 8086 },
  slack: { variable: 'VIGIA_SLACK_PORT', port: 8087 },
  temporal: { variable: 'VIGIA_TEMPORAL_PORT', port: 7233 },
  temporalUi: { variable: 'VIGIA_TEMPORAL_UI_PORT', port: 8233 },
  sandbox: { variable: 'VIGIA_SANDBOX_PORT', port: 8090 },
} as const;

export type PortName = keyof typeof PORTS;

/** Six years and a day: the retention of documentation that 45 CFR 164.316(b)(2)(i) asks for. https://www.ecfr.gov/current/title-45/section-164.316 */
const HISTORY_DAYS = 6 * 365 + 3;

/** A person who pressed Ctrl-C waits for it. */
const STOP_WITHIN_S = 5;

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The level of protection that is kept, whatever is asked: there is no lower one to fall back to. */
const COMPLIANCE_LEVELS = ['hipaa'] as const;

/** The environment, read once and frozen. Paths are absolute. Printing it shows no secret. */
export interface Settings extends LimitSettings {
  readonly mode: ServiceMode;
  readonly homeDir: string;
  readonly configDir: string;
  /** Where the outside world reaches the gateway, without a slash at its end; null when it can't. */
  readonly publicUrl: string | null;
  /** Called every minute while all is well. Such URLs carry their own key. */
  readonly heartbeatUrl: Secret | null;
  /** The address that servers listen on. */
  readonly bind: string;
  readonly ports: Readonly<Record<PortName, number>>;
  readonly temporal: TemporalSettings;
  /** The PostgreSQL database that the hosts share; null when the ledger is a file in the home. */
  readonly ledgerUrl: Secret | null;
  /** Whose access tokens count beside API keys; null where none do. */
  readonly oauth: OAuthSettings | null;
  readonly twilio: ProviderSettings<TwilioCredentials>;
  readonly slack: ProviderSettings<SlackCredentials>;
  /** With which `vigia mcp` calls; null where there is none. */
  readonly apiKey: Secret | null;
  /** For how long the text of what was sent and received is kept, days. */
  readonly historyDays: number;
  /** Everything is stopped within this time after a signal, seconds. A send in flight gets most of it. */
  readonly stopWithinSeconds: number;
  readonly logLevel: LogLevel;
  /** Stands with every call in the log, and in health. */
  readonly complianceLevel: (typeof COMPLIANCE_LEVELS)[number];
  /** Where a crash test says when this process is to end; null in service. */
  readonly crashFile: string | null;
  /** What is odd but harmless, one sentence each, for whoever starts the service. */
  readonly warnings: readonly Said[];
}

/**
 * Reads all settings from the environment.
 * @throws SettingsError that lists everything that is wrong, one sentence each.
 */
export function readSettings(env: Environment, { cwd }: { cwd: string }): Settings {
  const reader = new SettingsReader(env, cwd);
  const publicUrl = readPublicUrl(reader);
  const twilio = readTwilio(reader);
  const slack = readSlack(reader, publicUrl);
  const ledger = readLedger(reader);
  const mode = readMode(reader, twilio.touched || slack.touched);
  const settings: Settings = {
    mode,
    homeDir: resolve(cwd, reader.text('VIGIA_HOME') ?? '.vigia'),
    configDir: resolve(cwd, reader.text('VIGIA_CONFIG_DIR') ?? 'config'),
    publicUrl,
    heartbeatUrl: readHeartbeatUrl(reader),
    bind: reader.value('VIGIA_BIND', z.string().refine((text) => isIP(text) !== 0), '127.0.0.1', 'address'),
    ports: readPorts(reader),
    temporal: readTemporal(env, reader),
    ledgerUrl: ledger.ledgerUrl,
    oauth: readOAuth(reader, { isProduction: mode === 'production', publicUrl }),
    twilio: toProviderSettings(twilio, mode === 'sandbox'),
    slack: toProviderSettings(slack, mode === 'sandbox'),
    ...readLimits(reader, mode),
    apiKey: reader.secret('VIGIA_API_KEY'),
    historyDays: reader.value('VIGIA_HISTORY_DAYS', z.string().regex(/^\d{1,5}$/).transform(Number).pipe(z.number().min(1)), HISTORY_DAYS, 'days'),
    stopWithinSeconds: reader.value('VIGIA_STOP_WITHIN_S', z.string().regex(/^\d{1,3}$/).transform(Number).pipe(z.number().min(STOP_WITHIN_S).max(120)), STOP_WITHIN_S, 'stopping'),
    logLevel: readLogLevel(reader),
    complianceLevel: reader.value('MEDICAL_COMPLIANCE_LEVEL', z.string().toLowerCase().pipe(z.enum(COMPLIANCE_LEVELS)), 'hipaa', 'compliance'),
    crashFile: readCrashFile(reader, cwd, mode),
    warnings: [...unknownVariables(env), ...ledger.warnings],
  };
  reader.issues.push(...partialIssues('Twilio', twilio, reader.issues), ...partialIssues('Slack', slack, reader.issues));
  refuseUnprotected(reader);
  if (reader.issues.length > 0) throw new SettingsError(reader.issues);
  return deepFreeze(settings);
}

/** The platforms that a message can go by, simulated or real. WhatsApp Web needs a paired phone, which settings can't give. */
export function usablePlatforms(settings: Pick<Settings, 'slack' | 'twilio'>): PlatformName[] {
  return (['slack', 'twilio'] as const).filter((name) => settings[name].state !== 'not_configured');
}

/** SMS needs a number of its own; the other routes come with their platform. */
export function usableRoutes({ twilio }: Pick<Settings, 'twilio'>): readonly Route[] {
  const hasSms = twilio.state === 'sandbox' || (twilio.state === 'configured' && twilio.credentials.smsNumber !== null);
  return hasSms ? ROUTES : ROUTES.filter((route) => route !== 'twilio-sms');
}

/** `MCP_MODE=sandbox` beside credentials is refused: real alerts would end in a simulator, and nobody would see it. */
function readMode(reader: SettingsReader, hasCredentials: boolean): Settings['mode'] {
  const asked = reader.value('MCP_MODE', z.string().toLowerCase().pipe(z.enum(['sandbox', 'production'])).nullable(), null, 'mode');
  if (asked === 'sandbox' && hasCredentials) {
    reader.complain((words) => words.sandboxWithCredentials);
  }
  return asked === 'production' || hasCredentials ? 'production' : 'sandbox';
}

function readPorts(reader: SettingsReader): Settings['ports'] {
  const schema = z.string().regex(/^\d{1,5}$/).transform(Number).pipe(z.number().max(65_535));
  const names = Object.keys(PORTS) as PortName[];
  const ports = Object.fromEntries(
    names.map((name) => [name, reader.value(PORTS[name].variable, schema, PORTS[name].port, 'port')]),
  ) as Record<PortName, number>;
  for (const name of names) {
    const other = names.find((candidate) => candidate < name && ports[candidate] === ports[name] && ports[name] !== 0);
    if (other !== undefined) reader.complain((words) => words.samePort(PORTS[other].variable, PORTS[name].variable, ports[name]));
  }
  return ports;
}

function readLogLevel(reader: SettingsReader): LogLevel {
  const schema = z.string().toLowerCase().transform((text) => (text === 'warning' ? 'warn' : text)).pipe(z.enum(LOG_LEVELS));
  const level = reader.value('MCP_LOG_LEVEL', schema, 'info', 'level');
  return readSwitch(reader, 'MCP_DEBUG', false) ? 'debug' : level;
}

/** Protections that can't be turned off: asking for it is refused, because silence would be taken for consent. */
function refuseUnprotected(reader: SettingsReader): void {
  for (const name of ['PHI_PROTECTION_ENABLED', 'AUDIT_LOG_ENABLED', 'RATE_LIMITING_ENABLED']) {
    if (!readSwitch(reader, name, true)) reader.complain((words) => words.alwaysOn(name));
  }
}

function readSwitch(reader: SettingsReader, name: string, fallback: boolean): boolean {
  const schema = z.string().toLowerCase().pipe(z.enum(['true', 'false', '1', '0'])).transform((text) => text === 'true' || text === '1');
  return reader.value(name, schema, fallback, 'onOrOff');
}

/** https, because signed links and callbacks travel over it; http only to this machine itself, for trying things out. */
function readPublicUrl(reader: SettingsReader): string | null {
  const isUsable = (text: string): boolean => isTrustworthyUrl(text) && !/[?#]/.test(text);
  const schema = z.string().refine(isUsable).transform((text) => text.replace(/\/+$/, '')).nullable();
  return reader.value('VIGIA_PUBLIC_URL', schema, null, 'publicUrl');
}

/** Never where alerts are real. */
function readCrashFile(reader: SettingsReader, cwd: string, mode: Settings['mode']): string | null {
  const file = reader.text('VIGIA_CRASH_FILE');
  if (file !== null && mode === 'production') reader.complain((words) => words.noCrashes('VIGIA_CRASH_FILE'));
  return file === null ? null : resolve(cwd, file);
}

function readHeartbeatUrl(reader: SettingsReader): Secret | null {
  const secret = reader.secret('VIGIA_HEARTBEAT_URL');
  const protocol = secret === null ? null : URL.parse(secret.reveal())?.protocol;
  if (secret !== null && protocol !== 'https:' && protocol !== 'http:') {
    reader.complain((words) => words.noHeartbeat('VIGIA_HEARTBEAT_URL'));
  }
  return secret;
}

const OTHER_VARIABLES = [
  'VIGIA_HOME', 'VIGIA_CONFIG_DIR', 'VIGIA_PUBLIC_URL', 'VIGIA_HEARTBEAT_URL', 'VIGIA_HEARTBEAT_URL_FILE', 'VIGIA_LEDGER_URL', 'VIGIA_LEDGER_URL_FILE', 'VIGIA_BIND',
  'VIGIA_HISTORY_DAYS', 'VIGIA_STOP_WITHIN_S', 'VIGIA_CRASH_FILE', 'VIGIA_API_KEY', 'VIGIA_API_KEY_FILE', 'VIGIA_GATEWAY_URL',
];

/** A misspelt variable would otherwise be ignored without a word. */
function unknownVariables(env: Environment): Said[] {
  const known = new Set<string>([...OTHER_VARIABLES, ...OAUTH_VARIABLES, ...LIMIT_VARIABLES, ...Object.values(PORTS).map(({ variable }) => variable)]);
  return Object.keys(env)
    .filter((name) => name.startsWith('VIGIA_') && !known.has(name))
    .map((name) => inBoth(SETTINGS_WORDS, (words) => words.unknown(name)));
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || value instanceof Secret) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
