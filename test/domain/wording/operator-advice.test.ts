import { hasOwnAdvice, operatorAdvice } from '../../../src/domain/wording/index.ts';
import { SLACK_CODE_KINDS } from '../../../src/platforms/slack/slack-error-codes.ts';
import { TWILIO_CODES } from '../../../src/platforms/twilio/error-table.ts';

/** Rows told of by the vendor's page alone: it says no more than that WhatsApp's policy or setting forbids it. */
const GENERAL = ['63026'];

const ROWS = [
  ...[...SLACK_CODE_KINDS].filter(([, kind]) => kind === 'page_operator').map(([code]) => ['slack', code] as const),
  ...[...TWILIO_CODES].filter(([, { kind }]) => kind === 'page_operator').map(([code]) => ['twilio', code] as const),
  // What no table holds and is the operator's all the same.
  ...['bad_certificate', 'redirected'].map((code) => ['slack', code] as const),
  ...['tls', 'http_401', 'http_407', 'no_whatsapp_number', 'no_sms_number', 'template_missing:vigia_page_es_v1', 'template_rejected:vigia_page_es_v1'].map((code) => ['twilio', code] as const),
];

describe('what needs the operator', () => {
  test.each(ROWS)('%s %s is said in words of its own, or by the vendor\'s page on purpose, in both languages', (platform, code) => {
    expect(hasOwnAdvice(platform, code)).toBe(!GENERAL.includes(code));
    const [es, en] = (['es', 'en'] as const).map((language) => operatorAdvice({ platform, code, kind: 'refused' }, language));
    for (const words of [es, en]) {
      expect(words?.length).toBeGreaterThan(60);
      expect(words).toContain(code.split(':')[0]);
      expect(words).not.toMatch(/undefined|null| {2}| \./);
    }
    expect(es).toMatch(/Mientras tanto las alertas van por otras vías\.$/);
    expect(en).toMatch(/Alerts go by other ways meanwhile\.$/);
  });

  test('no two say the same, but what one remedy mends', () => {
    const told = ROWS.filter(([, code]) => !/deprecated/.test(code)).map(([platform, code]) => operatorAdvice({ platform, code: code, kind: 'refused' }, 'es').replace(/\(\w+ \w+\)/, ''));
    expect(new Set(told).size).toBe(told.length);
  });

  test('names the scope that is missing, and the template', () => {
    expect(operatorAdvice({ platform: 'slack', code: 'missing_scope:chat:write,im:write', kind: 'refused' }, 'en')).toContain('lacks a scope (chat:write,im:write).');
    expect(operatorAdvice({ platform: 'twilio', code: 'template_paused:vigia_page_es_v1', kind: 'refused' }, 'es')).toContain('plantilla de WhatsApp vigia_page_es_v1 no está aprobada');
  });

  test('a code that nobody knows leads to the vendor\'s page', () => {
    expect(operatorAdvice({ platform: 'twilio', code: '63999', kind: 'refused' }, 'en')).toContain('https://www.twilio.com/docs/api/errors/63999');
    expect(operatorAdvice({ platform: 'slack', code: 'brand_new', kind: 'refused' }, 'es')).toContain('https://docs.slack.dev/reference/methods/chat.postMessage');
    expect(operatorAdvice({ platform: 'twilio', code: 'http_403', kind: 'refused' }, 'en')).toContain('HTTP 403 in place of Twilio');
  });

  test('a request of ours that was wrong is called a defect, with its code', () => {
    expect(operatorAdvice({ platform: 'slack', code: 'invalid_blocks', kind: 'defect' }, 'en')).toBe('Slack refused a message for its form (invalid_blocks): that is a defect of this service. Report it with that code. Alerts go by other ways meanwhile.');
  });

  test('who said STOP is named, and the host\'s own troubles are as they were', () => {
    expect(operatorAdvice({ platform: 'twilio', code: 'opted_out:ana', kind: 'notice' }, 'en')).toMatch(/^ana answered STOP/);
    expect(operatorAdvice({ platform: 'host', code: 'disk_full', kind: 'notice' }, 'es')).toMatch(/^El disco está lleno/);
  });
});
