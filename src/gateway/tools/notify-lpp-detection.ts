import { z } from 'zod';
import type { Detection } from '../../domain/detection.ts';
import { severitySchema, stageSchema } from '../../domain/schemas.ts';
import { followAlert } from '../follow-alert.ts';
import { handedInSchema, isNewlyAccepted, toPlanned, toRaised } from '../handed-in-result.ts';
import { CODE_WORD, checkUnit, handingIn, patientRefOf, preferredRoutes, toHandedIn } from '../handing-in.ts';
import { defineTool } from '../tool.ts';

const input = z.strictObject({
  lpp_grade: stageSchema.describe('Stage of the pressure injury: 1, 2, 3 or 4 as a number, or "unstageable", "deep_tissue", "mucosal"; 0 for no injury seen.'),
  confidence: z.number().min(0).max(1).describe('How sure the AI is of the stage, a number from 0 to 1.'),
  patient_context: z.looseObject({ patient_id: z.string().min(1).max(128).optional().describe("The patient's id as text, at most 128 characters.") }).optional()
    .describe('An object. Nothing of it is kept but a keyed reference made of patient_id, by which repeats of one patient are known.'),
  image_path: z.string().min(1).max(1_024).optional().describe('Where you keep the image, at most 1024 characters. It is kept encrypted as a reference, and never opened.'),
  body_site: z.string().regex(CODE_WORD).optional().describe('Body site code in lower case, such as sacrum or heel_left.'),
  captured_at: z.iso.datetime({ offset: true }).optional().describe('When the image was taken, ISO 8601 with an offset, such as 2026-11-24T03:12:00-03:00.'),
  severity: severitySchema.optional().describe('low, medium, high or critical. It may raise what policy decides, and never lowers it.'),
  ...handingIn,
});

export const notifyLppDetection = defineTool({
  name: 'notify_lpp_detection',
  title: 'Notify of a pressure injury',
  description: [
    'Raises an alert from one finding of a pressure injury (LPP) in an image. Policy decides from stage and confidence how bad it is, who is told on Slack and WhatsApp, and who is called next until somebody takes it.',
    'It is accepted for good when this returns: watch it with get_alert, and do not send messages about it yourself.',
    "Use send_medical_alert instead when there is no stage. Never put a patient's name or record number anywhere but in patient_context.",
  ].join(' '),
  input,
  output: handedInSchema,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  scopes: ['alerts:send'],
  accepts: isNewlyAccepted,
  follow: followAlert,
  run: async ({ context, args, caller }) => {
    checkUnit(context, args.unit);
    const finding: Detection = {
      stage: args.lpp_grade, confidence: args.confidence, ...patientRefOf(context, 'patient_context.patient_id', args.patient_context?.patient_id),
      ...(args.unit === undefined ? {} : { unit: args.unit }),
      ...(args.body_site === undefined ? {} : { bodySite: args.body_site }),
      ...(args.captured_at === undefined ? {} : { capturedAt: args.captured_at }),
      ...(args.severity === undefined ? {} : { severity: args.severity }),
    };
    if (args.dry_run) return toPlanned(context, await context.client.foresee(finding, { prefer: preferredRoutes(args.platform) }), finding);
    const { idempotencyKey, ...handedIn } = await toHandedIn(context, caller, finding, args);
    const raised = await context.client.raise({ ...finding, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) }, handedIn);
    return toRaised(context, raised, args);
  },
});
