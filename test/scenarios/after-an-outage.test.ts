import { Client, Connection } from '@temporalio/client';
import { AlertClient } from '../../src/client.ts';
import { planFor, planForAlert } from '../../src/domain/triage.ts';
import { NO_LIMITS } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

/** A Tuesday, 19:55 in Santiago: at 20:00 the nurses of the day hand over to those of the night. */
const FIVE_TO_EIGHT = '2027-03-02T22:55:00Z';

/** A stage 2 finding pages two nurses one after the other, by WhatsApp alone and with five minutes each. */
const soon = (policy: string): string =>
  policy.replace(/( {2}medium:\n[\s\S]*?)(\n {2}low:)/, (_all, medium: string, next: string) =>
    medium.replace('[slack, twilio]', '[twilio]').replace(/ {4}post: .*\n/, '').replace(/(to: \[(?:primary|charge)_nurse\]\n {8}window:) 30 min\n {8}remindAt: \[15 min\]/g, '$1 5 min\n        remindAt: [3 min]') + next);

describe('the provider takes nothing for some minutes, in which a shift changes', () => {
  let ward: Ward;
  let before: string;
  let meanwhile: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: FIVE_TO_EIGHT, env: NO_LIMITS, config: { 'policy.yaml': soon } });
    before = await ward.detect({ stage: 2, confidence: 0.93 });
    expect(await ward.messages()).toEqual(['ana by whatsapp: page']);
    ward.sandbox.faults.add({ platform: 'twilio', operation: 'messages.create', fault: { kind: 'status', status: 429 } });
    await ward.wait('1 min');
    meanwhile = await ward.detect({ stage: 2, confidence: 0.93 });
    await ward.wait('6 min');
  });
  afterAll(() => ward.close());

  test('nothing leaves meanwhile, and what is asked for waits', async () => {
    expect(await ward.messages()).toEqual([]);
    for (const code of [before, meanwhile]) expect(await ward.show(code)).toMatchObject({ escalationLevel: 2 });
  });

  test('then whoever is on call by now is paged, once for each alert, and no reminder of the past nor a page to the shift before leaves', async () => {
    ward.sandbox.faults.clear();
    await ward.wait('20 s');
    expect(await ward.messages()).toEqual(['diego by whatsapp: page', 'elena by whatsapp: page', 'elena by whatsapp: page']);
    expect(ward.texts('diego')[0]).toContain(meanwhile);
  });

  test('the history says what was withdrawn, and that it was needed no longer', async () => {
    const withdrawn = async (code: string): Promise<unknown[]> => (await ward.show(code)).timeline.filter(({ kind }) => kind === 'page_withdrawn');
    expect(await withdrawn(before)).toMatchObject([{ step: 1, reason: 'superseded', responder: 'diego' }]);
    expect(await withdrawn(meanwhile)).toMatchObject([{ step: 1, reason: 'superseded', responder: 'diego' }]);
    expect((await ward.show(meanwhile)).timeline).toContainEqual(expect.objectContaining({ kind: 'step_started', step: 2, reason: 'step_unreached' }));
  });

  test('the time in a message that waited is ahead, and the alert\'s own', async () => {
    const inSantiago = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/Santiago', hour: '2-digit', minute: '2-digit' });
    for (const [person, code] of [['diego', meanwhile], ['elena', before], ['elena', meanwhile]] as const) {
      const { nextDeadline } = await ward.show(code);
      expect(Date.parse(nextDeadline ?? '')).toBeGreaterThan(ward.time.now().getTime());
      expect(ward.texts(person).find((text) => text.includes(code))).toContain(inSantiago.format(new Date(nextDeadline ?? '')));
    }
    for (const code of [before, meanwhile]) await ward.ask(code, 'cancel', 'elena');
    await ward.messages();
  });
});

describe('Temporal is away for some minutes, in which a shift changes', () => {
  let ward: Ward;
  let cutOff: AlertClient;
  let connection: Connection;
  beforeAll(async () => {
    ward = await openWard({ startAt: FIVE_TO_EIGHT, env: NO_LIMITS, config: { 'policy.yaml': soon } });
    const { ledger, config } = ward.service;
    // The discard port: nothing listens there.
    connection = Connection.lazy({ address: '127.0.0.1:9' });
    cutOff = new AlertClient({
      temporal: new Client({ connection }), ledger, now: () => ward.time.now(),
      planFor: (detection) => planFor(config.current().policy, detection), planForAlert: (alert) => planForAlert(config.current().policy, alert),
    });
  });
  afterAll(async () => {
    await cutOff.settled();
    await connection.close();
    await ward.close();
  });

  test('a finding of before it changed pages whoever is on call by then, and gives them their whole time', async () => {
    const { code, started } = await cutOff.raise({ stage: 2, confidence: 0.93 });
    expect(started).toBe(false);
    await ward.wait('12 min');
    await ward.sweep();
    await ward.begun({ code });
    expect(await ward.messages()).toEqual(['diego by whatsapp: page']);
    const { nextDeadline } = await ward.show(code);
    const leftMs = Date.parse(nextDeadline ?? '') - ward.time.now().getTime();
    expect(leftMs).toBeGreaterThan(4 * 60_000);
    expect(leftMs).toBeLessThanOrEqual(5 * 60_000);
    await ward.ask(code, 'cancel', 'elena');
    await ward.messages();
  });
});
