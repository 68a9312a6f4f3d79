import { z } from 'zod';
import type { Foreseen, Raised } from '../client.ts';
import type { Detection } from '../domain/detection.ts';
import { explainPlan, PLAN_ROW_KINDS, type PlanRow } from '../domain/explain-plan.ts';
import { tellChannel, tellsChannel } from '../domain/tell-channel.ts';
import { routeSchema, severitySchema } from '../domain/schemas.ts';
import { alertSchema, NEW_REVISION, readAlert, toAlertResult } from './alert-result.ts';
import type { GatewayContext } from './gateway-context.ts';

/** An alert that was handed in, and what of the call went where. */
const raisedSchema = alertSchema.extend({
  started: z.boolean().describe('false: accepted, and it starts as soon as Temporal has taken it'),
  episode: z.object({ outcome: z.enum(['joined', 'raised', 'recorded']), reason: z.string() }).optional().describe('set where the wound had an alert already: the finding joined it, raised it, or was recorded with it'),
  content: z.literal('template').describe("what people are sent: the approved template, and nothing of the caller's own words"),
  words: z.enum(['kept', 'kept_before', 'too_many']).optional().describe('set where the call had a message: kept with the alert, there already, or not kept because a repeat brought one too many'),
  dropped: z.array(z.string()).describe('parameters of which nothing, or only a keyed reference, was kept'),
});

const plannedRowSchema = z.object({
  kind: z.enum(PLAN_ROW_KINDS).describe('fail_safe_again: the same recipient once more; attend_reminder: to whoever has taken the alert and has not resolved it; person_added: beside them'),
  step: z.number().nullable(),
  round: z.number(),
  clock: z.enum(['alert', 'acknowledgment']).describe('what afterMs counts from'),
  afterMs: z.number(),
  at: z.string().nullable().describe('null after an acknowledgment, which nobody knows the time of'),
  everyMs: z.number().nullable().describe('from then on this often, until somebody answers; null for what goes out once'),
  recipient: z.string().describe('the role, responder or channel that policy names, or owner: whoever has taken the alert by then'),
  responder: z.string().nullable().describe('id of who would be told then; null where that is not known, or nobody'),
  routes: z.array(z.object({ route: routeSchema, unused: z.string().nullable().describe('why this route would not be used') })),
  redundancy: z.enum(['all', 'first']),
  why: z.string(),
});

/** What would be done, where nothing is to be. */
const plannedSchema = z.object({
  dryRun: z.literal(true),
  severity: severitySchema,
  mode: z.enum(['page', 'list', 'record']).describe('what policy makes of it by itself: page: people are called; list: it waits on the list; record: nobody is told'),
  reasons: z.array(z.string()),
  episode: z.object({ outcome: z.enum(['joined', 'raised', 'recorded']), code: z.string(), reason: z.string() }).optional()
    .describe('set where the wound has an alert already, whose code it has: the finding would join it or be recorded with it, and nobody would be told; or raise it, which pages anew from the step that it has come to, or tells whoever has it'),
  plan: z.array(plannedRowSchema).describe('who would be told what and when, unless somebody acts before; empty where nobody would'),
});

export const handedInSchema = z.union([raisedSchema, plannedSchema]);

export type HandedInResult = z.infer<typeof handedInSchema>;

/** Whether there is an alert: what only would be done is none. */
export function isHandedIn(data: HandedInResult): data is z.infer<typeof raisedSchema> {
  return 'code' in data;
}

/** Whether an alert was taken in by this call. */
export function isNewlyAccepted(data: HandedInResult): boolean {
  return isHandedIn(data) && !data.duplicate;
}

export async function toRaised(context: GatewayContext, { code, duplicate, started, episode, words = 'kept', view }: Raised, args: { patient_context?: unknown; patient_id?: unknown; message?: string | undefined }, channel?: string): Promise<HandedInResult> {
  const lost = words === 'too_many' ? (['message'] as const) : [];
  const given = (['patient_context', 'patient_id', ...lost] as const).filter((field) => args[field] !== undefined);
  // A repeat changes nobody's plan: a channel that the alert doesn't go to won't hear of it.
  const isUntold = duplicate && channel !== undefined && !tellsChannel((await context.ledger.accepted(code))?.plan ?? { steps: [] }, channel);
  const dropped = [...given, ...(isUntold ? ['channel'] : [])];
  const alert = view ? toAlertResult(view, NEW_REVISION, context.now()) : await readAlert(context, code, duplicate);
  return { ...alert, started, ...(episode ? { episode } : {}), content: 'template', ...(args.message === undefined ? {} : { words }), dropped };
}

/** The plan as it would be made now; nothing is written and nothing sent. `episode`: the wound has an alert already, and only one that is raised tells anybody anew. */
export function toPlanned(context: GatewayContext, { plan, episode }: Foreseen, { unit = null }: { unit?: Detection['unit'] | null }, channel?: string): HandedInResult {
  const { directory, onCall } = context.configuration();
  const { severity, mode, reasons } = plan;
  const told = episode === undefined || episode.outcome === 'raised';
  const rows = told ? explainPlan(tellChannel(plan, channel), directory, onCall, context.now(), unit) : [];
  return { dryRun: true, severity, mode, reasons, ...(episode ? { episode } : {}), plan: rows.map(({ recipient, name: _, ...row }) => ({ ...row, recipient: nameOf(recipient) })) };
}

function nameOf(recipient: PlanRow['recipient']): string {
  switch (recipient.kind) {
    case 'role':
      return recipient.role;
    case 'responder':
      return recipient.responder;
    case 'channel':
      return recipient.channel;
    case 'owner':
      return recipient.kind;
  }
}
