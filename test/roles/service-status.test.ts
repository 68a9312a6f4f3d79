import type { Health } from '../../src/roles/health.ts';
import { platformStatus } from '../../src/roles/service-health.ts';
import { toServiceStatus } from '../../src/roles/service-status.ts';

const AT = '2026-11-24T03:10:00Z';

const well: Health = {
  status: 'ok', mode: 'production', complianceLevel: 'hipaa', parts: { temporal: true, ledger: true, worker: true }, platforms: { slack: 'configured', twilio: 'configured' }, lastSuccess: {},
  limits: [], unstarted: { alerts: 0, messages: 0, oldestAt: null }, failing: [], config: { loadedAt: AT, hash: '', source: 'folder', problems: [] }, problems: [], findings: [],
  callbacks: { since: AT, refused: {}, repeated: {} },
};

const words = (text: string): { es: string; en: string } => ({ es: `${text} (es)`, en: text });
const problem = (platform: string): Health['problems'][number] => ({ platform, code: 'invalid_auth', since: AT, words: words('Look at SLACK_BOT_TOKEN.') });
const finding = (severity: 'error' | 'warning'): Health['findings'][number] => ({ platform: 'slack', severity, text: 'No chat:write.', words: words('No chat:write.') });

test.each<[string, Partial<Health>, { slack: string; twilio: string }]>([
  ['nothing is amiss', {}, { slack: 'ok', twilio: 'ok' }],
  ['its messages fail', { failing: [{ sender: 'slack', since: AT, code: 'timeout', nextTry: AT }] }, { slack: 'degraded', twilio: 'ok' }],
  ['it has a problem', { problems: [problem('slack')] }, { slack: 'degraded', twilio: 'ok' }],
  ['the host has a problem', { problems: [problem('host')] }, { slack: 'degraded', twilio: 'degraded' }],
  ['its credentials are amiss', { findings: [finding('error')] }, { slack: 'degraded', twilio: 'ok' }],
  ['its credentials lack what is optional', { findings: [finding('warning')] }, { slack: 'ok', twilio: 'ok' }],
  ['Temporal is away', { parts: { ...well.parts, temporal: false } }, { slack: 'degraded', twilio: 'degraded' }],
  ['the ledger is away', { parts: { ...well.parts, ledger: false } }, { slack: 'down', twilio: 'down' }],
  ['it is not configured', { platforms: { ...well.platforms, slack: 'not_configured' } }, { slack: 'not_configured', twilio: 'ok' }],
])('a caller hears that a platform is healthy exactly where its own service says ok: %s', (_what, change, expected) => {
  const health = { ...well, ...change };
  const { services } = toServiceStatus(health);
  expect({ slack: platformStatus(health, 'slack'), twilio: platformStatus(health, 'twilio') }).toEqual(expected);
  expect({ slack: services['slack']?.healthy, twilio: services['twilio']?.healthy }).toEqual({ slack: expected.slack === 'ok', twilio: expected.twilio === 'ok' });
});

test('a caller hears all that needs a person: what a provider refused, what credentials lack, and a file that is not in force', () => {
  const slip = { problem: 'is not a date and time', hint: 'Write the time.' };
  const refused = { file: 'oncall.yaml' as const, line: 7, path: 'overrides[0].from', ...slip, words: { es: { problem: 'no es una fecha con hora', hint: 'Escriba la hora.' }, en: slip } };
  expect(toServiceStatus({ ...well, problems: [problem('slack')], findings: [finding('error'), finding('warning')], config: { ...well.config, problems: [refused] } }).problems).toEqual([
    { platform: 'slack', code: 'invalid_auth', since: AT, message: 'Look at SLACK_BOT_TOKEN.' },
    { platform: 'slack', code: 'check_failed', since: null, message: 'No chat:write.' },
    { platform: 'host', code: 'config_refused', since: null, message: 'oncall.yaml:7 overrides[0].from: is not a date and time. Write the time.' },
  ]);
});
