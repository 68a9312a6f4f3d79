import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('the policy is changed while an alert runs', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  const edit = async (change: (policy: string) => string): Promise<void> => {
    const file = join(ward.service.settings.configDir, 'policy.yaml');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    await ward.service.config.reload();
  };
  const windowOf = (deadline: string | null): number => Math.round((Date.parse(deadline ?? '') - ward.time.now().getTime()) / 60_000);

  test('the running alert keeps its plan, the next one has the new one', async () => {
    const running = await ward.detect({ stage: 2, confidence: 0.9 });
    await edit((policy) => policy.replaceAll('window: 30 min', 'window: 20 min'));
    const next = await ward.detect({ stage: 2, confidence: 0.9 });
    expect(windowOf((await ward.show(running)).nextDeadline)).toBe(30);
    expect(windowOf((await ward.show(next)).nextDeadline)).toBe(20);
    await ward.messages();
  });

  test('a mistake is refused: the last good policy stays in force, and health says where the mistake is', async () => {
    const { gateway } = ward.service.home.endpoints.read();
    await edit((policy) => policy.replace('window: 20 min', 'window: soon'));
    const health = (await (await fetch(`${gateway}/health`)).json()) as { status: string; config: { problems: { file: string; line: number; path: string }[] } };
    expect(health).toMatchObject({ status: 'degraded', config: { problems: [{ file: 'policy.yaml', line: expect.any(Number) }] } });
    const code = await ward.detect({ stage: 2, confidence: 0.9 });
    expect(windowOf((await ward.show(code)).nextDeadline)).toBe(20);
    await edit((policy) => policy.replace('window: soon', 'window: 20 min'));
    expect(await (await fetch(`${gateway}/health`)).json()).toMatchObject({ status: 'ok', config: { problems: [] } });
    await ward.messages();
  });

  test('health tells how much room is left, and the gateway is alive and ready', async () => {
    const { gateway } = ward.service.home.endpoints.read();
    const { limits } = (await (await fetch(`${gateway}/health`)).json()) as { limits: { sender: string; used: number; limit: number }[] };
    expect(limits.find(({ sender }) => sender === 'slack')).toMatchObject({ limit: 1000 });
    expect(await (await fetch(`${gateway}/live`)).json()).toEqual({ live: true });
    expect((await fetch(`${gateway}/ready`)).status).toBe(200);
  });
});
