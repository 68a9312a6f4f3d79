import type { Failure } from './failure.ts';
import { platformOf, type PlatformName, type Route } from './platform-name.ts';

/** Something that a person who runs the service must see to. */
export interface OperatorProblem {
  /** The same key is the same problem. */
  key: string;
  platform: PlatformName | 'host';
  /** The route that it stops; null where it isn't one route's. */
  route: Route | null;
  /** The provider's code or ours; what it is about follows a colon, such as `missing_scope:chat:write`. */
  code: string;
  /** `refused`: account, set-up or template; `defect`: a request of ours was wrong; `notice`: something that happened. */
  kind: 'refused' | 'defect' | 'notice';
  /** The provider took messages and told of it later, so that one more taken proves nothing. */
  reported: boolean;
}

/** Something that went well, which may prove that a problem is over; `since`: when the call or look began. */
export type WellProof =
  /** The platform's own check of credentials, account and templates found no error. */
  | { what: 'checked'; platform: PlatformName; since: Date }
  /** The provider took a message. */
  | { what: 'taken'; route: Route; since: Date }
  /** A message arrived. `responder`: at whom; null for a channel. */
  | { what: 'arrived'; route: Route; responder: string | null; since: Date }
  /** Somebody who had ended messages to them gets them at every address that the directory has of theirs. */
  | { what: 'opted_in'; responder: string; since: Date };

/** What is over by itself when it wasn't seen for this long, milliseconds: nothing that goes well would ever prove it. */
export const NOTICE_LASTS_MS = 60 * 60_000;

/**
 * A message that goes well proves something only this long after the problem was last seen, milliseconds: one that hits some messages
 * and not others would else be over and back with each of them.
 */
export const QUIET_MS = 60_000;

/** Of the account as a whole: whatever route goes well proves that they are over. Slack has one route. */
const OF_TWILIO_ACCOUNT = new Set(['20003', '20005', '20006', '30002', 'tls']);

/** Of templates: another message taken or arrived says nothing of the one that was refused. */
const OF_TEMPLATES = new Set(['63040', '63041', '63042']);

/** The problem that a failure is for an operator; null for one that is none. */
export function toOperatorProblem(route: Route, { kind, code, detail }: Failure, reported = false): OperatorProblem | null {
  if (kind !== 'page_operator' && kind !== 'our_bug') return null;
  const platform = platformOf(route);
  const named = detail === undefined ? code : `${code}:${detail}`;
  const isOfAccount = platform === 'slack' || isOfTwilioAccount(code);
  return {
    key: `${isOfAccount ? platform : route}.${named}`, platform, route: isOfAccount ? null : route, code: named,
    kind: kind === 'our_bug' ? 'defect' : 'refused', reported,
  };
}

function isOfTwilioAccount(code: string): boolean {
  return OF_TWILIO_ACCOUNT.has(code) || code.startsWith('http_');
}

function isOfTemplates(code: string): boolean {
  return code.startsWith('template_') || OF_TEMPLATES.has(code);
}

/** Whether what went well proves that the problem, last seen then, is over. */
export function isProvenOver(problem: Pick<OperatorProblem, 'platform' | 'route' | 'code' | 'kind' | 'reported'>, seenAt: Date, proof: WellProof): boolean {
  const { platform, route, code, kind, reported } = problem;
  const quietMs = proof.since.getTime() - seenAt.getTime();
  if (proof.what === 'opted_in') return code === optOutCode(proof.responder) && quietMs >= 0;
  // What began before it was seen says nothing of it.
  if (quietMs <= 0) return false;
  // That somebody can't be reached by a route.
  if (kind === 'notice') return proof.what === 'arrived' && proof.route === route && code.endsWith(`:${proof.responder}`);
  if (kind !== 'refused') return false;
  if (proof.what === 'checked') return proof.platform === platform && (route === null || isOfTemplates(code));
  if (quietMs < QUIET_MS || isOfTemplates(code) || (reported && proof.what === 'taken')) return false;
  return route === null ? platformOf(proof.route) === platform : proof.route === route;
}

/** Whether it is over by itself. */
export function isForgotten(problem: Pick<OperatorProblem, 'kind' | 'code'>, seenAt: Date, now: Date): boolean {
  return !standsUntilProven(problem) && now.getTime() - seenAt.getTime() > NOTICE_LASTS_MS;
}

/** What holds until something proves that it is over, however long nobody meets it. */
export function standsUntilProven({ kind, code }: Pick<OperatorProblem, 'kind' | 'code'>): boolean {
  return kind === 'refused' || whoOptedOut(code) !== null;
}

/** What a problem's code begins with where somebody ended messages to them; who it was follows a colon. */
export const OPTED_OUT = 'opted_out';

export function optOutCode(responder: string): string {
  return `${OPTED_OUT}:${responder}`;
}

/** Id of whom a problem's code says that they ended messages to them; null for any other problem. */
export function whoOptedOut(code: string): string | null {
  return code.startsWith(`${OPTED_OUT}:`) ? code.slice(OPTED_OUT.length + 1) : null;
}
