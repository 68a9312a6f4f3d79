import { z } from 'zod';
import { WEEKDAYS, isTimeOfDay, isTimeZone } from '../domain/civil-time.ts';
import type { HoursWindow } from '../domain/civil-time.ts';
import { refusal, sayCorrection } from '../domain/correction.ts';
import type { Correction } from '../domain/correction.ts';
import type { Directory, DirectoryResponder } from '../domain/directory.ts';
import { LANGUAGES } from '../domain/people.ts';
import { nameSchema } from '../domain/policy.ts';
import { ROUTES } from '../domain/platform-name.ts';
import type { Route } from '../domain/platform-name.ts';
import { DIRECTORY_WORDS } from './directory-words.ts';
import type { DirectoryWords, LinkProblem } from './directory-words.ts';

/** https://docs.slack.dev/reference/objects/user-object: user ids begin with U, or W in an Enterprise organization. */
const slackUser = written(/^[UW][A-Z0-9]{7,20}$/, ({ notASlackUser }) => notASlackUser);
/** https://docs.slack.dev/reference/objects/conversation-object: C for channels, G for some private ones. */
const slackChannel = written(/^[CG][A-Z0-9]{7,20}$/, ({ notASlackChannel }) => notASlackChannel);
/** E.164: at most 15 digits. https://www.itu.int/rec/T-REC-E.164 */
const sms = written(/^\+[1-9]\d{6,14}$/, ({ notAPhone }) => notAPhone);
const whatsApp = written(/^whatsapp:\+[1-9]\d{6,14}$/, ({ notAWhatsApp }) => notAWhatsApp);

export const timeZoneSchema = z.string().refine(isTimeZone, refused(({ notATimeZone }) => notATimeZone));

export const timeOfDaySchema = z.string().refine(isTimeOfDay, refused(({ notATimeOfDay }) => notATimeOfDay));

const endOfHoursSchema = z.string().refine((text) => text === '24:00' || isTimeOfDay(text), refused(({ notAnEndOfHours }) => notAnEndOfHours));

/** Hours on some days, or on all when no days are named. */
export const hoursSchema = z
  .strictObject({ days: z.array(z.enum(WEEKDAYS)).min(1).default([...WEEKDAYS]), from: timeOfDaySchema, to: endOfHoursSchema })
  .refine(({ from, to }) => from !== to, refused(({ noHours }) => noHours));

const deskSchema = written(/^[0-9+*# -]{2,20}$/, ({ notAnExtension }) => notAnExtension);
const titleSchema = z.string().trim().min(1).max(60);

const linkTemplateSchema = z.string().superRefine((text, context) => {
  const wrong = wrongWithLink(text);
  if (wrong === null) return;
  const { error, params } = refused(({ link, linkHint }) => ({ problem: link[wrong], hint: linkHint }));
  context.addIssue({ code: 'custom', message: error, params });
});

type AddressSchema = z.ZodType<{ address: string; shared: boolean }>;

/** An address, or one that several responders answer on. */
function addressOf(schema: z.ZodString): AddressSchema {
  return z.union([
    schema.transform((address) => ({ address, shared: false })),
    z.strictObject({ address: schema, shared: z.boolean().default(false) }),
  ]);
}

const responderSchema = z.strictObject({
  name: titleSchema,
  language: z.enum(LANGUAGES).optional(),
  timeZone: timeZoneSchema.optional(),
  roles: z.array(nameSchema).min(1),
  destinations: z.strictObject({
    slack: addressOf(slackUser).optional(),
    twilio: addressOf(whatsApp).optional(),
    'twilio-sms': addressOf(sms).optional(),
    'whatsapp-web': addressOf(whatsApp).optional(),
  }),
  contactHours: z.partialRecord(z.enum(ROUTES), z.array(hoursSchema).min(1)).default({}),
});

export const directorySchema = z.strictObject({
  version: z.literal(1),
  timeZone: timeZoneSchema,
  language: z.enum(LANGUAGES),
  linkTemplate: linkTemplateSchema.optional(),
  desk: deskSchema.optional(),
  roles: z.record(nameSchema, z.strictObject({ es: titleSchema, en: titleSchema })),
  units: z.record(nameSchema, z.strictObject({ name: titleSchema, desk: deskSchema.optional() })).default({}),
  channels: z.record(nameSchema, z.strictObject({ name: written(/^#[^\s#A-Z]{1,80}$/, ({ notAChannelName }) => notAChannelName), id: slackChannel })).default({}),
  responders: z.record(nameSchema, responderSchema),
});

export type DirectoryFile = z.output<typeof directorySchema>;

/** The directory as the rest of the service uses it: hospital-wide defaults filled in. */
export function toDirectory(file: DirectoryFile): Directory {
  return {
    timeZone: file.timeZone,
    language: file.language,
    linkTemplate: file.linkTemplate ?? null,
    desk: file.desk ?? null,
    roles: Object.entries(file.roles).map(([id, name]) => ({ id, name })),
    units: Object.entries(file.units).map(([id, { name, desk }]) => ({ id, name, desk: desk ?? null })),
    channels: Object.entries(file.channels).map(([purpose, { name, id }]) => ({ purpose, name, id })),
    responders: Object.entries(file.responders).map(([id, entry]) => toResponder(id, entry, file)),
  };
}

function toResponder(id: string, entry: DirectoryFile['responders'][string], file: DirectoryFile): DirectoryResponder {
  const given = ROUTES.flatMap((route) => {
    const destination = entry.destinations[route];
    return destination === undefined ? [] : [{ route, ...destination }];
  });
  return {
    id,
    name: entry.name,
    language: entry.language ?? file.language,
    timeZone: entry.timeZone ?? file.timeZone,
    roles: entry.roles,
    destinations: Object.fromEntries(given.map(({ route, address }) => [route, address])),
    contactHours: entry.contactHours as Partial<Record<Route, HoursWindow[]>>,
    shared: given.filter(({ shared }) => shared).map(({ route }) => route),
  };
}

/** A link carries the code and nothing else of the alert, over https, to a server and not to a person's login. */
function wrongWithLink(text: string): LinkProblem | null {
  if (text.split('{code}').length !== 2) return 'noCode';
  if (/[{}]/.test(text.replace('{code}', ''))) return 'asksMore';
  const url = URL.parse(text.replace('{code}', 'K7F2-Q9MD'));
  if (url === null) return 'notAnAddress';
  if (url.protocol !== 'https:') return 'notHttps';
  if (url.hostname.includes('k7f2')) return 'codeInServer';
  return url.username === '' && url.password === '' ? null : 'login';
}

function written(pattern: RegExp, tell: (words: DirectoryWords) => Correction): z.ZodString {
  return z.string().refine((text) => pattern.test(text), refused(tell));
}

function refused(tell: (words: DirectoryWords) => Correction): ReturnType<typeof refusal> {
  return refusal(sayCorrection(DIRECTORY_WORDS, tell));
}
