import { CONTACT_CODES, toContactProblem } from '../../src/domain/contact-problem.ts';
import { operatorAdvice } from '../../src/domain/wording/index.ts';
import { SLACK_CODE_KINDS } from '../../src/platforms/slack/slack-error-codes.ts';
import { TWILIO_CODES } from '../../src/platforms/twilio/error-table.ts';

const ROWS = [
  ...CONTACT_CODES.twilio.map((code) => ['twilio', code, TWILIO_CODES.get(code)?.kind] as const),
  ...CONTACT_CODES.slack.map((code) => ['slack', code, SLACK_CODE_KINDS.get(code)] as const),
];

describe('a person who gets nothing by a route', () => {
  test.each(ROWS)('%s %s: the next route is taken, and the operator hears who it is and what to do, in both languages', (route, code, kind) => {
    expect(kind).toBe('fail_over');
    const problem = toContactProblem(route, { kind: 'fail_over', code }, 'ana');
    expect(problem).toEqual({ key: `${route}.${code}:ana`, platform: route, route, code: `${code}:ana`, kind: 'notice', reported: false });
    for (const language of ['es', 'en'] as const) {
      const words = operatorAdvice({ platform: route, code: `${code}:ana`, kind: 'notice' }, language);
      expect(words).toMatch(/\bana\b/);
      expect(words).toContain(`(${code})`);
      expect(words).toMatch(language === 'es' ? /Mientras tanto se le llama por otras vías\.$/ : /They are called by other ways meanwhile\.$/);
    }
  });

  test('is another problem than somebody else, and than the same person by SMS', () => {
    const keys = [['twilio', 'ana'], ['twilio', 'luis'], ['twilio-sms', 'ana']] as const;
    expect(new Set(keys.map(([route, who]) => toContactProblem(route, { kind: 'fail_over', code: '63024' }, who)?.key)).size).toBe(3);
  });

  test.each([
    ['a window that was closed, which says nothing of the person', 'twilio', { kind: 'fail_over', code: '63016' }, 'ana'],
    ['a message that came too late', 'twilio', { kind: 'fail_over', code: '30036' }, 'ana'],
    ['a channel, which is nobody', 'slack', { kind: 'fail_over', code: 'messages_tab_disabled' }, null],
    ['what may pass again', 'twilio', { kind: 'retry_after', code: '30008' }, 'ana'],
  ] as const)('is not %s', (_what, route, failure, responder) => {
    expect(toContactProblem(route, failure, responder)).toBeNull();
  });
});
