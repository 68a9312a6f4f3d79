import { z } from 'zod';
import { severitySchema, stageSchema } from './schemas.ts';

const opaque = /^[A-Za-z0-9_-]{1,64}$/;
const word = /^[a-z0-9][a-z0-9_-]{0,39}$/;

/**
 * What Vigia hands over: one finding in one image. Unknown fields are refused by name, so that a patient's name, room
 * or record number can't slip in: the only trace of the patient is `patientRef`, an opaque reference.
 */
export const detectionSchema = z.strictObject({
  stage: stageSchema,
  /** Of the stage, from 0 to 1. It never lowers a stage. */
  confidence: z.number().min(0).max(1),
  /** Ward or unit code, as config/directory.yaml lists it. */
  unit: z.string().regex(word).optional(),
  /** Body site code, such as `sacrum` or `heel_left`. Held in the ledger, in no message. */
  bodySite: z.string().regex(word).optional(),
  /** The caller's random reference to the patient. Held encrypted in the ledger, in no message. */
  patientRef: z.string().regex(opaque).optional(),
  /** When the image was taken, ISO 8601 with offset. */
  capturedAt: z.iso.datetime({ offset: true }).optional(),
  /** May raise what policy decides; never lowers it. */
  severity: severitySchema.optional(),
  /** The caller's own key for this finding: the same key twice is one alert. */
  idempotencyKey: z.string().regex(/^[\x21-\x7e]{1,128}$/).optional(),
});

export type Detection = z.infer<typeof detectionSchema>;

/** A medical alert that comes in by its severity instead of by a stage (`criticalEscalation` when critical). */
export const medicalAlertSchema = z.strictObject({
  alertType: z.string().regex(word),
  severity: severitySchema,
  stage: stageSchema.optional(),
  unit: z.string().regex(word).optional(),
  patientRef: z.string().regex(opaque).optional(),
  idempotencyKey: z.string().regex(/^[\x21-\x7e]{1,128}$/).optional(),
});

export type MedicalAlert = z.infer<typeof medicalAlertSchema>;
