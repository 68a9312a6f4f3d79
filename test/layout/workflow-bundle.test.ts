import { join } from 'node:path';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { readFileSync, statSync } from 'node:fs';
import { bundleWorkflows } from '../../src/roles/workflow-bundle.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

/** What can change while it stands in a module's scope: a variable, and a collection that begins empty. */
const KEEPS = /^(?:export )?(?:(?:let|var)\b|const [^=]*= *(?:new (?:Weak)?(?:Map|Set)(?:<[^=]*>)?\(\)|\[\]|\{\});)/m;

test("the service's workflows can be bundled, and nothing of ours but domain and workflows is in the bundle", async () => {
  const code = readFileSync(await bundleWorkflows(temporaryFolder()), 'utf8');
  const ours = new Set([...code.matchAll(/\.\/src\/([a-z-]+)\//g)].map(([, folder]) => folder));
  expect([...ours].sort()).toEqual(['domain', 'workflows']);
});

test('no module of the workflows keeps anything: one copy of each serves all alerts', async () => {
  const code = readFileSync(await bundleWorkflows(temporaryFolder()), 'utf8');
  const modules = [...new Set([...code.matchAll(/"\.\/(src\/[\w/-]+\.ts)"/g)].map(([, file]) => file ?? ''))];
  expect(modules).toContain('src/workflows/alert-run.ts');
  const keeping = modules.filter((file) => KEEPS.test(readFileSync(join(import.meta.dirname, '../..', file), 'utf8')));
  expect(keeping).toEqual([]);
});

test('a workflow that reaches for Node is refused', async () => {
  const path = join(import.meta.dirname, 'fixtures', 'leaky.workflow.ts');
  await expect(bundleWorkflows(temporaryFolder(), path)).rejects.toThrow('Webpack finished with errors');
});

test('a bundle is made once for each state of its sources', async () => {
  const cache = temporaryFolder();
  const first = await bundleWorkflows(cache);
  const madeAt = statSync(first).mtimeMs;
  expect(await bundleWorkflows(cache)).toBe(first);
  expect(statSync(first).mtimeMs).toBe(madeAt);
});

// Two copies of protobufjs side by side break every helper for histories; package.json keeps one at the root.
test('histories go to JSON and back', () => {
  const history = historyFromJSON({ events: [{ eventId: '1', eventType: 'EVENT_TYPE_WORKFLOW_TASK_SCHEDULED', workflowTaskScheduledEventAttributes: { attempt: 1 } }] });
  expect(JSON.parse(historyToJSON(history) as unknown as string)).toMatchObject({ events: [{ eventId: '1' }] });
});
