import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

const MINUTE_MS = 60_000;

describe('a pause', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });
  afterAll(() => ward.close());

  test('is nobody\'s to take while nobody holds the alert', async () => {
    expect(await ward.ask(code, 'snooze', 'ana', { forMs: 5 * MINUTE_MS })).toMatchObject({ ok: false, outcome: 'needs_owner' });
  });

  test('is the owner\'s alone, and bounded by policy', async () => {
    await ward.press('ana', 'acknowledge', code);
    await ward.messages();
    expect(await ward.ask(code, 'snooze', 'fernando', { forMs: 5 * MINUTE_MS })).toMatchObject({ ok: false, outcome: 'not_owner' });
    expect(await ward.ask(code, 'snooze', 'ana', { forMs: 11 * MINUTE_MS })).toMatchObject({ ok: false, outcome: 'snooze_too_long' });
    expect(await ward.messages()).toEqual([]);
  });

  test('brings nothing forward: the owner is reminded when they would have been', async () => {
    const { nextDeadline } = await ward.show(code);
    expect(await ward.ask(code, 'snooze', 'ana', { forMs: 10 * MINUTE_MS })).toMatchObject({ ok: true, outcome: 'snoozed', owner: { responder: 'ana' }, nextDeadline });
    await ward.wait('25 min');
    expect(await ward.messages()).toEqual([]);
  });

  test('ends with a reminder to the owner, who held it all the time', async () => {
    expect(await ward.ask(code, 'snooze', 'ana', { forMs: 10 * MINUTE_MS })).toMatchObject({ ok: true, outcome: 'snoozed', owner: { responder: 'ana' } });
    await ward.wait('9 min');
    expect(await ward.messages()).toEqual([]);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    await ward.wait('2 min');
    expect(await ward.messages()).toEqual(told(['ana'], ['slack', 'whatsapp'], 'attend reminder'));
    expect(ward.texts('ana').at(-1)).toMatch(/^Usted tomó la alerta CRÍTICA de Vigía: \S+\n¿Ya está atendida\? Responda LISTO/);
  });

  test('does not put off for ever: the second clock goes on after it, with the reminders that are left', async () => {
    await ward.wait('10 min');
    expect(await ward.messages()).toEqual(told(['ana'], ['slack', 'whatsapp'], 'attend reminder'));
    await ward.wait('10 min');
    expect(await ward.show(code)).toMatchObject({ status: 'notified', acknowledgedBy: null, escalationLevel: 2 });
    await ward.messages();
  });
});
