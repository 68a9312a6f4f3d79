import { z } from 'zod';
import type { MedicalAlert } from '../../domain/detection.ts';
import { severitySchema, stageSchema } from '../../domain/schemas.ts';
import { preferRoutes } from '../../domain/prefer-routes.ts';
import { planForAlert } from '../../domain/triage.ts';
import { followAlert } from '../follow-alert.ts';
import { handedInSchema, isNewlyAccepted, toPlanned, toRaised } from '../handed-in-result.ts';
import { CODE_WORD, checkUnit, handingIn, patientRefOf, preferredRoutes, purposeOf, toHandedIn } from '../handing-in.ts';
import { defineTool } from '../tool.ts';

export const sendMedicalAlert = defineTool({
  name: 'send_medical_alert',
  title: 'Send a medical alert',
  description: [
    'Raises an alert that comes by its severity. critical calls several people by every route at once; high and medium call the next person until somebody takes it; low waits on the unit\'s list.',
    'It is accepted for good when this returns: watch it with get_alert. People are sent the approved template with the alert\'s code; your message is kept with it and not sent.',
    'Use notify_lpp_detection instead for a finding with stage and confidence.',
  ].join(' '),
  input: z.strictObject({
    alert_type: z.string().regex(CODE_WORD).describe('Kind of alert, a code in lower case such as lpp_critical.'),
    patient_id: z.string().min(1).max(128).optional().describe("The patient's id as text, at most 128 characters. Only a keyed reference made of it is kept. Leave it out only where the alert is about no one patient: then its repeats are known by your idempotency_key alone."),
    severity: severitySchema.describe('low, medium, high or critical.'),
    lpp_grade: stageSchema.optional().describe('Stage, where there is one: 1, 2, 3 or 4 as a number, or "unstageable", "deep_tissue", "mucosal". It may raise the severity.'),
    channel: z.string().min(1).max(80).optional().describe('A Slack channel of the directory, such as #medical-alerts, that hears of it with the first step, beside those that policy names.'),
    ...handingIn,
  }),
  output: handedInSchema,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  scopes: ['alerts:send'],
  accepts: isNewlyAccepted,
  follow: followAlert,
  run: async ({ context, args, caller }) => {
    checkUnit(context, args.unit);
    const channel = purposeOf(context, args.channel);
    const alert: MedicalAlert = {
      alertType: args.alert_type, severity: args.severity, ...patientRefOf(context, 'patient_id', args.patient_id),
      ...(args.lpp_grade === undefined ? {} : { stage: args.lpp_grade }),
      ...(args.unit === undefined ? {} : { unit: args.unit }),
    };
    if (args.dry_run) return toPlanned(context, { plan: preferRoutes(planForAlert(context.configuration().policy, alert), preferredRoutes(args.platform)) }, alert, channel);
    const { idempotencyKey, ...handedIn } = await toHandedIn(context, caller, alert, { ...args, channel });
    const raised = await context.client.raiseAlert({ ...alert, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) }, handedIn);
    return toRaised(context, raised, args, channel);
  },
});
