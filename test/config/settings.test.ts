import { mkdtempSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { readSettings, SettingsError, usablePlatforms } from '../../src/config.ts';
import type { Environment, Settings } from '../../src/config.ts';
import type { Said } from '../../src/domain/said.ts';

const SID = `AC${'0'.repeat(32)}`;
const KEY = `SK${'0'.repeat(32)}`;
const TOKEN = 'a'.repeat(32);
const twilio = { TWILIO_ACCOUNT_SID: SID, TWILIO_API_KEY_SID: KEY, TWILIO_API_KEY_SECRET: 'hush-key', TWILIO_AUTH_TOKEN: TOKEN, TWILIO_WHATSAPP_NUMBER: 'whatsapp:+14155550100' };
const slack = { SLACK_BOT_TOKEN: 'xoxb-hush-bot', SLACK_APP_TOKEN: 'xapp-hush-app', SLACK_SIGNING_SECRET: 'b'.repeat(32) };

const read = (env: Environment): Settings => readSettings(env, { cwd: '/srv/vigia' });
const mistakesOf = (env: Environment): readonly Said[] => {
  try {
    read(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.issues;
    throw error;
  }
  return [];
};
const issuesOf = (env: Environment): string[] => mistakesOf(env).map(({ en }) => en);
const warningsOf = (env: Environment): string[] => read(env).warnings.map(({ en }) => en);
const missingOf = (provider: Settings['twilio'] | Settings['slack']): string[] => (provider.state === 'sandbox' ? [] : provider.missing.map(({ variable }) => variable));

describe('with an empty environment', () => {
  test('everything runs in the sandbox, on loopback, in ./.vigia, on the documented ports', () => {
    expect(read({})).toMatchObject({
      mode: 'sandbox',
      homeDir: '/srv/vigia/.vigia',
      configDir: '/srv/vigia/config',
      bind: '127.0.0.1',
      ports: { gateway: 8080, twilio: 8085, whatsappWeb: 8086, slack: 8087, temporal: 7233, temporalUi: 8233, sandbox: 8090 },
      temporal: { kind: 'embedded', namespace: 'default' },
      twilio: { state: 'sandbox' },
      slack: { state: 'sandbox' },
      limitsPerMinute: { slack: 15, twilio: 8, 'whatsapp-web': 5 }, limitWindowMs: 60_000,
      logLevel: 'info',
      complianceLevel: 'hipaa',
      warnings: [],
    });
  });

  test('the value is frozen all the way down', () => {
    const settings = read(twilio);
    expect(() => Object.assign(settings.ports, { gateway: 1 })).toThrow(TypeError);
    expect(() => Object.assign(settings.twilio, { state: 'sandbox' })).toThrow(TypeError);
  });
});

describe('the sandbox is all or nothing', () => {
  test.each<[string, Environment, Settings['mode'], Settings['slack']['state'], Settings['twilio']['state'], string[]]>([
    ['no credentials', {}, 'sandbox', 'sandbox', 'sandbox', ['slack', 'twilio']],
    ['variables that are set to nothing', { SLACK_BOT_TOKEN: '', TWILIO_ACCOUNT_SID: ' ' }, 'sandbox', 'sandbox', 'sandbox', ['slack', 'twilio']],
    ['MCP_MODE=sandbox', { MCP_MODE: 'Sandbox' }, 'sandbox', 'sandbox', 'sandbox', ['slack', 'twilio']],
    ['Slack alone', slack, 'production', 'configured', 'not_configured', ['slack']],
    ['Twilio alone', twilio, 'production', 'not_configured', 'configured', ['twilio']],
    ['both', { ...slack, ...twilio }, 'production', 'configured', 'configured', ['slack', 'twilio']],
    ['MCP_MODE=production without credentials', { MCP_MODE: 'production' }, 'production', 'not_configured', 'not_configured', []],
  ])('%s', (_title, env, mode, slackState, twilioState, platforms) => {
    const settings = read(env);
    expect([settings.mode, settings.slack.state, settings.twilio.state]).toEqual([mode, slackState, twilioState]);
    expect(usablePlatforms(settings)).toEqual(platforms);
  });

  test('asking for the sandbox beside credentials is refused', () => {
    expect(issuesOf({ ...slack, MCP_MODE: 'sandbox' })).toEqual([expect.stringMatching(/^MCP_MODE=sandbox .* unset one/)]);
  });
});

describe('how long stopping may take', () => {
  test('is five seconds, or as many as a supervisor waits', () => {
    expect([read({}), read({ VIGIA_STOP_WITHIN_S: '20' })].map(({ stopWithinSeconds }) => stopWithinSeconds)).toEqual([5, 20]);
  });

  test.each(['4', '121', 'long'])('and not %s', (text) => {
    expect(issuesOf({ VIGIA_STOP_WITHIN_S: text })).toEqual([expect.stringContaining('within how many seconds everything is stopped, 5 to 120')]);
  });
});

describe('what is missing is named with what it would add', () => {
  test('Twilio without its Auth Token and SMS number', () => {
    const { TWILIO_AUTH_TOKEN: _, ...rest } = twilio;
    const settings = read(rest);
    expect(missingOf(settings.twilio)).toEqual(['TWILIO_AUTH_TOKEN', 'TWILIO_SMS_NUMBER']);
  });

  test('Twilio by its Auth Token alone needs no API key', () => {
    const { TWILIO_API_KEY_SID: _, TWILIO_API_KEY_SECRET: __, ...rest } = twilio;
    const settings = read({ ...rest, TWILIO_SMS_NUMBER: '+14155550101' });
    expect(settings.twilio).toMatchObject({ state: 'configured', credentials: { apiKey: null, smsNumber: '+14155550101' }, missing: [] });
  });

  test('Slack with a bot token alone', () => {
    expect(missingOf(read({ SLACK_BOT_TOKEN: 'xoxb-1' }).slack)).toEqual(['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET']);
  });

  test('Slack whose buttons nobody could press', () => {
    const { SLACK_APP_TOKEN: _, ...rest } = slack;
    expect(missingOf(read(rest).slack)).toEqual(['SLACK_APP_TOKEN', 'VIGIA_PUBLIC_URL']);
    expect(missingOf(read({ ...rest, VIGIA_PUBLIC_URL: 'https://a.example' }).slack)).toEqual(['SLACK_APP_TOKEN']);
  });
});

describe('names', () => {
  test('the shorter names of the API key are the same settings', () => {
    const { TWILIO_API_KEY_SID: sid, TWILIO_API_KEY_SECRET: secret, ...rest } = twilio;
    const settings = read({ ...rest, TWILIO_API_KEY: sid, TWILIO_API_SECRET: secret });
    expect(settings.twilio).toMatchObject({ state: 'configured', credentials: { apiKey: { sid: KEY } } });
  });

  test('a crash test may end processes of the sandbox, and nothing does by default', () => {
    expect(read({ VIGIA_CRASH_FILE: 'crashes.json' })).toMatchObject({ crashFile: '/srv/vigia/crashes.json', warnings: [] });
    expect(read({}).crashFile).toBeNull();
  });

  test('a misspelt variable is warned of', () => {
    expect(warningsOf({ VIGIA_GATEWAY_PROT: '1' })).toEqual([expect.stringMatching(/^VIGIA_GATEWAY_PROT is not a setting/)]);
  });

  test.each([
    ['MCP_LOG_LEVEL=DEBUG', { MCP_LOG_LEVEL: 'DEBUG' }, 'debug'],
    ['MCP_LOG_LEVEL=WARNING', { MCP_LOG_LEVEL: 'WARNING' }, 'warn'],
    ['MCP_DEBUG=true', { MCP_LOG_LEVEL: 'ERROR', MCP_DEBUG: 'true' }, 'debug'],
    ['MCP_DEBUG=false', { MCP_DEBUG: 'false' }, 'info'],
  ])('the log level of %s', (_title, env, level) => expect(read(env).logLevel).toBe(level));
});

describe('limits', () => {
  test('in production are raised as far as the fastest of real senders need', () => {
    const raised = { VIGIA_LIMIT_SLACK: '1000', VIGIA_LIMIT_TWILIO: '24000', VIGIA_LIMIT_WHATSAPP_WEB: '60', VIGIA_LIMIT_EDITS: '1000', VIGIA_LIMIT_CALLS: '12000' };
    expect(read({ ...slack, ...twilio, ...raised })).toMatchObject({ limitsPerMinute: { slack: 1_000, twilio: 24_000, 'whatsapp-web': 60 }, editsPerMinute: 1_000, callsPerMinute: 12_000 });
  });

  test('in the sandbox, where nothing real is sent, are lifted for trials', () => {
    expect(read({ VIGIA_LIMIT_CALLS: '1000000', VIGIA_LIMIT_TWILIO: '1000000' })).toMatchObject({ callsPerMinute: 1_000_000, limitsPerMinute: { twilio: 1_000_000 } });
  });
});

describe('each mistake is one sentence that names its variable', () => {
  test.each<[string, Environment, RegExp]>([
    ['a port that is no number', { VIGIA_GATEWAY_PORT: '80a' }, /^VIGIA_GATEWAY_PORT is "80a": give a port/],
    ['a port that is too high', { VIGIA_SLACK_PORT: '65536' }, /^VIGIA_SLACK_PORT/],
    ['two servers on one port', { VIGIA_SLACK_PORT: '8085' }, /^VIGIA_SLACK_PORT and VIGIA_TWILIO_PORT are both 8085/],
    ['an unknown mode', { MCP_MODE: 'test' }, /^MCP_MODE is "test": give sandbox or production/],
    ['an unknown log level', { MCP_LOG_LEVEL: 'loud' }, /^MCP_LOG_LEVEL is "loud"/],
    ['a public URL without TLS', { VIGIA_PUBLIC_URL: 'http://vigia.example' }, /^VIGIA_PUBLIC_URL .* https/],
    ['a public URL with a query', { VIGIA_PUBLIC_URL: 'https://vigia.example/?a=1' }, /^VIGIA_PUBLIC_URL/],
    ['a bind address that is a name', { VIGIA_BIND: 'everywhere' }, /^VIGIA_BIND is "everywhere"/],
    ['a window of nothing', { VIGIA_LIMIT_WINDOW_S: '4' }, /^VIGIA_LIMIT_WINDOW_S is "4"/],
    ['a shorter window in production', { MCP_MODE: 'production', VIGIA_LIMIT_WINDOW_S: '20' }, /^VIGIA_LIMIT_WINDOW_S is for the sandbox alone/],
    ['calls without a bound in production', { MCP_MODE: 'production', VIGIA_LIMIT_CALLS: '9999999' }, /^VIGIA_LIMIT_CALLS is 9999999, which limits nothing: in production give 12000 at most\.$/],
    ['more messages than Slack takes in production', { ...slack, VIGIA_LIMIT_SLACK: '1001' }, /^VIGIA_LIMIT_SLACK is 1001, .* give 1000 at most/],
    ['more messages than Twilio takes in production', { ...twilio, VIGIA_LIMIT_TWILIO: '24001' }, /^VIGIA_LIMIT_TWILIO is 24001, .* give 24000 at most/],
    ['edits without a bound in production', { MCP_MODE: 'production', VIGIA_LIMIT_EDITS: '1000000' }, /^VIGIA_LIMIT_EDITS is 1000000, .* give 1000 at most/],
    ['more messages than a phone takes in production', { MCP_MODE: 'production', VIGIA_LIMIT_WHATSAPP_WEB: '61' }, /^VIGIA_LIMIT_WHATSAPP_WEB/],
    ['no edits at all', { VIGIA_LIMIT_EDITS: '0' }, /^VIGIA_LIMIT_EDITS is "0"/],
    ['a limit of nothing', { VIGIA_LIMIT_SLACK: '0' }, /^VIGIA_LIMIT_SLACK is "0"/],
    ['a heartbeat that is no URL', { VIGIA_HEARTBEAT_URL: 'hush-beat' }, /^VIGIA_HEARTBEAT_URL isn't an address/],
    ['a WhatsApp number without its prefix', { ...twilio, TWILIO_WHATSAPP_NUMBER: '+14155550100' }, /^TWILIO_WHATSAPP_NUMBER doesn't have the form/],
    ['an account SID of another kind', { ...twilio, TWILIO_ACCOUNT_SID: KEY }, /^TWILIO_ACCOUNT_SID doesn't have the form of an Account SID/],
    ['a Slack token in the wrong place', { SLACK_BOT_TOKEN: 'xapp-1' }, /^SLACK_BOT_TOKEN doesn't have the form of a bot token/],
    ['Slack without its bot token', { SLACK_APP_TOKEN: 'xapp-1' }, /^Slack is set up in part: SLACK_BOT_TOKEN is missing/],
    ['Twilio without a secret', { ...twilio, TWILIO_API_KEY_SECRET: undefined }, /^Twilio is set up in part: TWILIO_API_KEY_SECRET is missing/],
    ['two names of one key', { ...twilio, TWILIO_API_KEY: KEY }, /^TWILIO_API_KEY_SID and TWILIO_API_KEY are two names/],
    ['a protection that is turned off', { PHI_PROTECTION_ENABLED: 'false' }, /^PHI_PROTECTION_ENABLED can't be turned off/],
    ['an audit log that is turned off in production', { MCP_MODE: 'production', AUDIT_LOG_ENABLED: '0' }, /^AUDIT_LOG_ENABLED can't be turned off/],
    ['limits that are turned off in production', { MCP_MODE: 'production', RATE_LIMITING_ENABLED: 'FALSE' }, /^RATE_LIMITING_ENABLED can't be turned off/],
    ['another level of protection', { MEDICAL_COMPLIANCE_LEVEL: 'none' }, /^MEDICAL_COMPLIANCE_LEVEL is "none": give hipaa/],
    ['a ledger that is no database', { VIGIA_LEDGER_URL: 'https://hush.example/vigia' }, /^VIGIA_LEDGER_URL isn't the address of a database/],
    ['a ledger without its database', { VIGIA_LEDGER_URL: 'postgresql://vigia:hush@db.example:5432' }, /^VIGIA_LEDGER_URL isn't the address of a database/],
    ['a ledger whose server needn\'t prove who it is', { VIGIA_LEDGER_URL: 'postgresql://vigia:hush@db.example/vigia?sslmode=require' }, /^VIGIA_LEDGER_URL has an sslmode/],
    ['a ledger whose certificate can\'t be compared', { VIGIA_LEDGER_URL: 'postgresql://vigia:hush@10.0.0.7/vigia?sslmode=verify-full' }, /^VIGIA_LEDGER_URL names its server by a number/],
    ['crashes where alerts are real', { MCP_MODE: 'production', VIGIA_CRASH_FILE: 'crashes.json' }, /^VIGIA_CRASH_FILE .* refused in production/],
    ['crashes beside credentials', { ...slack, VIGIA_CRASH_FILE: 'crashes.json' }, /^VIGIA_CRASH_FILE/],
    ['an issuer without TLS', { VIGIA_OAUTH_ISSUERS: 'https://login.example http://idp.example' }, /^VIGIA_OAUTH_ISSUERS is .*: give the https addresses/],
    ['an issuer with a password in it', { VIGIA_OAUTH_ISSUERS: 'https://hush@login.example' }, /^VIGIA_OAUTH_ISSUERS/],
    ['no issuer after all', { VIGIA_OAUTH_ISSUERS: ',' }, /^VIGIA_OAUTH_ISSUERS/],
    ['what is read in tokens of nobody', { VIGIA_OAUTH_RESPONDER_CLAIM: 'responder' }, /^VIGIA_OAUTH_RESPONDER_CLAIM needs VIGIA_OAUTH_ISSUERS/],
    ['a claim of two words', { VIGIA_OAUTH_ISSUERS: 'https://login.example', VIGIA_OAUTH_SCOPES_CLAIM: 'two words' }, /^VIGIA_OAUTH_SCOPES_CLAIM is "two words"/],
    ['tokens for an address that every machine has', { MCP_MODE: 'production', VIGIA_OAUTH_ISSUERS: 'https://login.example' }, /^VIGIA_OAUTH_ISSUERS needs VIGIA_PUBLIC_URL/],
    ['an unreadable Temporal configuration', { TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml' }, /^TEMPORAL_CONFIG_FILE can't be used/],
  ])('%s', (_title, env, sentence) => expect(issuesOf(env)).toEqual([expect.stringMatching(sentence)]));

  test('and the same in Spanish', () => {
    const spanish = mistakesOf({ VIGIA_GATEWAY_PORT: '80a', SLACK_APP_TOKEN: 'xapp-1', VIGIA_LEDGER_URL: 'https://hush.example/vigia', PHI_PROTECTION_ENABLED: 'false' }).map(({ es }) => es);
    expect(spanish).toEqual([
      'VIGIA_LEDGER_URL no es la dirección de una base de datos: ponga una como postgresql://USER:PASSWORD@HOST:5432/DATABASE?sslmode=verify-full, con la contraseña en codificación por ciento.',
      'VIGIA_GATEWAY_PORT es "80a": escriba un puerto de 1 a 65535, o 0 para uno libre.',
      'Slack está configurado a medias: falta SLACK_BOT_TOKEN (mensajes en Slack). Defínala, o quite las demás variables de Slack.',
      'PHI_PROTECTION_ENABLED no se puede desactivar: quítela.',
    ]);
  });

  test('all of them are told at once', () => {
    expect(issuesOf({ MCP_MODE: 'x', VIGIA_BIND: 'x', SLACK_APP_TOKEN: 'xapp-1' })).toHaveLength(3);
  });
});

describe('access tokens', () => {
  test('count of no issuer unless one is named', () => expect(read({}).oauth).toBeNull());

  test('count of each issuer that is named, exactly as it writes itself', () => {
    const { oauth } = read({ VIGIA_OAUTH_ISSUERS: 'https://a.example/, https://b.example/tenant/v2.0  http://127.0.0.1:9000', VIGIA_OAUTH_SCOPES_CLAIM: 'https://a.example/roles' });
    expect(oauth).toEqual({ issuers: ['https://a.example/', 'https://b.example/tenant/v2.0', 'http://127.0.0.1:9000'], audience: null, scopesClaim: 'https://a.example/roles', responderClaim: null });
  });
});

describe('the ledger', () => {
  test('is a file in the home unless a database is named', () => {
    expect(read({}).ledgerUrl).toBeNull();
    expect(read({ VIGIA_LEDGER_URL: 'postgresql://vigia:hush@db.example/vigia?sslmode=verify-full' })).toMatchObject({ ledgerUrl: expect.anything(), warnings: [] });
  });

  test('on another machine without TLS is warned of, on this one it isn\'t', () => {
    expect(warningsOf({ VIGIA_LEDGER_URL: 'postgresql://vigia:hush@db.example/vigia' })).toEqual([expect.stringMatching(/^VIGIA_LEDGER_URL .* without TLS/)]);
    for (const host of ['127.0.0.1:5433', 'localhost', '[::1]']) expect(read({ VIGIA_LEDGER_URL: `postgres://vigia@${host}/vigia` }).warnings).toEqual([]);
  });
});

describe('Temporal', () => {
  test('an address chooses a server that somebody runs, with its namespace and API key', () => {
    const { temporal } = read({ TEMPORAL_ADDRESS: 'temporal.example:7233', TEMPORAL_NAMESPACE: 'ward', TEMPORAL_API_KEY: 'hush-temporal' });
    expect(temporal).toMatchObject({ kind: 'external', address: 'temporal.example:7233', namespace: 'ward' });
    expect(temporal.kind === 'external' && temporal.connection.reveal()).toMatchObject({ apiKey: 'hush-temporal', tls: true });
  });

  test('TEMPORAL_TLS turns TLS on without an API key', () => {
    const { temporal } = read({ TEMPORAL_ADDRESS: 'temporal.example:7233', TEMPORAL_TLS: 'true' });
    expect(temporal.kind === 'external' && temporal.connection.reveal().tls).toBeTruthy();
  });
});

describe('secrets', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'vigia-secrets-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const fileOf = (text: string, mode = 0o600): string => {
    const path = join(folder, 'secret');
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };
  const botToken = (env: Environment): string | null => {
    const { slack: found } = read(env);
    return found.state === 'configured' ? found.credentials.botToken.reveal() : null;
  };

  test('a secret comes from the file that X_FILE names, without its trailing newline', () => {
    expect(botToken({ SLACK_BOT_TOKEN_FILE: fileOf('xoxb-from-file\n') })).toBe('xoxb-from-file');
  });

  test('only one newline is taken away', () => {
    expect(issuesOf({ SLACK_BOT_TOKEN_FILE: fileOf('xoxb-from-file\n\n') })).toHaveLength(1);
  });

  test('the file may be readable by its group, not by everybody', () => {
    expect(botToken({ SLACK_BOT_TOKEN_FILE: fileOf('xoxb-a', 0o640) })).toBe('xoxb-a');
    expect(issuesOf({ SLACK_BOT_TOKEN_FILE: fileOf('xoxb-a', 0o604) })).toEqual([expect.stringMatching(/^SLACK_BOT_TOKEN_FILE names .* everybody/)]);
  });

  test('X and X_FILE together are refused', () => {
    expect(issuesOf({ SLACK_BOT_TOKEN: 'xoxb-a', SLACK_BOT_TOKEN_FILE: fileOf('xoxb-b') })).toEqual(['SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set: keep one.']);
  });

  test('a file that is absent or empty is named', () => {
    expect(issuesOf({ SLACK_BOT_TOKEN_FILE: join(folder, 'none') })).toEqual([expect.stringMatching(/can't be read \(ENOENT\)/)]);
    expect(issuesOf({ SLACK_BOT_TOKEN_FILE: fileOf('\n') })).toEqual([expect.stringMatching(/is empty/)]);
  });

  test('no way of printing the settings, or an error, shows one', () => {
    const env = { ...twilio, ...slack, VIGIA_HEARTBEAT_URL: 'https://beat.example/hush-beat', VIGIA_LEDGER_URL: 'postgresql://vigia:hush-ledger@db.example/vigia', TEMPORAL_ADDRESS: 'a:1', TEMPORAL_API_KEY: 'hush-temporal' };
    const settings = read(env);
    const printed = [inspect(settings, { depth: 9, showHidden: true }), JSON.stringify(settings), `${String(settings.heartbeatUrl)}`].join('\n');
    expect(printed).toContain('[redacted]');
    const mistakes = mistakesOf({ ...env, SLACK_BOT_TOKEN: 'hush-bot', TWILIO_AUTH_TOKEN: 'hush-token', VIGIA_HEARTBEAT_URL: 'hush-beat', VIGIA_LEDGER_URL: 'postgresql://hush@:x/hush' }).map(({ es, en }) => `${es}\n${en}`).join('\n');
    for (const text of [printed, mistakes]) {
      expect(text).not.toMatch(/hush|a{32}|b{32}/);
    }
  });
});
