import { z } from 'zod';
import { platformNameSchema } from '../domain/schemas.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import { ControlError } from './control-error.ts';

const ms = z.number().int().min(0).max(600_000);
/** Whether the provider had taken the request (`after`: message stored, answer lost) or not (`before`, the default). */
const when = z.enum(['before', 'after']).default('before');

/** One receipt of a planned row. */
const receiptSchema = z.strictObject({
  /** The provider's word: `sent`, `delivered`, `read`, `failed`, `undelivered`, or one that doesn't exist. */
  status: z.string().min(1),
  /** Milliseconds after the message was taken. */
  afterMs: ms.default(0),
  /** How often it is sent. */
  times: z.number().int().min(1).max(10).default(1),
  errorCode: z.number().int().optional(),
});

const faultSchema = z.discriminatedUnion('kind', [
  /** Any HTTP answer instead of the provider's own: 429 with Retry-After, 500, 503, a redirect. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.number().int().min(200).max(599),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.string().default(''),
    when,
  }),
  /** No answer for `ms`, then the connection is closed. */
  z.strictObject({ kind: z.literal('hang'), ms, when }),
  /** The provider's own answer, `ms` late. */
  z.strictObject({ kind: z.literal('delay'), ms }),
  /** The connection is reset without an answer. */
  z.strictObject({ kind: z.literal('reset'), when }),
  /** The provider ends its half of the connection without an answer, and the other half after `ms`. */
  z.strictObject({ kind: z.literal('half_close'), ms, when }),
  /** A proxy's page of HTML with a status of success. */
  z.strictObject({ kind: z.literal('html'), status: z.number().int().min(200).max(599).default(200), when }),
  /** The request is taken; the first half of the JSON answers it. */
  z.strictObject({ kind: z.literal('truncate') }),
  /** The request is taken; headers and the first byte come at once, the rest of the body after `ms`. */
  z.strictObject({ kind: z.literal('slow_body'), ms }),
  /** An error in the provider's own words: Slack's `error` or Twilio's code; `fields` join its body. */
  z.strictObject({
    kind: z.literal('platform_error'),
    code: z.union([z.string().min(1), z.number().int()]),
    fields: z.record(z.string(), z.unknown()).default({}),
  }),
  /** What becomes of a message after it was taken: these receipts in this order, and no others. Empty: never one. */
  z.strictObject({ kind: z.literal('receipts'), plan: z.array(receiptSchema) }),
]);

const ruleSchema = z.strictObject({
  platform: platformNameSchema,
  /** The journal's word for it, such as `chat.postMessage` or `messages.create`; `*` is any. */
  operation: z.string().min(1),
  match: z.strictObject({ to: z.string().optional(), body: z.string().optional() }).default({}),
  /** The first matching call that is hit, counted from 1. */
  nth: z.number().int().min(1).optional(),
  /** How many calls are hit; by default one where `nth` is given, all otherwise. */
  count: z.number().int().min(1).optional(),
  /** Chance that a matching call is hit, drawn from `seed`. */
  probability: z.number().gt(0).max(1).optional(),
  seed: z.number().int().default(1),
  fault: faultSchema,
});

const rulesSchema = z.array(ruleSchema);

/** A fault in the answer to one call. */
export type Fault = Exclude<z.infer<typeof faultSchema>, { kind: 'receipts' }>;
export type FaultRule = z.infer<typeof ruleSchema>;
/** A rule as it is written: what has a default may be left out. */
export type FaultRuleInput = z.input<typeof ruleSchema>;
export type Receipt = z.infer<typeof receiptSchema>;

export interface FaultCall {
  platform: PlatformName;
  operation: string;
  to: string | null;
  body: unknown;
}

/** Rules that make a provider misbehave. Every rule counts the calls it matches; the first one that hits decides. */
export interface Faults {
  /** The fault for this call, null when it goes well. Counts the call. */
  next(call: FaultCall): Fault | null;
  /** The receipts for a message that was taken, null when they come as usual. Counts the call. */
  receipts(call: FaultCall): Receipt[] | null;
  /** Adds one rule or a list; throws ControlError 400 that names the field, and then adds none. */
  add(rules: FaultRuleInput | FaultRuleInput[]): FaultRule[];
  /** The same for what came off the wire. */
  parse(untrusted: unknown): FaultRule[];
  clear(): void;
  list(): FaultState[];
}

/** A rule and how often it matched and hit so far. */
export type FaultState = FaultRule & { seen: number; hits: number };

interface Live extends FaultState {
  draw: () => number;
}

export function createFaults(): Faults {
  let rules: Live[] = [];
  const hit = (call: FaultCall, receipts: boolean): FaultRule['fault'] | null => {
    const matching = rules.filter((rule) => (rule.fault.kind === 'receipts') === receipts && matches(rule, call));
    for (const rule of matching) rule.seen += 1;
    const winner = matching.find(isDue);
    if (!winner) return null;
    winner.hits += 1;
    return winner.fault;
  };
  const add = (untrusted: unknown): FaultRule[] => {
    const parsed = parseRules(untrusted);
    rules.push(...parsed.map((rule) => ({ ...rule, seen: 0, hits: 0, draw: createDraw(rule.seed) })));
    return parsed;
  };
  return {
    next(call) {
      const fault = hit(call, false);
      return fault === null || fault.kind === 'receipts' ? null : fault;
    },
    receipts(call) {
      const fault = hit(call, true);
      return fault?.kind === 'receipts' ? fault.plan : null;
    },
    add,
    parse: add,
    clear() {
      rules = [];
    },
    list: () => rules.map(({ draw: _draw, ...rule }) => rule),
  };
}

function matches(rule: FaultRule, call: FaultCall): boolean {
  if (rule.platform !== call.platform) return false;
  if (rule.operation !== '*' && rule.operation !== call.operation) return false;
  if (rule.match.to !== undefined && rule.match.to !== call.to) return false;
  return rule.match.body === undefined || textOf(call.body).includes(rule.match.body);
}

function isDue(rule: Live): boolean {
  const count = rule.count ?? (rule.nth === undefined ? Number.POSITIVE_INFINITY : 1);
  if (rule.seen < (rule.nth ?? 1) || rule.hits >= count) return false;
  return rule.probability === undefined || rule.draw() < rule.probability;
}

/** All text in a body, so that a rule matches what was written and not how it was quoted on the wire. */
function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (typeof body !== 'object' || body === null) return String(body ?? '');
  return Object.values(body).map(textOf).join('\n');
}

function parseRules(untrusted: unknown): FaultRule[] {
  const parsed = rulesSchema.safeParse(Array.isArray(untrusted) ? untrusted : [untrusted]);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = (issue?.path ?? []).slice(Array.isArray(untrusted) ? 0 : 1).join('.');
  throw new ControlError(400, `fault rule: ${path || 'rule'}: ${issue?.message ?? 'not understood'}`);
}

/** A repeatable source of numbers in [0, 1): the same seed gives the same row (mulberry32, public domain). */
function createDraw(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
