import type { Severity } from '../../src/domain/severity.ts';
import { SEVERITIES } from '../../src/domain/severity.ts';
import type { Claim, WantedNotification } from '../../src/ledger/ledger.ts';
import type { StoreLedger } from '../../src/ledger/store-ledger.ts';
import { anAlert, aRecord, NURSE, T0, wanted } from './fixtures.ts';
import type { TestLedger } from './fixtures.ts';

export const LIMIT = 2;
const WINDOW_MS = 60_000;
const CALL_TIMEOUT_MS = 10_000;
/** So long after a call began its provider may make the message, though the connection has broken. */
const MADE_WITHIN_MS = 5_000;
const CODES = ['AAAA-AAAA', 'BBBB-BBBB'];

/** Everything that can happen, in any order. `pick` chooses among what is there. */
export type Step =
  | { do: 'claim'; pick: number; by: number }
  | { do: 'end'; pick: number; how: 'sent' | 'failed' | 'retry' | 'timed_out'; created: boolean; stampedAtEnd: boolean }
  | { do: 'pass'; ms: number; created: boolean }
  | { do: 'setWall'; ms: number }
  | { do: 'press'; pick: number }
  | { do: 'acknowledge'; pick: number };

interface Call {
  attemptId: string;
  note: WantedNotification;
  /** A digest carries several. */
  noteIds: readonly string[];
  startedTick: number;
  by: StoreLedger;
}

/** The world around the ledger: calls that run, and what the provider really created. It throws when a promise is broken. */
export class ClaimModel {
  readonly #test: TestLedger;
  readonly #ledgers: StoreLedger[];
  readonly notes: WantedNotification[];
  readonly created: { attemptId: string; noteIds: readonly string[]; sender: string; tick: number }[] = [];
  readonly #running: Call[] = [];
  readonly #ended = new Set<string>();
  readonly #finished = new Set<string>();
  #events = 0;

  constructor(test: TestLedger, other: StoreLedger) {
    this.#test = test;
    this.#ledgers = [test.ledger, other];
    this.notes = Array.from({ length: 12 }, (_, index) =>
      wanted({
        code: CODES[index % 2] ?? '',
        purpose: index % 5 === 4 ? 'notice' : 'page',
        severity: SEVERITIES[index % 4] as Severity,
        sender: index % 4 === 0 ? 'sender-1' : 'sender-2',
        destination: { ...NURSE, address: index % 4 === 0 ? 'whatsapp:+56911111111' : 'whatsapp:+56922222222' },
        mayJoin: index % 5 !== 4,
        wantedAt: new Date(T0.getTime() + index),
        callTimeoutMs: CALL_TIMEOUT_MS,
      }),
    );
  }

  async begin(): Promise<void> {
    for (const code of CODES) await this.#test.ledger.accept(anAlert({ code }));
  }

