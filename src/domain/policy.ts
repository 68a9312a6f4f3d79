import { z } from 'zod';
import { refusal, sayCorrection } from './correction.ts';
import { durationSchema } from './duration.ts';
import { SCHEMA_WORDS } from './schema-words.ts';
import { routeSchema, severitySchema } from './schemas.ts';

/** Ids of roles, responders, units and Slack purposes: short lower-case words. */
export const nameSchema = z.string().refine((text) => /^[a-z][a-z0-9_]{0,39}$/.test(text), refusal(sayCorrection(SCHEMA_WORDS, ({ notAName }) => notAName)));

/** A role's name, or one person for life: `{ responder: ana }`. */
const personSchema = z.union([nameSchema, z.strictObject({ responder: nameSchema })]);

const confidenceSchema = z.number().gt(0).max(1);
const routesSchema = z.array(routeSchema).min(1);
const peopleSchema = z.array(personSchema).min(1);

/** How many must acknowledge; or which roles must be among them. */
const needsSchema = z.union([
  z.int().min(1).max(10).transform((count) => ({ count, roles: [] as string[] })),
  z.strictObject({ count: z.int().min(1).max(10).optional(), roles: z.array(nameSchema).min(1) })
    .transform(({ count, roles }) => ({ count: Math.max(count ?? 0, roles.length), roles })),
]);

const stepSchema = z.strictObject({
  to: peopleSchema,
  /** Slack channels by purpose. A post there informs; it never counts as having reached a person. */
  post: z.array(nameSchema).default([]),
  window: durationSchema,
  /** From the step's start; each below the window. */
  remindAt: z.array(durationSchema).max(10).default([]),
  needs: needsSchema.default({ count: 1, roles: [] }),
  /** Instead of the severity's. */
  routes: routesSchema.optional(),
  redundancy: z.enum(['all', 'first']).optional(),
});

const hourSchema = z.int().min(0).max(24);

const pageSchema = z.strictObject({
  mode: z.literal('page'),
  routes: routesSchema,
  redundancy: z.enum(['all', 'first']),
  /** The channel that hears of the first step: one for findings of Vigia, one for alerts that came in by severity. */
  post: z.strictObject({ finding: nameSchema, alert: nameSchema }).optional(),
  steps: z.array(stepSchema).min(1).max(10),
  rounds: z.int().min(1).max(9).default(1),
  failSafe: z.strictObject({
    to: peopleSchema,
    routes: routesSchema,
    remindEvery: durationSchema,
    /** Local hours, from inclusive and to exclusive; absent: at any time. */
    hours: z.strictObject({ from: hourSchema.max(23), to: hourSchema.min(1) }).optional(),
  }),
  attend: z.strictObject({
    within: durationSchema,
    reminders: z.int().min(0).max(10),
    remindEvery: durationSchema,
    add: peopleSchema,
  }),
  maxSnooze: durationSchema,
});

/** Listed for the unit instead of paged; when nobody opened it, it is promoted to a severity that pages. */
const listSchema = z.strictObject({
  mode: z.literal('list'),
  promote: z.strictObject({ to: severitySchema, after: durationSchema }),
});

const severityRuleSchema = z.discriminatedUnion('mode', [pageSchema, listSchema]);

/** `record` keeps the finding and does no more; only a stage at which no injury was seen may have it. */
const stageRuleSchema = z.strictObject({
  severity: severitySchema,
  record: z.boolean().default(false),
  /** A stage that is recorded only is handled by its severity all the same when the AI was less sure than this. */
  unlessConfidenceBelow: confidenceSchema.optional(),
});

export const policySchema = z.strictObject({
  version: z.literal(1),
  stages: z.strictObject({
    '0': stageRuleSchema,
    '1': stageRuleSchema,
    '2': stageRuleSchema,
    '3': stageRuleSchema,
    '4': stageRuleSchema,
    unstageable: stageRuleSchema,
    deep_tissue: stageRuleSchema,
    mucosal: stageRuleSchema,
  }),
  /** Below this confidence somebody is added to the first step who looks at the image. */
  review: z.strictObject({ belowConfidence: confidenceSchema, add: peopleSchema }),
  /** How long before its owner's shift ends an alert is offered to the next shift, and who holds it too until somebody takes it. */
  shiftEnd: z.strictObject({ offerBefore: durationSchema, holds: peopleSchema }),
  /** For how long a wound that somebody has confirmed calls nobody at that stage. Left out: each detection after it is over calls. */
  episode: z.strictObject({ confirmedFor: durationSchema }).optional(),
  severities: z.strictObject({
    critical: severityRuleSchema,
    high: severityRuleSchema,
    medium: severityRuleSchema,
    low: severityRuleSchema,
  }),
});

/** A policy as config/policy.yaml says it, durations in milliseconds. */
export type PolicyRules = z.output<typeof policySchema>;

export type PageRule = z.output<typeof pageSchema>;
export type PolicyStep = z.output<typeof stepSchema>;
export type PolicyPerson = z.output<typeof personSchema>;
export type StageKey = keyof PolicyRules['stages'];

/** The rules in force, with what identifies them and where the hospital's hours are read. */
export interface Policy extends PolicyRules {
  /** First 12 hex digits of the SHA-256 of config/policy.yaml. */
  id: string;
  /** IANA time zone of the hospital, from the directory: the fail-safe recipient's hours are local to it. */
  timeZone: string;
}

/** Every place of the policy that names people, with its path in the file. */
export function peopleNamed(rules: PolicyRules): { person: PolicyPerson; path: (string | number)[] }[] {
  const named = rules.review.add.map((person, index) => ({ person, path: ['review', 'add', index] as (string | number)[] }));
  rules.shiftEnd.holds.forEach((person, index) => named.push({ person, path: ['shiftEnd', 'holds', index] }));
  for (const [severity, rule] of Object.entries(rules.severities)) {
    if (rule.mode !== 'page') continue;
    const at = ['severities', severity];
    rule.steps.forEach((step, number) => step.to.forEach((person, index) => named.push({ person, path: [...at, 'steps', number, 'to', index] })));
    rule.failSafe.to.forEach((person, index) => named.push({ person, path: [...at, 'failSafe', 'to', index] }));
    rule.attend.add.forEach((person, index) => named.push({ person, path: [...at, 'attend', 'add', index] }));
  }
  return named;
}
