import type { JournalEntry } from '../../src/sandbox/journal.ts';
import { recipientsOf } from '../../chaos/hospital.ts';

export const CODE = 'G2XX-Q3M1';
/** Any time. */
export const KILLED_AT = Date.parse('2026-03-03T12:00:00.000Z');

interface Written {
  marked?: boolean;
  code?: string;
}

/** A page as Slack gets it; a channel finds no buttons on it. */
export function slackPage(to: string, at: number, { marked = false, code = CODE }: Written = {}): JournalEntry {
  const text = `Alerta CRÍTICA · ${code}${marked ? ' (repetición)' : ''}\nVea al paciente.\nSin tomar · antes de 09:43`;
  const buttons = to.startsWith('C') ? [] : [{ type: 'actions', elements: [{ type: 'button', value: `${code}.1.1.${to}.slack.page.0` }] }];
  const metadata = JSON.stringify({ event_payload: { attempt_id: '3aba164e-980e-4049-8523-a7390b1e2e9f' } });
  return entry('slack', 'chat.postMessage', to, at, { channel: to, text, metadata, blocks: JSON.stringify(buttons) }, 200);
}

/** A page as Twilio gets it, by a template. */
export function twilioPage(to: string, at: number, { marked = false, code = CODE }: Written = {}): JournalEntry {
  const slots = { 1: 'CRÍTICA', 2: `${code}${marked ? ' (repetición)' : ''}`, 5: `${code}.1.1.${to.replaceAll(/\D/g, '')}.twilio.page.0:Gs3Iafg3WHO4` };
  return entry('twilio', 'messages.create', to, at, { To: to, ContentVariables: JSON.stringify(slots) }, 201);
}

/** Several alerts in one message, as Twilio gets it: its button carries the attempt's id. `more` it counts and doesn't name. */
export function twilioDigest(to: string, at: number, codes: readonly string[], more = 0): JournalEntry {
  const slots = { 1: 'CRÍTICA', 2: more === 0 ? codes.join(' ') : `${codes.join(' ')} y ${more} más`, 3: '3aba164e-980e-4049-8523-a7390b1e2e9f:Gs3Iafg3WHO4' };
  return entry('twilio', 'messages.create', to, at, { To: to, ContentVariables: JSON.stringify(slots) }, 201);
}

function entry(platform: 'slack' | 'twilio', operation: string, to: string, at: number, body: object, status: number): JournalEntry {
  return { seq: 0, at: new Date(at).toISOString(), platform, operation, to, body, status };
}

/** One page to every address that a critical alert's first step names, right before the kill. */
export function judgedPages(): JournalEntry[] {
  const addresses = recipientsOf('critical').flatMap(({ addresses: all }) => all);
  return addresses.map((to, index) => (to.startsWith('whatsapp:') ? twilioPage : slackPage)(to, KILLED_AT - 500 + index));
}
