import { IdempotencyConflictError } from '../../src/client.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('the same finding handed in twice under one key', () => {
  let ward: Ward;
  let code: string;
  const finding = { stage: 4, confidence: 0.93, unit: 'uci', idempotencyKey: 'image-4711' } as const;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect(finding);
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });
  afterAll(() => ward.close());

  test('is one alert, and the second caller gets its code', async () => {
    expect(await ward.service.client.raise(finding)).toEqual({ code, duplicate: true, started: true });
    expect(await ward.messages()).toEqual([]);
    expect(await ward.service.client.list()).toHaveLength(1);
  });

  test('at once from ten callers is one alert too', async () => {
    const raised = await Promise.all(Array.from({ length: 10 }, () => ward.service.client.raise({ ...finding, idempotencyKey: 'image-4712' })));
    expect(new Set(raised.map((each) => each.code)).size).toBe(1);
    expect(raised.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    await ward.begun(raised[0] ?? { code: '' });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });

  test('is refused when the content differs, and nothing starts', async () => {
    await expect(ward.service.client.raise({ ...finding, stage: 3 })).rejects.toThrow(IdempotencyConflictError);
    await expect(ward.service.client.raise({ ...finding, stage: 3 })).rejects.toThrow(new RegExp(`used before for another finding \\(alert ${code}\\)`));
    expect(await ward.service.client.list()).toHaveLength(2);
  });

  test('is the same alert still when that one is over', async () => {
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
    expect(await ward.service.client.raise(finding)).toMatchObject({ code, duplicate: true });
    expect(await ward.messages()).toEqual([]);
  });
});
