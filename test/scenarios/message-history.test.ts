import { purgeOld } from '../../src/roles/retention.ts';
import { byWhatsAppFirst, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('the history of an alert\'s messages', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config: { 'policy.yaml': byWhatsAppFirst } });
    code = await ward.detect({ stage: 2, confidence: 0.9 });
    await ward.reply('ana', 'voy');
  });
  afterAll(async () => {
    await ward.messages();
    await ward.close();
  });

  test('holds what went out and what came in, in order, by the alert\'s code', async () => {
    const history = await ward.service.ledger.history(code);
    expect(history.map(({ direction, kind }) => `${direction} ${kind}`)).toEqual(expect.arrayContaining(['out page', 'in reply', 'out answer']));
    expect(history.find(({ direction, platform }) => direction === 'out' && platform === 'twilio')?.text).toContain(code);
    expect(history.find(({ direction }) => direction === 'in')?.text).toContain('voy');
  });

  test('loses its texts when their time is over, and keeps that there were messages', async () => {
    const { ledger, settings, logger } = ward.service;
    const later = { now: () => new Date(ward.time.now().getTime() + (settings.historyDays + 1) * 86_400_000), virtual: true };
    expect(await purgeOld({ ledger, settings, logger, clock: ward.time })).toBe(0);
    expect(await purgeOld({ ledger, settings, logger, clock: later })).toBeGreaterThan(2);
    const history = await ledger.history(code);
    expect(history.length).toBeGreaterThan(2);
    expect(history.every(({ text }) => text === null)).toBe(true);
  });
});
