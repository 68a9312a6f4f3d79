import type { Health } from '../../src/roles/health.ts';
import { runVigia } from '../cli/run-vigia.ts';
import { NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

const STAGE_2_IS = /( {2}2: \{ severity: )(\w+)/;

describe('the policy is edited while an alert runs', () => {
  let ward: Ward;
  let running: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    running = await ward.detect({ stage: 2, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'ana by slack: page']);
  });
  afterAll(() => ward.close());

  test('a bad edit is refused: health names the file, the line and what is wrong, and the last good policy stays in force', async () => {
    await ward.changeConfig('policy.yaml', (policy) => policy.replace(STAGE_2_IS, '$1dreadful'));
    const { status, body } = await ward.get('/health');
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'degraded', config: { source: 'folder' } });
    expect(body.config.problems).toMatchObject([{ file: 'policy.yaml', line: expect.any(Number) }]);
    const line = ward.configText('policy.yaml').split('\n')[(body.config.problems[0]?.line ?? 0) - 1];
    expect(line).toContain('dreadful');
    expect(body.config.problems[0]?.hint).toBe('Write one of: low, medium, high, critical.');
    expect((await ward.get('/health?lang=es')).body.config.problems).toMatchObject([{ file: 'policy.yaml', hint: 'Escriba uno de: low, medium, high, critical.' }]);
    const { stdout, stderr } = await runVigia(ward.service.home.dir, ['health', '--json']);
    expect(stderr).toMatch(/ {2}configuración policy\.yaml:\d+ stages\.2\.severity: es "dreadful"\. Escriba uno de: /);
    expect((JSON.parse(stdout) as Health).config.problems).toEqual(body.config.problems);
    expect((await ward.get('/ready')).status).toBe(200);
    const next = await ward.detect({ stage: 2, confidence: 0.8 });
    expect(await ward.show(next)).toMatchObject({ severity: 'medium' });
    await ward.ask(next, 'cancel', 'luis');
    await ward.messages();
  });

  test('a good edit clears the problem and holds for the next alert', async () => {
    await ward.changeConfig('policy.yaml', (policy) => policy.replace(STAGE_2_IS, '$1high').replaceAll('window: 30 min', 'window: 20 min'));
    expect((await ward.get('/health')).body).toMatchObject({ status: 'ok', config: { problems: [] } });
    const next = await ward.detect({ stage: 2, confidence: 0.9 });
    expect(await ward.show(next)).toMatchObject({ severity: 'high' });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'ana by slack: page', 'fernando by slack: page']);
    await ward.ask(next, 'cancel', 'luis');
    await ward.messages();
  });

  test('and changes nothing for the one that runs: its steps come when and as they were to come', async () => {
    expect(await ward.show(running)).toMatchObject({ severity: 'medium', status: 'notified', escalationLevel: 1 });
    await ward.wait('14 min');
    expect(await ward.messages()).toEqual([]);
    await ward.wait('1 min');
    expect(await ward.messages()).toEqual(['ana by slack: reminder']);
    await ward.wait('15 min');
    expect(await ward.messages()).toEqual(['fernando by slack: page']);
    expect(await ward.show(running)).toMatchObject({ severity: 'medium', escalationLevel: 2 });
  });
});
