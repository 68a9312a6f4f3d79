import { TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';
import { waitUntil } from '../support/wait-until.ts';

/** Room for the first pages and hardly more: telling who has it waits for a whole minute. */
const TIGHT = { VIGIA_LIMIT_TWILIO: '2', VIGIA_LIMIT_SLACK: '3' };

describe('telling others waits for a platform\'s limit', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: TIGHT });
  });
  afterAll(async () => {
    await ward.wait('5 min');
    await ward.messages();
    await ward.close();
  });

  test('what changes meanwhile is on record at once: claims, the list and the command line go by it', async () => {
    const { code } = await ward.service.client.raise({ stage: 4, confidence: 0.93 });
    const ask = (kind: 'acknowledge' | 'giveBack' | 'cancel', id: string) => ward.service.client.ask(code, { id: `${kind}-${id}`, kind, by: { kind: 'responder', id }, via: 'cli' });
    await waitUntil('it is notified', async () => (await ward.show(code)).status === 'notified');
    for (const [kind, id, status] of [['acknowledge', 'ana', 'acknowledged'], ['giveBack', 'ana', 'notified'], ['acknowledge', 'elena', 'acknowledged'], ['cancel', 'elena', 'cancelled']] as const) {
      expect(await ask(kind, id)).toMatchObject({ ok: true, status });
      await waitUntil(`it is on record as ${status}`, async () => (await ward.show(code)).status === status);
    }
  });
});
