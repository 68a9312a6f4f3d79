import type { AskDecision, AskReason, BindingInput, ReplyRequest } from './reply-binding-types.ts';
import { severityRank, type Severity } from './severity.ts';

/** A number answers a question for so long; then it may be meant for something else. */
export const QUESTION_TTL_MS = 10 * 60_000;

/** As many options as one message of 300 characters holds. */
export const MAX_OPTIONS = 8;

/** Asks which alert is meant; the worst first, then the newest. */
export function askWhichAlert(
  { now, sharers }: BindingInput,
  { kind, options, reason }: { kind: ReplyRequest; options: { code: string; severity: Severity | null; sentAt?: Date }[]; reason: AskReason },
): AskDecision {
  const sorted = reason === 'number_out_of_range' ? options : options.toSorted(byUrgency);
  const listed = sorted.slice(0, MAX_OPTIONS).map(({ code, severity }) => ({ code, severity }));
  return {
    type: 'ask', ask: 'which_alert', kind, code: null, options: listed, more: options.length - listed.length, reason,
    question: {
      kind: 'which_alert',
      options: listed.map(({ code }) => code),
      request: { kind, code: null, responder: sharers.length === 1 ? sharers[0]?.id ?? null : null },
      expiresAt: new Date(now.getTime() + QUESTION_TTL_MS),
    },
  };
}

/** Asks which of the people who have the address is speaking. */
export function askWho(
  { now, sharers }: BindingInput,
  { kind, code, reason, all }: { kind: ReplyRequest; code: string | null; reason: AskReason; all?: true },
): AskDecision {
  const listed = sharers.slice(0, MAX_OPTIONS).map(({ id, name }) => ({ responder: id, name }));
  return {
    type: 'ask', ask: 'who', kind, code, options: listed, more: sharers.length - listed.length, reason,
    question: {
      kind: 'who',
      options: listed.map(({ responder }) => responder),
      request: { kind, code, responder: null, ...(all ? { all } : {}) },
      expiresAt: new Date(now.getTime() + QUESTION_TTL_MS),
    },
  };
}

type Option = { severity: Severity | null; sentAt?: Date };

function byUrgency(a: Option, b: Option): number {
  const rank = ({ severity }: Option): number => (severity === null ? -1 : severityRank(severity));
  return rank(b) - rank(a) || (b.sentAt?.getTime() ?? 0) - (a.sentAt?.getTime() ?? 0);
}
