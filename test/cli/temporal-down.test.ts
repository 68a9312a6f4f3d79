import type { AlertView } from '../../src/domain/alert.ts';
import { openHome } from '../../src/launch/home.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { runVigia, vigiaJson } from './run-vigia.ts';

const STAGE_4 = 'examples/detections/stage-4.json';
/** Nothing listens there. */
const DOWN = { TEMPORAL_ADDRESS: '127.0.0.1:1' };

/** As if the service ran there: its processes are looked up by their ids. */
const served = temporaryFolder();
beforeAll(() => openHome(served).endpoints.publish('worker', { pid: process.pid }));

describe('a finding handed in on the command line while Temporal is down', () => {
  test('is kept where the service runs, and says that it goes out when Temporal is back', async () => {
    const raised = await runVigia(served, ['alert', STAGE_4], { env: DOWN });
    expect(raised).toMatchObject({ code: 0, stderr: '' });
    expect(raised.stdout).toMatch(/^Alerta creada: \S{9}\n\n\S{9} +CRÍTICA · creada /);
    expect(raised.stdout).toMatch(/Guardada; empezará cuando Temporal responda\.\n$/);
    const kept = await vigiaJson<AlertView & { started: boolean }>(served, ['alert', STAGE_4], DOWN);
    expect(kept).toMatchObject({ status: 'triggered', started: false });
    const { alerts } = await vigiaJson<{ alerts: AlertView[] }>(served, ['list'], DOWN);
    expect(alerts.map(({ code }) => code)).toContain(kept.code);
  });

  test('is refused where no service runs that would start it, and leaves nothing', async () => {
    const home = temporaryFolder();
    expect(await runVigia(home, ['alert', STAGE_4], { env: DOWN })).toMatchObject({ code: 5, stderr: expect.stringContaining('Temporal no responde, así que no se hizo nada.') as string });
    expect(await vigiaJson(home, ['list'], DOWN)).toEqual({ alerts: [] });
  });

  test('whatever else is asked of an alert is refused as before', async () => {
    const { code } = await vigiaJson<AlertView>(served, ['alert', STAGE_4], DOWN);
    expect((await runVigia(served, ['acknowledge', code, '--as', 'ana'], { env: DOWN })).code).toBe(5);
  });
});
