import { sayCorrection } from '../domain/correction.ts';
import type { Correction } from '../domain/correction.ts';
import type { Directory, DirectoryResponder } from '../domain/directory.ts';
import { ROUTES } from '../domain/platform-name.ts';
import type { Route } from '../domain/platform-name.ts';
import type { ConfigFinding, ConfigPath } from './config-problem.ts';
import { DIRECTORY_WORDS } from './directory-words.ts';
import type { DirectoryWords } from './directory-words.ts';

/** What else decides about the directory. */
export interface DirectoryContext {
  /** Ids of the responders who are or may be on call for a role that policy uses. */
  onCall: ReadonlySet<string>;
  /** Ids of those who may be called as the fail-safe recipient. */
  failSafe: ReadonlySet<string>;
  configured: readonly Route[];
  production: boolean;
}

/** WhatsApp is one app however it is reached; so these are the ways that can fail one without the other. */
const WAY_OF: Record<Route, 'Slack' | 'WhatsApp' | 'SMS'> = { slack: 'Slack', twilio: 'WhatsApp', 'whatsapp-web': 'WhatsApp', 'twilio-sms': 'SMS' };

/** What the directory's own words, the rota and the configured routes say against each other. */
export function checkDirectory(directory: Directory, context: DirectoryContext): ConfigFinding[] {
  return [
    ...directory.responders.flatMap((responder) => [
      ...checkRoles(responder, directory),
      ...checkContactHours(responder, context),
      ...(context.onCall.has(responder.id) ? checkReach(responder, context) : []),
      ...(context.failSafe.has(responder.id) ? checkSms(responder) : []),
    ]),
    ...checkShared(directory),
    ...checkChannels(directory),
    ...(context.production ? checkProduction(directory) : []),
  ];
}

function finding(path: ConfigPath, tell: (words: DirectoryWords) => Correction): ConfigFinding {
  return { file: 'directory.yaml', path, ...sayCorrection(DIRECTORY_WORDS, tell) };
}

function checkRoles({ id, roles }: DirectoryResponder, directory: Directory): ConfigFinding[] {
  const known = directory.roles.map((role) => role.id);
  return roles.flatMap((role, index) => (known.includes(role) ? [] : [finding(['responders', id, 'roles', index], (words) => words.roleUnlisted(role, known))]));
}

function checkContactHours(responder: DirectoryResponder, { onCall, configured }: DirectoryContext): ConfigFinding[] {
  const has = ROUTES.filter((route) => responder.destinations[route] !== undefined);
  const at = ['responders', responder.id, 'contactHours'];
  const idle = (Object.keys(responder.contactHours) as Route[]).filter((route) => !has.includes(route));
  const found = idle.map((route) => finding([...at, route], ({ hoursWithoutRoute }) => hoursWithoutRoute));
  const usable = has.filter((route) => configured.includes(route));
  const limited = usable.length > 0 && usable.every((route) => responder.contactHours[route] !== undefined);
  if (limited && onCall.has(responder.id)) found.push(finding(at, ({ everyRouteLimited }) => everyRouteLimited));
  return found;
}

function checkReach({ id, destinations }: DirectoryResponder, { configured }: DirectoryContext): ConfigFinding[] {
  const ways = [...new Set(configured.filter((route) => destinations[route] !== undefined).map((route) => WAY_OF[route]))];
  if (ways.length >= 2) return [];
  return [finding(['responders', id, 'destinations'], (words) => words.tooFewWays(ways[0] ?? null))];
}

function checkSms({ id, destinations }: DirectoryResponder): ConfigFinding[] {
  if (destinations['twilio-sms'] !== undefined) return [];
  return [finding(['responders', id, 'destinations'], ({ failSafeWithoutSms }) => failSafeWithoutSms)];
}

/** The phone behind an address, or the Slack user. WhatsApp and SMS on one number are one phone. */
function deviceOf(route: Route, address: string): string {
  return route === 'slack' ? address : address.replace(/^whatsapp:/, '');
}

function checkShared(directory: Directory): ConfigFinding[] {
  const holders = directory.responders.flatMap((responder) => ROUTES.flatMap((route) => {
    const address = responder.destinations[route];
    return address === undefined ? [] : [{ id: responder.id, route, device: deviceOf(route, address), shared: responder.shared.includes(route) }];
  }));
  return holders.flatMap(({ id, route, device, shared }) => {
    const others = [...new Set(holders.filter((holder) => holder.device === device && holder.id !== id).map((holder) => holder.id))];
    const path = ['responders', id, 'destinations', route];
    if (others.length > 0 && !shared) return [finding(path, (words) => words.addressOfOthers(others))];
    return [];
  });
}

function checkChannels({ channels }: Directory): ConfigFinding[] {
  return channels.flatMap(({ purpose, id, name }, index) => {
    const twin = channels.slice(0, index).find((other) => other.id === id || other.name === name);
    return twin === undefined ? [] : [finding(['channels', purpose], (words) => words.channelTwice(twin.purpose))];
  });
}

/** 555-01xx is kept free for fiction in North America (https://nanpa.com); +1234567890 is nobody's number either. */
const INVENTED = /^(?:whatsapp:)?\+1(?:\d{3}55501\d{2}|234567890)$/;
/** Names that never lead anywhere: https://www.rfc-editor.org/rfc/rfc2606 */
const RESERVED_HOST = /(?:^|\.)(?:example|invalid|test|localhost|example\.(?:com|net|org))$/;

/** What only a hospital at work must have: a way to the patient, and people who exist. */
function checkProduction(directory: Directory): ConfigFinding[] {
  const found: ConfigFinding[] = [];
  if (directory.linkTemplate === null) found.push(finding(['linkTemplate'], ({ linkMissing }) => linkMissing));
  else if (RESERVED_HOST.test(new URL(directory.linkTemplate.replace('{code}', '0')).hostname)) found.push(finding(['linkTemplate'], ({ linkOfExample }) => linkOfExample));
  if (directory.desk === null) found.push(finding(['desk'], ({ deskMissing }) => deskMissing));
  for (const { id, destinations } of directory.responders) {
    const invented = Object.values(destinations).some((address) => INVENTED.test(address) || address.startsWith('U0VIGIA'));
    if (invented) found.push(finding(['responders', id, 'destinations'], ({ addressesOfExample }) => addressesOfExample));
  }
  for (const { purpose, id } of directory.channels) {
    if (id.startsWith('C0VIGIA')) found.push(finding(['channels', purpose, 'id'], ({ channelOfExample }) => channelOfExample));
  }
  return found;
}
