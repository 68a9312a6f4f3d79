import type { AlertEvent, SendEffect, SendResult, Transition } from '../../../src/domain/escalation/alert-event.ts';
import { createAlertState, nextDeadlineMs, type AlertState } from '../../../src/domain/escalation/alert-state.ts';
import { transition } from '../../../src/domain/escalation/transition.ts';
import type { AlertPlan } from '../../../src/domain/plan.ts';
import type { AlertRequest, RequestAnswer, RequestKind } from '../../../src/domain/request.ts';
import type { TimelineEntry } from '../../../src/domain/alert.ts';
import { aPlan } from './a-plan.ts';

/** Who holds a role in these tests. */
export const HOLDERS: Record<string, string> = {
  primary_nurse: 'ana', charge_nurse: 'luis', physician: 'marta', wound_nurse: 'rosa', supervisor: 'pablo', fail_safe: 'elena',
};

/** Drives the state machine by hand: a clock that only moves when told, and every send answered when the test says so. */
export class AlertUnderTest {
  state: AlertState;
  nowMs: number;
  waiting: SendEffect[] = [];
  /** Every send that was asked for, in order. */
  readonly sends: SendEffect[] = [];
  /** Lines of the timeline, and how many of them were written over. */
  written = 0;
  rewritten = 0;
  announcements = 0;
  readonly timeline: TimelineEntry[] = [];
  private requests = 0;
  private lastRequest: AlertRequest | null = null;

  constructor(plan: AlertPlan = aPlan(), startMs = Date.parse('2026-03-01T03:00:00Z'), drill = false) {
    this.nowMs = startMs;
    this.state = createAlertState({ code: 'K7F2-Q9MD', plan, stage: 4, confidence: 0.9, unit: 'uci', drill });
    this.happen({ type: 'started' });
  }

  happen(event: AlertEvent): Transition {
    const done = transition(this.state, event, this.nowMs);
    this.state = done.state;
    for (const { seq, entry } of done.entries) {
      if (this.timeline[seq] === undefined) this.written += 1;
      else this.rewritten += 1;
      this.timeline[seq] = entry;
    }
    for (const effect of done.effects) {
      if (effect.type === 'send') {
        this.waiting.push(effect);
        this.sends.push(effect);
      } else this.announcements += 1;
    }
    return done;
  }

  ask(kind: RequestKind, by: string, details: Partial<AlertRequest> = {}): RequestAnswer {
    this.requests += 1;
    const request: AlertRequest = { id: `request-${this.requests}`, kind, by: { kind: 'responder', id: by }, via: 'slack', ...details };
    this.lastRequest = request;
    return this.answerTo(request);
  }

  /** The last request once more, as a webhook that comes twice does. */
  askAgain(): RequestAnswer {
    if (!this.lastRequest) throw new Error('nothing was asked yet');
    return this.answerTo(this.lastRequest);
  }

  private answerTo(request: AlertRequest): RequestAnswer {
    const { answer } = this.happen({ type: 'request', request });
    if (!answer) throw new Error('a request must be answered');
    return answer;
  }

  /** Answers every send that waits, and those that follow from it. */
  finishSends(decide: (send: SendEffect) => Partial<SendResult> = () => ({})): SendEffect[] {
    const finished: SendEffect[] = [];
    for (let send = this.waiting.shift(); send; send = this.waiting.shift()) {
      finished.push(send);
      const result: SendResult = { outcome: 'sent', responder: holderOf(send), reason: null, ...decide(send) };
      this.happen({ type: 'send_finished', id: send.id, result });
    }
    return finished;
  }

  /** Lets time pass, deadline by deadline. */
  wait(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (let due = nextDeadlineMs(this.state); due !== null && due <= untilMs; due = nextDeadlineMs(this.state)) {
      this.nowMs = due;
      this.happen({ type: 'time_passed' });
    }
    this.nowMs = untilMs;
  }

  told(kind: TimelineEntry['kind']): TimelineEntry[] {
    return this.timeline.filter((entry) => entry?.kind === kind);
  }
}

export function holderOf({ recipient }: SendEffect): string | null {
  if (recipient.kind === 'channel') return null;
  return recipient.kind === 'responder' ? recipient.responder : (HOLDERS[recipient.role] ?? null);
}

export function addressed(sends: SendEffect[]): string[] {
  return sends.map((send) => `${holderOf(send) ?? 'channel'} by ${send.route}`);
}
