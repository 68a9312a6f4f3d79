import { isWithinHours } from './civil-time.ts';
import type { HoursWindow } from './civil-time.ts';
import type { Destination, Language, Responder } from './people.ts';
import type { Role } from './plan.ts';
import { platformOf } from './platform-name.ts';
import type { Route } from './platform-name.ts';
import type { Severity } from './severity.ts';

/** A responder as config/directory.yaml describes them. */
export interface DirectoryResponder extends Responder {
  /** Hours in which messages that aren't critical may go by a route; a route that isn't named is open at any time. */
  contactHours: Partial<Record<Route, HoursWindow[]>>;
  /** Routes whose address other responders answer on too: whoever replies there is asked who they are. */
  shared: Route[];
}

export interface Unit {
  id: string;
  name: string;
  /** Extension answered 24 hours; null: the hospital's. */
  desk: string | null;
}

/** A Slack channel of the hospital: found by purpose, so that its name may change. */
export interface Channel {
  purpose: string;
  /** With its `#`. */
  name: string;
  /** Slack's id. */
  id: string;
}

/** Everyone whom an alert can reach, and by what. Plain JSON. */
export interface Directory {
  /** IANA time zone of the hospital. */
  timeZone: string;
  /** Of messages to channels, and of responders who name none. */
  language: Language;
  /** https address of the hospital's own system with `{code}` in it; null when none is configured. */
  linkTemplate: string | null;
  /** Extension of a desk that answers 24 hours; null when none is configured. */
  desk: string | null;
  roles: { id: Role; name: Record<Language, string> }[];
  units: Unit[];
  channels: Channel[];
  responders: DirectoryResponder[];
}

export function responderById(directory: Directory, id: string): DirectoryResponder | null {
  return directory.responders.find((responder) => responder.id === id) ?? null;
}

/** Who presses or writes in Slack under this user id. */
export function responderBySlackUser(directory: Directory, userId: string): DirectoryResponder | null {
  return directory.responders.find((responder) => responder.destinations.slack === userId) ?? null;
}

/** Everyone who answers on this phone, by WhatsApp or SMS; several may share it. Takes `+E164` with or without `whatsapp:`. */
export function respondersByPhone(directory: Directory, phone: string): DirectoryResponder[] {
  const number = withoutScheme(phone);
  return directory.responders.filter(({ destinations }) =>
    [destinations.twilio, destinations['twilio-sms'], destinations['whatsapp-web']].some((address) => address !== undefined && withoutScheme(address) === number),
  );
}

/** Where a route leads for this person; null when they don't have it. */
export function destinationOf(responder: Responder, route: Route): Destination | null {
  const address = responder.destinations[route];
  return address === undefined ? null : { platform: platformOf(route), kind: 'person', address };
}

/** Where a message to a person can go, by the routes asked for, in their order. */
export function destinationsOf(responder: Responder, routes: readonly Route[]): { route: Route; destination: Destination }[] {
  return routes.flatMap((route) => {
    const destination = destinationOf(responder, route);
    return destination === null ? [] : [{ route, destination }];
  });
}

export function channelByPurpose(directory: Directory, purpose: string): Channel | null {
  return directory.channels.find((channel) => channel.purpose === purpose) ?? null;
}

/** By its name, with or without `#`. */
export function channelByName(directory: Directory, name: string): Channel | null {
  const wanted = `#${name.replace(/^#/, '')}`;
  return directory.channels.find((channel) => channel.name === wanted) ?? null;
}

export function channelDestination(channel: Channel): Destination {
  return { platform: 'slack', kind: 'channel', address: channel.id };
}

/**
 * May this person be written to by this route now? Critical messages go at any hour; others only within the person's
 * contact hours for the route, read in the person's time zone.
 */
export function mayContact(responder: DirectoryResponder, route: Route, severity: Severity, at: Date): boolean {
  return severity === 'critical' || isWithinContactHours(responder, route, at);
}

/** True when the route is open at that time, whatever the severity. */
export function isWithinContactHours(responder: DirectoryResponder, route: Route, at: Date): boolean {
  const hours = responder.contactHours[route];
  return hours === undefined || isWithinHours(hours, responder.timeZone, at);
}

/** The extension to call about an alert of this unit: the unit's own, else the hospital's; null when neither is configured. */
export function deskFor(directory: Directory, unit: string | null): string | null {
  return directory.units.find(({ id }) => id === unit)?.desk ?? directory.desk;
}

/** The link that a message about this alert carries: the code and nothing else of it; null when none is configured. */
export function linkFor(directory: Directory, code: string): string | null {
  return directory.linkTemplate?.replace('{code}', encodeURIComponent(code)) ?? null;
}

function withoutScheme(phone: string): string {
  return phone.replace(/^whatsapp:/, '');
}
