import type { Failure } from './failure.ts';
import type { OperatorProblem } from './operator-problem.ts';
import { platformOf, type PlatformName, type Route } from './platform-name.ts';

/**
 * Codes under which one person gets nothing by a route until somebody corrects the directory or asks them to do something. Others of
 * `fail_over` are about a message or a moment. https://www.twilio.com/docs/api/errors, https://docs.slack.dev/reference/methods/chat.postMessage
 */
export const CONTACT_CODES: Record<'twilio' | 'slack', readonly string[]> = {
  twilio: ['63003', '63024', '63032', '63033', '63014', '63015', '21610', '30003', '30005', '30006'],
  slack: ['user_not_found', 'user_disabled', 'user_not_visible', 'is_bot', 'cannot_dm_bot', 'messages_tab_disabled'],
};

/** Whether a code says that one person gets nothing by a route. */
export function isOfContact(code: string): boolean {
  return Object.values(CONTACT_CODES).some((codes) => codes.includes(code));
}

/** That a person can't be reached by a route, for an operator; null for a failure that says no such thing, or where nobody is addressed by name. */
export function toContactProblem(route: Route, { kind, code }: Failure, responder: string | null): OperatorProblem | null {
  const platform = platformOf(route);
  const codes: Partial<Record<PlatformName, readonly string[]>> = CONTACT_CODES;
  if (kind !== 'fail_over' || responder === null || codes[platform]?.includes(code) !== true) return null;
  return { key: `${route}.${code}:${responder}`, platform, route, code: `${code}:${responder}`, kind: 'notice', reported: false };
}
