import type twilio from 'twilio';
import type { Failure } from '../../domain/failure.ts';
import type { TwilioIngress, TwilioReading } from './events.ts';

/** A message of ours whose end isn't known. */
export interface OpenAttempt {
  sid: string;
  /** Our address it went out from. */
  sender: string;
  sentAt: Date;
}

export interface TwilioPollerOptions {
  client: ReturnType<typeof twilio>;
  /** Our numbers, as addresses: `whatsapp:+E164`, `+E164`. */
  senders: readonly string[];
  ingress: TwilioIngress;
  /** Messages of ours that Twilio took and whose end isn't known, oldest first, with the address they went out from. */
  openAttempts: () => Promise<OpenAttempt[]>;
  reading: Pick<TwilioReading, 'toDeliveryState'>;
  classify: (error: unknown) => Failure;
  /** Bounds what polling asks of Twilio. */
  meter: { take(calls: number, now: Date): boolean };
  /** Replies from then on are wanted: when the last one came in, or the first start. */
  since: Date;
  everyMs: number;
  /** Messages younger than this are left to Twilio's webhook, which tells of quotes and buttons; 0 where there is none, milliseconds. */
  leaveYoungerThanMs?: number;
  now: () => Date;
  /** Milliseconds of a clock that nobody sets. */
  tick: () => number;
  onFailure?: (failure: Failure) => void;
  /** Runs something later and returns what calls it off; a timer unless given. */
  schedule?: (run: () => void, afterMs: number) => () => void;
}

/** What a cycle may ask with; a call beyond the meter's allowance ends the cycle. */
export interface PollContext extends Omit<TwilioPollerOptions, 'meter'> {
  ask<T>(call: () => Promise<T>): Promise<T>;
}
