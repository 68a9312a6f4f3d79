import { toContactProblem } from '../../src/domain/contact-problem.ts';
import type { Failure } from '../../src/domain/failure.ts';
import { isForgotten, isProvenOver, NOTICE_LASTS_MS, optOutCode, QUIET_MS, toOperatorProblem, type OperatorProblem, type WellProof } from '../../src/domain/operator-problem.ts';
import type { Route } from '../../src/domain/platform-name.ts';

const SEEN = new Date('2026-03-02T10:00:00Z');
const LATER = new Date(SEEN.getTime() + QUIET_MS);

function problem(route: Route, code: string, more: Partial<Failure> = {}, reported = false): OperatorProblem {
  const made = toOperatorProblem(route, { kind: 'page_operator', code, ...more }, reported);
  if (!made) throw new Error('it is no problem');
  return made;
}

describe('what an operator is told of', () => {
  test.each([['retry_after'], ['settle_first'], ['fail_over']] as const)('is nothing of the kind %s', (kind) => {
    expect(toOperatorProblem('twilio', { kind, code: '63009' })).toBeNull();
  });

  test('is one problem of the account by whatever route it shows, and one of each route otherwise', () => {
    expect(problem('twilio', '20003').key).toBe(problem('twilio-sms', '20003').key);
    expect(problem('twilio', '21606').key).not.toBe(problem('twilio-sms', '21606').key);
  });

  test('names what Slack asked for', () => {
    expect(problem('slack', 'missing_scope', { detail: 'chat:write' })).toMatchObject({ key: 'slack.missing_scope:chat:write', code: 'missing_scope:chat:write', kind: 'refused' });
  });
});

describe('a problem is over', () => {
  const checked = (platform: 'slack' | 'twilio'): WellProof => ({ what: 'checked', platform, since: LATER });
  const taken = (route: Route): WellProof => ({ what: 'taken', route, since: LATER });
  const arrived = (route: Route, responder = 'ana'): WellProof => ({ what: 'arrived', route, responder, since: LATER });
  const unreached = toContactProblem('twilio', { kind: 'fail_over', code: '63003' }, 'ana') as OperatorProblem;

  test.each<[string, OperatorProblem, WellProof, boolean]>([
    ['of a token when Slack takes a message', problem('slack', 'invalid_auth'), taken('slack'), true],
    ['of a token when Slack\'s check is well', problem('slack', 'invalid_auth'), checked('slack'), true],
    ['of a token when Twilio takes a message', problem('slack', 'invalid_auth'), taken('twilio'), false],
    ['of Twilio\'s credentials when an SMS is taken', problem('twilio', '20003'), taken('twilio-sms'), true],
    ['of a sender when the other one goes', problem('twilio', '63007'), taken('twilio-sms'), false],
    ['of a sender when it goes again', problem('twilio', '63007'), taken('twilio'), true],
    ['of a sender when the check is well, which doesn\'t look at it', problem('twilio', '63007'), checked('twilio'), false],
    ['told by a report when one more is merely taken', problem('twilio', '63007', {}, true), taken('twilio'), false],
    ['told by a report when a message arrives', problem('twilio', '63007', {}, true), arrived('twilio'), true],
    ['of a suspended account told by a report when the check is well', problem('twilio', '30002', {}, true), checked('twilio'), true],
    ['of a template when another message arrives', problem('twilio', '63041', {}, true), arrived('twilio'), false],
    ['of a template when the check finds all approved', problem('twilio', 'template_paused:vigia_page_es_v1'), checked('twilio'), true],
    ['of a person when a message arrives at them', unreached, arrived('twilio'), true],
    ['of a person when one arrives at somebody else', unreached, arrived('twilio', 'luis'), false],
    ['of a person when one arrives at them by another route', unreached, arrived('twilio-sms'), false],
    ['of a person when a message is merely taken', unreached, taken('twilio'), false],
    ['of a request of ours that was wrong when others are right', problem('slack', 'no_text', { kind: 'our_bug' }), taken('slack'), false],
  ])('%s', (_name, each, proof, isOver) => {
    expect(isProvenOver(each, SEEN, proof)).toBe(isOver);
  });

  test('of somebody who ended messages to them when that person gets them again, and no other', () => {
    const optedOut: OperatorProblem = { key: 'opted_out.ana', platform: 'twilio', route: null, code: optOutCode('ana'), kind: 'notice', reported: false };
    const optedIn = (responder: string, since = LATER): WellProof => ({ what: 'opted_in', responder, since });
    expect(isProvenOver(optedOut, SEEN, optedIn('ana'))).toBe(true);
    expect(isProvenOver(optedOut, SEEN, optedIn('luis'))).toBe(false);
    expect(isProvenOver(optedOut, LATER, optedIn('ana', SEEN))).toBe(false);
    expect(isProvenOver(problem('slack', 'invalid_auth'), SEEN, optedIn('ana'))).toBe(false);
  });

  test('not by a call that had begun when it was last seen', () => {
    expect(isProvenOver(problem('slack', 'invalid_auth'), SEEN, { what: 'checked', platform: 'slack', since: SEEN })).toBe(false);
    expect(isProvenOver(problem('slack', 'invalid_auth'), SEEN, { what: 'checked', platform: 'slack', since: new Date(SEEN.getTime() + 1) })).toBe(true);
  });

  test('not by a message that went well soon after one that didn\'t', () => {
    expect(isProvenOver(problem('slack', 'invalid_auth'), SEEN, { what: 'taken', route: 'slack', since: new Date(SEEN.getTime() + QUIET_MS - 1) })).toBe(false);
  });

  test('by itself only where nothing could prove it', () => {
    const later = new Date(SEEN.getTime() + NOTICE_LASTS_MS + 1);
    expect(isForgotten(problem('slack', 'invalid_auth'), SEEN, later)).toBe(false);
    const hidden = { kind: 'notice', code: 'reply_from_hidden_number' } as const;
    expect(isForgotten(hidden, SEEN, later)).toBe(true);
    expect(isForgotten({ kind: 'notice', code: optOutCode('ana') }, SEEN, later)).toBe(false);
    expect(isForgotten(hidden, SEEN, new Date(SEEN.getTime() + NOTICE_LASTS_MS))).toBe(false);
  });
});
