import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gatewayOf, sandboxKeyOf } from '../gateway/support/callers.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from '../scenarios/support/told.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** What another project might hold. Its last lines don't compile unless the types say what the service takes and gives. */
const PROGRAM = `
import { GatewayError, MCPGateway, type Alert } from 'vigia-client';

await using gateway = new MCPGateway({ medicalCompliance: 'hipaa', auditEnabled: true });
const { status, data } = await gateway.notifyLppDetection({ lppGrade: 4, confidence: 0.93, patientContext: { patientId: 'PAT-001' } });
if (data === null || 'dryRun' in data) throw new Error('nothing was raised');
const alert: Alert = await gateway.alerts.get(data.code);
const refusal = await gateway.alerts.acknowledge(data.code).catch((error: unknown) => (error instanceof GatewayError ? error.code : null));
process.stdout.write(JSON.stringify({ status, code: data.code, severity: alert.severity, refusal }));

// @ts-expect-error
const stage: Parameters<typeof gateway.alerts.raise>[0] = { lppGrade: 7, confidence: 0.93 };
// @ts-expect-error
const wrong: number = alert.severity;
void [stage, wrong];
`;

const TSCONFIG = {
  compilerOptions: { target: 'es2022', module: 'nodenext', strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: true, types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')] },
  files: ['main.ts'],
};

/** A package of ours and those that it needs, copied to where npm would have put them. */
function copyPackage(name: string, to: string): void {
  if (existsSync(join(to, name))) return;
  const from = join(ROOT, 'node_modules', name);
  mkdirSync(dirname(join(to, name)), { recursive: true });
  cpSync(from, join(to, name), { recursive: true });
  const { dependencies = {} } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as { dependencies?: Record<string, string> };
  for (const each of Object.keys(dependencies)) copyPackage(each, to);
}

describe('the client as a package of its own', () => {
  let ward: Ward;
  let project: string;
  beforeAll(async () => {
    project = temporaryFolder();
    const packing = run(process.execPath, ['scripts/pack-client.ts', '--out', project], { cwd: ROOT });
    copyPackage('@modelcontextprotocol/client', join(project, 'node_modules'));
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'elsewhere', private: true, type: 'module' }));
    writeFileSync(join(project, 'main.ts'), PROGRAM);
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    await packing;
    const [tarball = ''] = readdirSync(project).filter((name) => name.endsWith('.tgz'));
    await run('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${tarball}`], { cwd: project });
  });
  afterAll(() => ward.close());

  test('is small, and brings nothing of the service but what operations mean', () => {
    const installed = join(project, 'node_modules/vigia-client');
    const files = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect([...new Set(files.map(({ parentPath }) => parentPath.slice(installed.length + 1)))].sort()).toEqual(['', 'gateway', 'gateway/operations', 'mcp-gateway']);
    const bytes = files.reduce((sum, { parentPath, name }) => sum + readFileSync(join(parentPath, name)).length, 0);
    expect(bytes).toBeLessThan(120_000);
    expect(JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))).toMatchObject({ dependencies: { '@modelcontextprotocol/client': '2.4.0' } });
  });

  test('has types that a program of another project compiles with', async () => {
    await expect(run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', project])).resolves.toMatchObject({ stdout: '' });
  });

  test('raises and reads alerts from there, by address and key alone', async () => {
    const env = { PATH: process.env['PATH'], VIGIA_GATEWAY_URL: gatewayOf(ward.service), VIGIA_API_KEY: sandboxKeyOf(ward.service) };
    const { stdout } = await run(process.execPath, ['main.ts'], { cwd: project, env });
    const told = JSON.parse(stdout) as { code: string };
    expect(told).toEqual({ status: 'success', code: expect.any(String) as string, severity: 'critical', refusal: 'not_allowed' });
    await ward.begun(told);
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });
});
