import { AlertClient } from '../../src/client.ts';
import { planFor, planForAlert } from '../../src/domain/triage.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('a code that another alert has', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard();
  });
  afterAll(() => ward.close());

  test('is not given a second time: the next finding gets another', async () => {
    const first = await ward.detect({ stage: 0, confidence: 0.99 });
    const codes = [first, first, 'Z9ZZ-Z9ZZ'];
    const { temporal, ledger, config, taskQueue } = ward.service;
    const client = new AlertClient({
      temporal, ledger, taskQueue,
      planFor: (detection) => planFor(config.current().policy, detection),
      planForAlert: (alert) => planForAlert(config.current().policy, alert),
      newCode: () => codes.shift() ?? first,
    });
    const second = await ward.begun(await client.raise({ stage: 0, confidence: 0.98 }));
    expect(second).toBe('Z9ZZ-Z9ZZ');
    expect(await ward.show(first)).toMatchObject({ status: 'informed' });
  });
});
