import type { Destination, Responder } from '../domain/people.ts';
import type { Recipient } from '../domain/plan.ts';
import type { Route } from '../domain/platform-name.ts';
import type { Severity } from '../domain/severity.ts';

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

export type Addressee = { destination: Destination; responder: Responder | null } | { nobody: NobodyReason };

/** What activities ask of the hospital's configuration, always as it stands now. */
export interface Hospital {
  addressee(addressing: Addressing): Addressee;
  responder(id: string): Responder | null;
  /** Responders who read an address, such as a shared ward phone. */
  whoReads(destination: Destination): Responder[];
  /** https link of the hospital's own system that carries only the code; null when not configured. */
  linkTo(code: string): string | null;
  /** Extension that answers 24 hours; null when not configured. */
  deskOf(unit: string | null): string | null;
}
