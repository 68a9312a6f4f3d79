import { FIRST_STEP_OF_CRITICAL, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';
import { waitUntil } from '../support/wait-until.ts';

/** Room for the first pages and hardly more: telling who has it waits for a whole minute. */
const TIGHT = { VIGIA_LIMIT_TWILIO: '2', VIGIA_LIMIT_SLACK: '3' };

describe('a platform\'s limit is used up', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: TIGHT });
  });
  afterAll(async () => {
    await ward.wait('5 min');
    await ward.messages();
    await ward.close();
  });

  const inSeconds = (at: string): number => (Date.parse(at) - ward.time.now().getTime()) / 1_000;

  test('an alert that has to wait says so: once a page in its story, by which routes and until when, and health how many wait', async () => {
    const first = await ward.detect({ stage: 4, confidence: 0.93 });
    // From half of a limit on, each page is held for a moment, in case others join it.
    await ward.wait('10 s');
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    const code = await ward.detect({ stage: 4, confidence: 0.93 });
    await ward.wait('10 s');
    expect(await ward.messages()).toEqual([]);
    const { waiting, timeline } = await ward.show(code);
    expect(waiting?.map(({ route }) => route).sort()).toEqual(['slack', 'slack', 'slack', 'twilio', 'twilio']);
    const delayed = timeline.filter(({ kind }) => kind === 'page_delayed');
    expect(delayed.map(({ route, responder, channel }) => `${responder ?? channel} by ${route}`).sort())
      .toEqual(['ana by slack', 'ana by twilio', 'emergency_escalation by slack', 'fernando by slack', 'fernando by twilio']);
    expect(delayed.map(({ reason }) => reason)).toEqual(delayed.map(() => 'limit'));
    const { limits } = (await ward.get('/health')).body;
    // The room that the first alert took is free again a minute after.
    const times = [...delayed, ...waiting ?? []].map(({ until }) => until).concat(limits.slice(0, 2).map(({ waitingUntil }) => waitingUntil ?? ''));
    expect(times.map((until) => inSeconds(until ?? '')).filter((seconds) => !(seconds > 30 && seconds < 60))).toEqual([]);
    expect(limits.map(({ sender, waiting: count }) => [sender, count])).toEqual([['slack', 3], ['twilio whatsapp', 2], ['twilio sms', 0]]);
    await ward.wait('2 min');
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    expect(await ward.show(code)).not.toHaveProperty('waiting');
    expect((await ward.show(code)).timeline.filter(({ kind }) => kind === 'page_delayed')).toEqual(delayed);
    for (const each of [first, code]) await ward.ask(each, 'cancel', 'ana');
    await ward.wait('5 min');
    await ward.messages();
  });

  test('what changes while telling others waits is on record at once: claims, the list and the command line go by it', async () => {
    const { code } = await ward.service.client.raise({ stage: 4, confidence: 0.93 });
    const ask = (kind: 'acknowledge' | 'giveBack' | 'cancel', id: string) => ward.service.client.ask(code, { id: `${kind}-${id}`, kind, by: { kind: 'responder', id }, via: 'cli' });
    await waitUntil('it is notified', async () => (await ward.show(code)).status === 'notified');
    for (const [kind, id, status] of [['acknowledge', 'ana', 'acknowledged'], ['giveBack', 'ana', 'notified'], ['acknowledge', 'elena', 'acknowledged'], ['cancel', 'elena', 'cancelled']] as const) {
      expect(await ask(kind, id)).toMatchObject({ ok: true, status });
      await waitUntil(`it is on record as ${status}`, async () => (await ward.show(code)).status === status);
    }
  });
});
