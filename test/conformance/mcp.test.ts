import { resolve } from 'node:path';
import { addApiKey } from '../gateway/support/api-keys.ts';
import { COMPILE_CACHE } from '../support/compile-cache.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { gatewayOf, sandboxKeyOf } from '../gateway/support/callers.ts';
import { readDocumented } from './support/documented.ts';
import { runInspector, type Target } from './support/inspector.ts';
import { startFixtureServer } from './support/fixture-server.ts';
import { startKeyedProxy } from './support/keyed-proxy.ts';
import { listScenarios, REVISIONS, runSuite, type Check, type Revision } from './support/suite.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** What the protocol's own suite looks at in every answer, and is no part of what a scenario is about. */
const IN_EVERY_SCENARIO = 'wire-schema-valid';

const documented = readDocumented();
type Results = ReadonlyMap<string, readonly Check[]>;

describe('MCP, as the protocol\'s own programs see it', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ realTime: true });
  });
  afterAll(() => ward.close());

  describe('the conformance suite of the protocol', () => {
    const results = new Map<string, Results>();
    beforeAll(async () => {
      const key = sandboxKeyOf(ward.service);
      const fixtures = await startFixtureServer(ward.service);
      const proxies = { gateway: await startKeyedProxy(gatewayOf(ward.service), key), fixtures: await startKeyedProxy(fixtures.url, key) };
      await Promise.all(REVISIONS.flatMap((revision) => (['gateway', 'fixtures'] as const).map(async (against) => results.set(`${revision} ${against}`, await runSuite(proxies[against].url, revision)))));
      for (const { close } of [...Object.values(proxies), fixtures]) await close();
    });

    const resultsOf = (revision: Revision, against: string): Results => results.get(`${revision} ${against}`) ?? new Map<string, Check[]>();

    test('has no scenario that docs/mcp-conformance.md leaves out', async () => {
      expect((await listScenarios()).filter((name) => !documented.some(({ scenario }) => scenario === name))).toEqual([]);
      for (const revision of REVISIONS) {
        const run = [...resultsOf(revision, 'gateway').keys()];
        expect(run.length).toBeGreaterThan(25);
        expect({ revision, missing: run.filter((name) => !documented.some(({ scenario, revisions }) => scenario === name && revisions.includes(revision))) }).toEqual({ revision, missing: [] });
      }
    });

    test.each(REVISIONS)('passes in revision %s, but for what isn\'t served', (revision) => {
      for (const { scenario, revisions, against, leftOut } of documented) {
        if (!revisions.includes(revision) || against === 'none') continue;
        const checks = resultsOf(revision, against).get(scenario) ?? [];
        const wrong = checks.filter(({ id, status }) => (status === 'FAILURE' || status === 'WARNING') && !leftOut.includes(id)).map(({ id, errorMessage }) => `${id}: ${errorMessage}`);
        const right = checks.filter(({ id, status }) => status === 'SUCCESS' && id !== IN_EVERY_SCENARIO);
        expect({ scenario, against, wrong, isRun: right.length > 0 }).toEqual({ scenario, against, wrong: [], isRun: true });
      }
    });

    test('finds nothing served that docs/mcp-conformance.md says isn\'t', () => {
      const passes = (revision: Revision, scenario: string): boolean => ['gateway', 'fixtures'].some((against) => {
        const checks = resultsOf(revision, against).get(scenario) ?? [];
        return checks.some(({ id, status }) => status === 'SUCCESS' && id !== IN_EVERY_SCENARIO) && !checks.some(({ status }) => status === 'FAILURE' || status === 'WARNING');
      });
      const stale = documented.flatMap(({ scenario, revisions, against, leftOut }) => revisions.flatMap((revision) => {
        if (against === 'none') return passes(revision, scenario) ? [scenario] : [];
        const checks = resultsOf(revision, against).get(scenario) ?? [];
        return leftOut.filter((id) => checks.some((check) => check.id === id && check.status === 'SUCCESS')).map((id) => `${scenario}: ${id}`);
      }));
      expect(stale).toEqual([]);
      for (const { scenario, against, why, leftOut } of documented) if (against === 'none' || leftOut.length > 0) expect({ scenario, told: why.length > 15 }).toEqual({ scenario, told: true });
    });
  });

  describe('the MCP Inspector', () => {
    const ERAS = ['legacy', 'modern'] as const;
    const targetOf = async (door: 'HTTP' | 'stdio'): Promise<Target> => {
      const { home, settings, temporalAddress } = ward.service;
      if (door === 'HTTP') return { url: `${gatewayOf(ward.service)}/mcp`, headers: { Authorization: `Bearer ${await addApiKey(ward.service, { scopes: ['alerts:ack', 'messages:send'], responder: 'ana' })}` } };
      return { command: [process.execPath, resolve(ROOT, 'bin/vigia.mjs'), 'mcp'], env: { VIGIA_HOME: home.dir, VIGIA_CONFIG_DIR: settings.configDir, TEMPORAL_ADDRESS: temporalAddress, NODE_COMPILE_CACHE: COMPILE_CACHE } };
    };

    test.each(['HTTP', 'stdio'] as const)('lists and calls tools over %s in both eras, and finds no schema that a host could stumble over', async (door) => {
      const target = await targetOf(door);
      const runs = await Promise.all(ERAS.flatMap((era) => [runInspector(target, era, ['--method', 'tools/list', '--strict']), runInspector(target, era, ['--method', 'tools/call', '--tool-name', 'get_service_status'])]));
      expect(runs.map(({ code, complaints }) => ({ code, complaints }))).toEqual(runs.map(() => ({ code: 0, complaints: '' })));
      const [listed, called] = runs;
      expect(listed?.answer).toMatchObject({ result: { tools: expect.arrayContaining([expect.objectContaining({ name: door === 'HTTP' ? 'acknowledge_alert' : 'notify_lpp_detection' })]) as unknown } });
      expect(called?.answer).toMatchObject({ result: { structuredContent: { mode: 'sandbox', services: { ledger: { healthy: true } } } } });
    });

    test('follows a finding as a task until its alert is over', async () => {
      const finding = JSON.stringify({ lpp_grade: 0, confidence: 0.98 });
      const target: Target = { url: `${gatewayOf(ward.service)}/mcp`, headers: { Authorization: `Bearer ${sandboxKeyOf(ward.service)}` } };
      const { code, answer } = await runInspector(target, 'modern', ['--method', 'tools/call', '--tool-name', 'notify_lpp_detection', '--tool-args-json', finding]);
      // At the answer to the call it is only triggered.
      expect({ code, answer }).toMatchObject({ code: 0, answer: { result: { structuredContent: { status: 'informed', stage: 0, started: true } } } });
    });
  });
});
