import { toBeCalledBy, toldBy, type RaisedAlert } from '../../src/domain/already-told.ts';
import { createHospital } from '../../src/domain/hospital.ts';
import type { Route } from '../../src/domain/platform-name.ts';
import { planFor } from '../../src/domain/triage.ts';
import { defaultConfig } from '../config/hospital-folder.ts';

const { directory, onCall, policy } = defaultConfig();
const hospital = createHospital(directory, onCall);

/** Tuesday, 10 in the morning in Santiago: ana is primary nurse, fernando charge nurse, hugo physician, luis supervisor, pedro the fail-safe recipient. */
const NOW = new Date('2027-03-02T13:00:00Z');
const before = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);
const critical = planFor(policy, { stage: 4, confidence: 0.93 });

/** A critical alert whose first step runs, and that has told the person nothing. */
function alert(more: Partial<RaisedAlert> = {}): RaisedAlert {
  return { code: 'K7F2-Q9MD', plan: critical, unit: null, acceptedAt: before(1), escalationLevel: 1, leftAt: null, onItsWay: false, asked: false, isTaken: false, ...more };
}

describe('Whether an alert has told somebody already', () => {
  test.each<[string, string, Partial<RaisedAlert>]>([
    ['a page of it left a minute ago', 'ana', { leftAt: before(1), asked: true }],
    ['a page of it left 10 minutes ago', 'ana', { leftAt: before(10), asked: true }],
    ['a page of it is on its way', 'ana', { onItsWay: true, asked: true }],
    ['its newest page is on its way and an old one left long ago', 'ana', { leftAt: before(60), onItsWay: true, asked: true }],
    ['it has only just been accepted, and its first step calls them', 'ana', { escalationLevel: 0 }],
    ['the same for whoever else that step calls', 'fernando', { escalationLevel: 0 }],
  ])('yes: %s', (_why, responder, more) => {
    expect(toldBy([alert(more)], responder, hospital, NOW)).toBe('K7F2-Q9MD');
  });

  test.each<[string, string, Partial<RaisedAlert>]>([
    ['it doesn’t call them', 'luis', {}],
    ['its last page to them left 11 minutes ago', 'ana', { leftAt: before(11), asked: true }],
    ['every page to them failed', 'ana', { asked: true }],
    ['every page to them failed before its first step was recorded', 'ana', { asked: true, escalationLevel: 0 }],
    ['its first step is over, and didn’t reach them', 'ana', { escalationLevel: 2 }],
    ['it has only just been accepted, and its first step calls others', 'luis', { escalationLevel: 0 }],
    ['it was accepted 11 minutes ago and hasn’t begun', 'ana', { escalationLevel: 0, acceptedAt: before(11) }],
    ['it waits on the list, and calls nobody', 'ana', { escalationLevel: 0, plan: { ...critical, mode: 'list' } }],
    ['its steps go by a way that they don’t have', 'ana', { escalationLevel: 0, plan: { ...critical, steps: critical.steps.map((step) => ({ ...step, routes: ['whatsapp-web'] })) } }],
  ])('no: %s', (_why, responder, more) => {
    expect(toldBy([alert(more)], responder, hospital, NOW)).toBeNull();
  });

  test('of several the first that has is named', () => {
    const told = { leftAt: before(1), asked: true };
    expect(toldBy([alert({ code: 'A2BC-D5EF' }), alert({ code: 'M3NP-R4ST', ...told }), alert(told)], 'ana', hospital, NOW)).toBe('M3NP-R4ST');
    expect(toldBy([], 'ana', hospital, NOW)).toBeNull();
  });
});

describe('Whether an alert calls somebody in a step to come', () => {
  const high = planFor(policy, { stage: 3, confidence: 0.93 });
  const called = (more: Partial<RaisedAlert>, responder: string, route: Route): string | null => toBeCalledBy([alert(more)], { responder, route }, hospital, NOW);

  test.each<[string, string, Partial<RaisedAlert>, Route]>([
    ['its second step does, while the first runs', 'hugo', {}, 'twilio'],
    ['and before the first has begun', 'hugo', { escalationLevel: 0 }, 'twilio'],
    ['its third step does', 'luis', { escalationLevel: 2 }, 'slack'],
    ['its present step goes by that platform first', 'hugo', { plan: high }, 'slack'],
  ])('yes: %s', (_why, responder, more, route) => {
    expect(called(more, responder, route)).toBe('K7F2-Q9MD');
  });

  test.each<[string, string, Partial<RaisedAlert>, Route]>([
    ['the step that runs does already', 'hugo', { escalationLevel: 2 }, 'twilio'],
    ['it never calls them', 'karina', {}, 'twilio'],
    ['the step that calls them does not go by that route', 'hugo', {}, 'twilio-sms'],
    ['its present step goes by another platform first', 'hugo', { plan: high }, 'twilio'],
    ['somebody has taken it', 'hugo', { isTaken: true }, 'twilio'],
    ['it waits on the list', 'hugo', { plan: { ...critical, mode: 'list' } }, 'twilio'],
    ['it calls them only when nobody has answered', 'pedro', { escalationLevel: 3 }, 'twilio'],
    ['that has come about', 'luis', { escalationLevel: 4 }, 'twilio'],
  ])('no: %s', (_why, responder, more, route) => {
    expect(called(more, responder, route)).toBeNull();
  });
});