  async take(step: Step): Promise<void> {
    if (step.do === 'claim') await this.#claim(this.#pick(this.notes, step.pick), this.#pick(this.#ledgers, step.by));
    if (step.do === 'pass') await this.#pass(step.ms, step.created);
    if (step.do === 'setWall') this.#test.time.setWallBy(step.ms);
    if (step.do === 'end' && this.#running.length > 0) await this.#end(this.#pick(this.#running, step.pick), step);
    if (step.do === 'press') await this.#press(this.#pick(CODES, step.pick));
    if (step.do === 'acknowledge') await this.#acknowledge(this.#pick(CODES, step.pick));
  }

  /** Goes on, with everything working, until each notification is sent or withdrawn. */
  async drain(): Promise<void> {
    for (let round = 0; round < 60; round += 1) {
      for (const note of this.notes) if (!this.#finished.has(note.id)) await this.#claim(note, this.#test.ledger);
      for (const call of [...this.#running]) await this.#end(call, { how: 'sent', created: true, stampedAtEnd: true });
      if (this.#finished.size === this.notes.length) return;
      await this.#pass(5_000, true);
    }
    throw new Error(`Never sent: ${this.notes.filter((note) => !this.#finished.has(note.id)).length} notifications`);
  }

  async #claim(note: WantedNotification, by: StoreLedger): Promise<void> {
    const claim = await by.claim(note, this.#test.time.now());
    this.#finished.delete(note.id);
    if (claim.grant === 'send') this.#start(note, by, claim);
    if (claim.grant === 'settle') await this.#settle(claim.attemptId, by);
    if (claim.grant === 'wait' && claim.until <= this.#test.time.now()) throw new Error('Told to wait for a time that has passed');
    if (claim.grant === 'done' || claim.grant === 'withdrawn') this.#finished.add(note.id);
    const isThere = this.created.some((message) => message.noteIds.includes(note.id));
    if (claim.grant === 'done' && claim.state === 'sent' && !isThere) throw new Error('Called sent what nobody received');
    if (claim.grant === 'withdrawn' && note.purpose !== 'page') throw new Error('Withdrew what is no page');
  }

  #start(note: WantedNotification, by: StoreLedger, claim: Extract<Claim, { grant: 'send' }>): void {
    const noteIds = claim.notificationIds;
    const carried = this.notes.filter(({ id }) => noteIds.includes(id));
    if (!noteIds.includes(note.id)) throw new Error('Left out the page that was claimed');
    if (carried.some(({ sender, destination }) => sender !== note.sender || destination.address !== note.destination.address)) throw new Error('Sent to somebody else');
    if (carried.some(({ purpose, code }) => purpose === 'page' && this.#ended.has(code))) throw new Error('Sent a page after an acknowledgment');
    if (this.#running.some((call) => call.noteIds.some((id) => noteIds.includes(id)))) throw new Error('Sent twice at the same time');
    if (this.created.some((message) => message.noteIds.some((id) => noteIds.includes(id)))) throw new Error('Sent what was there already');
    this.#running.push({ attemptId: claim.attemptId, note, noteIds, startedTick: this.#test.time.tick(), by });
  }

  async #settle(attemptId: string, by: StoreLedger): Promise<void> {
    if (this.#running.some((call) => call.attemptId === attemptId)) throw new Error('Settled a call that still runs');
    const found = this.created.find((message) => message.attemptId === attemptId);
    if (found) await by.adopt(attemptId, { ref: { id: attemptId, conversation: 'c' }, state: 'sent' }, this.#test.time.now());
    else await by.giveUp(attemptId, this.#test.time.now());
  }

  async #end(call: Call, step: Pick<Extract<Step, { do: 'end' }>, 'how' | 'created' | 'stampedAtEnd'>): Promise<void> {
    this.#running.splice(this.#running.indexOf(call), 1);
    const now = this.#test.time.now();
    const latest = step.how === 'timed_out' ? call.startedTick + MADE_WITHIN_MS : 0;
    const tick = step.stampedAtEnd ? Math.max(this.#test.time.tick(), latest) : call.startedTick;
    if (step.how === 'sent' || (step.how === 'timed_out' && step.created)) this.#create(call, tick);
    if (step.how === 'sent') await call.by.markSent(call.attemptId, { ref: { id: call.attemptId, conversation: 'c' }, state: 'sent' }, now);
    if (step.how === 'failed') await call.by.markFailed(call.attemptId, { kind: 'retry_after', code: 'refused' }, now, now);
    if (step.how === 'retry') await call.by.markFailed(call.attemptId, { kind: 'retry_after', code: '429' }, new Date(now.getTime() + 7_000), now);
    if (step.how === 'timed_out') await call.by.markUncertain(call.attemptId, { kind: 'settle_first', code: 'timeout' }, now);
  }

  /** A call that outlives its deadline is one whose process died: nobody books it, and the message may be there or not. */
  async #pass(ms: number, created: boolean): Promise<void> {
    this.#test.time.pass(ms);
    for (const call of [...this.#running]) {
      if (this.#test.time.tick() < call.startedTick + CALL_TIMEOUT_MS) continue;
      this.#running.splice(this.#running.indexOf(call), 1);
      if (created) this.#create(call, call.startedTick);
    }
  }

  #create(call: Call, tick: number): void {
    this.created.push({ attemptId: call.attemptId, noteIds: call.noteIds, sender: call.note.sender, tick });
    const ticks = this.created.filter((message) => message.sender === call.note.sender).map((message) => message.tick).sort((a, b) => a - b);
    if (ticks.some((at, index) => (ticks[index + LIMIT] ?? Infinity) - at < WINDOW_MS)) throw new Error(`More than ${LIMIT} in one window`);
  }

  async #press(code: string): Promise<void> {
    this.#events += 1;
    const eventId = `E${this.#events}`;
    await this.#test.ledger.receive({ platform: 'slack', eventId, receivedAt: this.#test.time.now(), kind: 'press', code, mayAcknowledge: true, body: '{}' });
    this.#ended.add(code);
  }

  async #acknowledge(code: string): Promise<void> {
    await this.#test.ledger.record(aRecord({ code, revision: 1, status: 'acknowledged' }), T0);
    this.#ended.add(code);
  }

  #pick<T>(list: readonly T[], pick: number): T {
    return list[pick % list.length] as T;
  }
}
