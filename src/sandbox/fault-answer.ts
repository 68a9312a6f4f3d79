import type { FastifyReply } from 'fastify';
import type { Fault } from './faults.ts';

/** A whole HTTP answer of a provider. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** What the caller will see of a call: `answer` is null when it gets none. Its status belongs in the journal. */
export interface Outcome {
  answer: Answer | null;
  fault: Fault | null;
  /** What the provider itself answered; null when it never got to see the request. */
  own: Answer | null;
}

/** How the provider itself does the two things a fault may ask for. */
export interface Provider {
  /** Takes the request (stores the message) and answers it. */
  process(): Answer;
  /** An error in the provider's own form. */
  platformError(code: string | number, fields: Record<string, unknown>): Answer;
}

/** Decides what a call comes to under a fault, taking the request or not. Nothing is sent yet. */
export function decideOutcome(fault: Fault | null, provider: Provider): Outcome {
  let own: Answer | null = null;
  const process = (): Answer => (own = provider.process());
  return { answer: answerUnder(fault, { ...provider, process }), fault, own };
}

function answerUnder(fault: Fault | null, provider: Provider): Answer | null {
  if (fault === null) return provider.process();
  if ('when' in fault && fault.when === 'after') provider.process();
  switch (fault.kind) {
    case 'platform_error':
      return provider.platformError(fault.code, fault.fields);
    case 'delay':
    case 'slow_body':
      return provider.process();
    case 'truncate': {
      const whole = provider.process();
      return { ...whole, body: whole.body.slice(0, Math.floor(whole.body.length / 2)) };
    }
    case 'status':
      return { status: fault.status, headers: fault.headers, body: fault.body };
    case 'html':
      return htmlPage(fault.status);
    case 'hang':
    case 'reset':
    case 'half_close':
      return null;
  }
}

function htmlPage(status: number): Answer {
  const body = '<!doctype html><html><head><title>Gateway</title></head><body><h1>Please wait</h1></body></html>';
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

/** Puts the outcome on the wire. */
export function deliver(reply: FastifyReply, { answer, fault }: Outcome): void {
  if (answer === null) return breakOff(reply, fault);
  if (fault?.kind === 'slow_body') return deliverSlowly(reply, answer, fault.ms);
  if (fault?.kind === 'delay') return deliverRaw(reply, answer, fault.ms);
  void reply.code(answer.status).headers(answer.headers).send(answer.body);
}

/** No answer, in one of the ways in which none comes. */
function breakOff(reply: FastifyReply, fault: Fault | null): void {
  reply.hijack();
  if (fault?.kind === 'half_close') reply.raw.socket?.end();
  if (fault?.kind === 'hang' || fault?.kind === 'half_close') later(reply, fault.ms, () => reply.raw.destroy());
  else reply.raw.socket?.resetAndDestroy();
}

function deliverRaw(reply: FastifyReply, answer: Answer, afterMs: number): void {
  reply.hijack();
  later(reply, afterMs, () => reply.raw.writeHead(answer.status, answer.headers).end(answer.body));
}

function deliverSlowly(reply: FastifyReply, answer: Answer, afterMs: number): void {
  reply.hijack();
  const bytes = Buffer.from(answer.body);
  reply.raw.writeHead(answer.status, { ...answer.headers, 'content-length': String(bytes.length) });
  reply.raw.write(bytes.subarray(0, 1));
  later(reply, afterMs, () => reply.raw.end(bytes.subarray(1)));
}

/** Runs `act` after a while, unless the caller has hung up by then. Keeps no process alive. */
function later(reply: FastifyReply, afterMs: number, act: () => void): void {
  const timer = setTimeout(act, afterMs).unref();
  reply.raw.once('close', () => clearTimeout(timer));
}
