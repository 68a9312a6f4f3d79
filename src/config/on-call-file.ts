import { z } from 'zod';
import { isCalendarDate, parseMoment } from '../domain/civil-time.ts';
import { refusal, sayCorrection } from '../domain/correction.ts';
import type { Correction } from '../domain/correction.ts';
import type { OnCall, Override } from '../domain/on-call.ts';
import { nameSchema } from '../domain/policy.ts';
import { hoursSchema, timeOfDaySchema, timeZoneSchema } from './directory-file.ts';
import { ON_CALL_WORDS } from './on-call-words.ts';
import type { OnCallWords } from './on-call-words.ts';

const dateSchema = z.string().refine(isCalendarDate, refused(({ notADate }) => notADate));

const momentSchema = z.string().refine((text) => parseMoment(text, 'UTC') !== null, refused(({ notAMoment }) => notAMoment));

const rotationSchema = z.strictObject({
  unit: nameSchema.optional(),
  timeZone: timeZoneSchema.optional(),
  start: dateSchema,
  /** 8 weeks at most: nobody plans a longer turn, and a typing error should not make one. */
  rotateDays: z.int().min(1).max(56),
  shifts: z.array(z.strictObject({ from: timeOfDaySchema, people: z.array(nameSchema).min(1).max(60) })).min(1).max(12)
    .refine(isInOrder, refused(({ shiftsOutOfOrder }) => shiftsOutOfOrder)),
  only: z.array(hoursSchema).min(1).optional(),
});

const overrideSchema = z.strictObject({ role: nameSchema, unit: nameSchema.optional(), person: nameSchema, from: momentSchema, to: momentSchema });

export const onCallSchema = z.strictObject({
  version: z.literal(1),
  timeZone: timeZoneSchema,
  rotations: z.record(nameSchema, z.array(rotationSchema).min(1)),
  overrides: z.array(overrideSchema).default([]),
});

export type OnCallFile = z.output<typeof onCallSchema>;

/** The rota as the rest of the service uses it: times of overrides as instants. Overrides stay in the file's order. */
export function toOnCall(file: OnCallFile): OnCall {
  return {
    rotations: Object.entries(file.rotations).flatMap(([role, rotations]) =>
      rotations.map(({ unit, timeZone, only, ...rest }) => ({ role, unit: unit ?? null, timeZone: timeZone ?? file.timeZone, restrictions: only ?? [], ...rest })),
    ),
    overrides: file.overrides.map((override) => toOverride(override, file.timeZone)),
  };
}

function toOverride({ role, unit, person, from, to }: OnCallFile['overrides'][number], timeZone: string): Override {
  return { role, unit: unit ?? null, responder: person, fromMs: momentOf(from, timeZone), untilMs: momentOf(to, timeZone) };
}

function momentOf(text: string, timeZone: string): number {
  const ms = parseMoment(text, timeZone);
  if (ms === null) throw new RangeError(`${text} is no date and time, though the schema took it.`);
  return ms;
}

function isInOrder(shifts: readonly { from: string }[]): boolean {
  return shifts.every((shift, index) => index === 0 || (shifts[index - 1]?.from ?? '') < shift.from);
}

function refused(tell: (words: OnCallWords) => Correction): ReturnType<typeof refusal> {
  return refusal(sayCorrection(ON_CALL_WORDS, tell));
}
