import { z } from 'zod';
import { CODE_WORD } from '../handing-in.ts';
import { defineTool } from '../tool.ts';
import { notConfigured } from '../tool-error.ts';

/** A finding of no injury is no observation of one. */
const injurySchema = z.literal([1, 2, 3, 4, 'unstageable', 'deep_tissue', 'mucosal']);

export const fhirCreateObservation = defineTool({
  name: 'fhir_create_observation',
  title: 'Create a FHIR Observation',
  description: 'Writes one finding of a pressure injury to the hospital\'s record as a FHIR Observation, preliminary until a clinician confirms it. It tells nobody: raise the alert with notify_lpp_detection. Where no FHIR server is configured it answers not_configured, and nothing is kept.',
  input: z.strictObject({
    patient_id: z.string().min(1).max(128).describe("The patient's id in the hospital's record, as text, at most 128 characters."),
    observation_type: z.enum(['pressure_injury']).optional().describe('Write pressure_injury, or leave it out: it is the only type there is.'),
    lpp_grade: injurySchema.describe('Stage of the pressure injury: 1, 2, 3 or 4 as a number, or "unstageable", "deep_tissue", "mucosal".'),
    confidence: z.number().min(0).max(1).describe('How sure the AI is of the stage, a number from 0 to 1.'),
    body_site: z.string().regex(CODE_WORD).optional().describe('Body site code in lower case, such as sacrum or heel_left.'),
    effective_at: z.iso.datetime({ offset: true }).optional().describe('When the finding was made, ISO 8601 with an offset, such as 2026-11-24T03:12:00-03:00.'),
    idempotency_key: z.string().regex(/^[\x21-\x7e]{1,128}$/).optional().describe('Your key for this finding, 1 to 128 printable characters without spaces. The same call with the same key is one Observation. Repeat it when you retry.'),
  }),
  output: z.object({
    observation: z.string().describe('reference of the resource, such as Observation/1234'),
    versionId: z.string(),
    status: z.enum(['preliminary', 'final']),
    duplicate: z.boolean().describe('it was there before this call'),
    dropped: z.array(z.string()).describe('parameters of which nothing, or only a keyed reference, was kept'),
  }),
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  scopes: ['fhir:write'],
  run: async () => {
    throw notConfigured('No FHIR server is configured, so nothing was written.', 'Go on without it: alerts do not need it. Ask whoever runs the service when it will be there.');
  },
});
