import { z } from 'zod';
import { WEEKDAYS, isTimeOfDay, isTimeZone } from '../domain/civil-time.ts';
import type { HoursWindow } from '../domain/civil-time.ts';
import type { Directory, DirectoryResponder } from '../domain/directory.ts';
import { LANGUAGES } from '../domain/people.ts';
import { nameSchema } from '../domain/policy.ts';
import { ROUTES } from '../domain/platform-name.ts';
import type { Route } from '../domain/platform-name.ts';

/** https://docs.slack.dev/reference/objects/user-object: user ids begin with U, or W in an Enterprise organization. */
const slackUser = written(/^[UW][A-Z0-9]{7,20}$/, 'is not a Slack user id', 'In Slack: the person\'s profile, "Copy member ID", such as U0123456789.');
/** https://docs.slack.dev/reference/objects/conversation-object: C for channels, G for some private ones. */
const slackChannel = written(/^[CG][A-Z0-9]{7,20}$/, 'is not a Slack channel id', "It stands at the bottom of the channel's details in Slack, such as C0123456789.");
/** E.164: at most 15 digits. https://www.itu.int/rec/T-REC-E.164 */
const sms = written(/^\+[1-9]\d{6,14}$/, 'is not a phone number', 'Write "+", country code and number without spaces, in quotes, such as "+14155550101".');
const whatsApp = written(/^whatsapp:\+[1-9]\d{6,14}$/, 'is not a WhatsApp address', 'Write "whatsapp:+", country code and number without spaces, such as "whatsapp:+14155550101".');

export const timeZoneSchema = z.string().refine(isTimeZone, {
  error: 'is not a time zone that this machine knows',
  params: { hint: 'Write an IANA name such as America/Santiago; an offset such as -03:00 would ignore summer time.' },
});

export const timeOfDaySchema = z.string().refine(isTimeOfDay, {
  error: 'is not a time of day',
  params: { hint: 'Write hours and minutes in quotes, such as "08:00".' },
});

const endOfHoursSchema = z.string().refine((text) => text === '24:00' || isTimeOfDay(text), {
  error: 'is not a time of day',
  params: { hint: 'Write hours and minutes in quotes, such as "18:00"; "24:00" is the end of the day.' },
});

/** Hours on some days, or on all when no days are named. */
export const hoursSchema = z
  .strictObject({ days: z.array(z.enum(WEEKDAYS)).min(1).default([...WEEKDAYS]), from: timeOfDaySchema, to: endOfHoursSchema })
  .refine(({ from, to }) => from !== to, { error: 'opens and closes at the same time', params: { hint: 'For the whole day write from: "00:00", to: "24:00".' } });

const deskSchema = written(/^[0-9+*# -]{2,20}$/, 'is not an extension', 'Write its digits in quotes, such as "4100".');
const titleSchema = z.string().trim().min(1).max(60);

const linkTemplateSchema = z.string().superRefine((text, context) => {
  const wrong = wrongWithLink(text);
  if (wrong !== null) context.addIssue({ code: 'custom', message: wrong, params: { hint: 'Write an https address with {code} in it once and no other {…}, such as https://ficha.hospital.cl/lpp/{code}.' } });
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
  channels: z.record(nameSchema, z.strictObject({ name: written(/^#[^\s#A-Z]{1,80}$/, 'is not a channel name', 'Write it with its # and in quotes, such as "#medical-alerts".'), id: slackChannel })).default({}),
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
function wrongWithLink(text: string): string | null {
  if (text.split('{code}').length !== 2) return 'does not have {code} in it once';
  if (/[{}]/.test(text.replace('{code}', ''))) return 'asks for more than {code}';
  const url = URL.parse(text.replace('{code}', 'K7F2-Q9MD'));
  if (url === null) return 'is not an address';
  if (url.protocol !== 'https:') return 'does not begin with https://';
  if (url.hostname.includes('k7f2')) return 'has {code} in the name of the server';
  return url.username === '' && url.password === '' ? null : 'carries a user name or password';
}

function written(pattern: RegExp, problem: string, hint: string): z.ZodString {
  return z.string().refine((text) => pattern.test(text), { error: problem, params: { hint } });
}
