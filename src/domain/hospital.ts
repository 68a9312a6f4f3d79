import {
  channelByName, channelByPurpose, channelDestination, deskFor, destinationOf, linkFor, mayContact, responderById, responderBySlackUser,
  respondersByPhone, type Channel, type Directory,
} from './directory.ts';
import { findDirectRecipient, type DirectRecipient, type DirectRoute, type RecipientRefusal } from './direct-recipient.ts';
import { dutyOf, whoIsOnCall, type Duty, type OnCall, type OnCallAnswer } from './on-call.ts';
import type { Destination, Language, Responder } from './people.ts';
import type { Recipient, Role } from './plan.ts';
import type { Route } from './platform-name.ts';
import type { Severity } from './severity.ts';

/** Who is meant, when a message leaves. */
export interface Addressing {
  recipient: Recipient;
  route: Route;
  unit: string | null;
  severity: Severity;
  /** Responders who said "not me". */
  exclude: string[];
  at: Date;
}

/** Why nobody is addressed by a route. */
export type NobodyReason = 'nobody_on_call' | 'declined' | 'no_destination' | 'outside_contact_hours' | 'unknown_responder' | 'unknown_channel';

/** `meant`: id of the person who would have been addressed, where one was found. */
export type Addressee = { destination: Destination; responder: Responder | null } | { nobody: NobodyReason; meant: string | null };

/** What the service asks of the hospital's configuration, as it stands at one moment. */
export interface Hospital {
  /** Language and time zone of messages to channels. */
  language: Language;
  timeZone: string;
  addressee(addressing: Addressing): Addressee;
  /** Whom a caller means who names somebody by an id or an address. */
  directRecipient(asked: { route: DirectRoute; to: string }): { recipient: DirectRecipient } | { refused: RecipientRefusal };
  responder(id: string): Responder | null;
  /** The duty that a responder is on at an instant, with its end and who comes after; null when they are on none. */
  dutyOf(responder: string, unit: string | null, at: Date): Duty | null;
  /** A Slack channel's name with its `#`, by its purpose or its name; null for one that the directory doesn't have. */
  channelName(channel: string): string | null;
  /** Everyone who reads and writes at an address: several share a ward's phone. */
  whoIsAt(destination: Destination): Responder[];
  /** https link of the hospital's own system that carries only the code; null when not configured. */
  linkTo(code: string): string | null;
  /** Extension that answers 24 hours; null when not configured. */
  deskOf(unit: string | null): string | null;
  knowsUnit(unit: string): boolean;
}

/** Answers those questions from a directory and a rota. */
export function createHospital(directory: Directory, onCall: OnCall): Hospital {
  const whoHolds = rememberingTurns(onCall);
  return {
    language: directory.language,
    timeZone: directory.timeZone,
    addressee: (addressing) => findAddressee(directory, whoHolds, addressing),
    directRecipient: (asked) => findDirectRecipient(directory, asked),
    responder: (id) => responderById(directory, id),
    dutyOf: (responder, unit, at) => dutyOf(onCall, responder, unit, at),
    channelName: (channel) => channelOf(directory, channel)?.name ?? null,
    whoIsAt: (destination) => whoIsAt(directory, destination),
    linkTo: (code) => linkFor(directory, code),
    deskOf: (unit) => deskFor(directory, unit),
    knowsUnit: (unit) => directory.units.some(({ id }) => id === unit),
  };
}

type WhoHolds = (role: Role, unit: string | null, at: Date) => OnCallAnswer | null;

/** Reckoning a turn over calendars and clock changes takes a third of a millisecond, at each page; who has it stays the same until it ends. */
function rememberingTurns(onCall: OnCall): WhoHolds {
  const turns = new Map<string, OnCallAnswer>();
  return (role, unit, at) => {
    const key = JSON.stringify([role, unit]);
    const known = turns.get(key);
    if (known && known.from <= at && at < known.until) return known;
    const found = whoIsOnCall(onCall, role, unit, at);
    if (found) turns.set(key, found);
    return found;
  };
}

function findAddressee(directory: Directory, whoHolds: WhoHolds, addressing: Addressing): Addressee {
  const { recipient } = addressing;
  switch (recipient.kind) {
    case 'channel':
      return findChannel(directory, recipient.channel);
    case 'responder':
      return reach(directory, recipient.responder, addressing);
    case 'role': {
      const onDuty = whoHolds(recipient.role, addressing.unit, addressing.at);
      if (!onDuty) return { nobody: 'nobody_on_call', meant: null };
      if (addressing.exclude.includes(onDuty.responder)) return { nobody: 'declined', meant: onDuty.responder };
      return reach(directory, onDuty.responder, addressing);
    }
  }
}

function findChannel(directory: Directory, name: string): Addressee {
  const channel = channelOf(directory, name);
  return channel ? { destination: channelDestination(channel), responder: null } : { nobody: 'unknown_channel', meant: null };
}

function channelOf(directory: Directory, name: string): Channel | null {
  return channelByPurpose(directory, name) ?? channelByName(directory, name);
}

function reach(directory: Directory, id: string, { route, severity, at }: Addressing): Addressee {
  const responder = responderById(directory, id);
  if (!responder) return { nobody: 'unknown_responder', meant: id };
  const destination = destinationOf(responder, route);
  if (!destination) return { nobody: 'no_destination', meant: id };
  if (!mayContact(responder, route, severity, at)) return { nobody: 'outside_contact_hours', meant: id };
  return { destination, responder };
}

function whoIsAt(directory: Directory, { platform, address }: Destination): Responder[] {
  if (platform !== 'slack') return respondersByPhone(directory, address);
  const responder = responderBySlackUser(directory, address);
  return responder ? [responder] : [];
}
