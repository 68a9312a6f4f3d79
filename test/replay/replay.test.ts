import { DeterminismViolationError } from '@temporalio/workflow';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { readFileSync } from 'node:fs';
import { bundleWorkflows } from '../support/workflow-bundle.ts';
import { installRuntime, openWard, type Ward } from '../scenarios/support/ward.ts';
import { NO_LIMITS, TUESDAY_MORNING } from '../scenarios/support/told.ts';
import { workflowIdOf } from '../../src/workflows/messages.ts';
import { readHistory, recordedHistories, recordHistory, textOf } from './fixtures.ts';
import { LIFE_STORIES } from './life-stories.ts';

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string };

const replay = async (bundle: string, name: string): Promise<void> =>
  Worker.runReplayHistory({ workflowBundle: { codePath: bundle } }, readHistory(name), workflowIdOf('K7F2-Q9MD'));

beforeAll(installRuntime);

describe('histories that a version has written', () => {
  test('are there for this version, one for each story', () => {
    expect(recordedHistories().filter((name) => name.startsWith(`${version}/`))).toEqual(Object.keys(LIFE_STORIES).map((story) => `${version}/${story}`).sort());
  });

  test.each(recordedHistories())('%s replays with the workflows as they are now', async (name) => {
    await expect(replay(await bundleWorkflows(), name)).resolves.toBeUndefined();
  });

  test('do not replay with workflows that do something else: a change that would break running alerts turns this red', async () => {
    const broken = await bundleWorkflows(join(import.meta.dirname, 'broken.workflow.ts'));
    await expect(replay(broken, `${version}/taken-and-resolved`)).rejects.toThrow(DeterminismViolationError);
  });

  test.each(recordedHistories())('%s names nobody and holds no number', (name) => {
    const payloads = [...textOf(name).matchAll(/"data":\s*"([^"]+)"/g)].map(([, data = '']) => Buffer.from(data, 'base64').toString('utf8')).join('\n');
    expect(payloads).not.toMatch(/\+56\d{6,}|Rojas|Soto|Araya|Muñoz/);
  });
});

/** `RECORD_HISTORIES=1 npx jest test/replay` plays the stories and writes what is missing of this version. */
if (process.env.RECORD_HISTORIES) {
  describe('recording', () => {
    let ward: Ward;
    beforeAll(async () => {
      ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    });
    afterAll(() => ward.close());

    test.each(Object.keys(LIFE_STORIES).filter((story) => !recordedHistories().includes(`${version}/${story}`)))('%s', async (story) => {
      const played = await LIFE_STORIES[story]?.(ward);
      await ward.messages();
      const workflowId = typeof played === 'object' ? played.workflowId : workflowIdOf(played ?? '');
      recordHistory(`${version}/${story}`, await ward.service.temporal.workflow.getHandle(workflowId).fetchHistory());
    });
  });
}
