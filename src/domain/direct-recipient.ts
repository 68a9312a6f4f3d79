import { channelByName, destinationOf, responderById, responderBySlackUser, type Directory, type DirectoryResponder } from './directory.ts';
import type { Recipient } from './plan.ts';
import type { Route } from './platform-name.ts';

/** The ways that a direct message may go. */
export type DirectRoute = Extract<Route, 'slack' | 'twilio' | 'twilio-sms'>;

/** Whom a direct message goes to: a person, or a Slack channel by its purpose. */
export type DirectRecipient = Extract<Recipient, { kind: 'responder' | 'channel' }>;

/**
 * Why there is nobody to send to. `unknown_recipient`: not in the directory. `wrong_address`: of another way than the one asked for.
 * `several_people`: an address that several answer on, so that whoever is meant has to be named. `no_destination`: they are not
 * reached that way.
 */
export type RecipientRefusal = 'unknown_recipient' | 'wrong_address' | 'several_people' | 'no_destination';

const WHATSAPP = 'whatsapp:';
const PHONE = /^(?:whatsapp:)?\+\d+$/;

/** A channel's or user's id as Slack writes them. https://docs.slack.dev/reference/objects/ */
const SLACK_ID = /^[CGUW][A-Z0-9]{8,}$/;

/**
 * Whom a caller means: by a responder's id, by a phone number with or without `whatsapp:`, by a Slack user or channel id, or by a
 * channel's `#name`. Nobody who isn't in the directory is ever written to.
 */
export function findDirectRecipient(directory: Directory, { route, to }: { route: DirectRoute; to: string }): { recipient: DirectRecipient } | { refused: RecipientRefusal } {
  const named = responderById(directory, to);
  if (named) return destinationOf(named, route) ? toPerson(named) : { refused: 'no_destination' };
  if (to.startsWith('#') || SLACK_ID.test(to)) return route === 'slack' ? onSlack(directory, to) : { refused: 'wrong_address' };
  if (!PHONE.test(to)) return { refused: 'unknown_recipient' };
  if (route === 'slack' || (route === 'twilio-sms' && to.startsWith(WHATSAPP))) return { refused: 'wrong_address' };
  return onPhone(directory, route, to.replace(WHATSAPP, ''));
}

function onSlack(directory: Directory, to: string): { recipient: DirectRecipient } | { refused: RecipientRefusal } {
  const channel = to.startsWith('#') ? channelByName(directory, to) : directory.channels.find(({ id }) => id === to);
  if (channel) return { recipient: { kind: 'channel', channel: channel.purpose } };
  const responder = responderBySlackUser(directory, to);
  return responder ? toPerson(responder) : { refused: 'unknown_recipient' };
}

function onPhone({ responders }: Directory, route: 'twilio' | 'twilio-sms', number: string): { recipient: DirectRecipient } | { refused: RecipientRefusal } {
  const hasIt = (address: string | undefined): boolean => address?.replace(WHATSAPP, '') === number;
  const [first, ...others] = responders.filter(({ destinations }) => hasIt(destinations[route]));
  if (first === undefined) return { refused: responders.some(({ destinations }) => Object.values(destinations).some(hasIt)) ? 'no_destination' : 'unknown_recipient' };
  return others.length === 0 ? toPerson(first) : { refused: 'several_people' };
}

function toPerson({ id }: DirectoryResponder): { recipient: DirectRecipient } {
  return { recipient: { kind: 'responder', responder: id } };
}
