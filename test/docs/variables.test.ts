import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from '../../src/config.ts';
import { PORTS } from '../../src/config/settings.ts';
import { pages, ROOT } from './pages.ts';

const OURS = /^(?:VIGIA|TWILIO|SLACK|MCP|TEMPORAL)_[A-Z0-9_]*[A-Z0-9]$|^(?:PHI_PROTECTION|AUDIT_LOG|RATE_LIMITING)_ENABLED$|^MEDICAL_COMPLIANCE_LEVEL$/;
const IN_TEXT = /(?<![\w-])(?:VIGIA|TWILIO|SLACK|MCP|TEMPORAL)_[A-Z0-9_]*[A-Z0-9]\b|\b(?:PHI_PROTECTION|AUDIT_LOG|RATE_LIMITING)_ENABLED\b|\bMEDICAL_COMPLIANCE_LEVEL\b/g;

/** Every variable that reading the settings looks at, those of files included. */
function variablesRead(): Set<string> {
  const read = new Set<string>();
  const env = new Proxy<Record<string, string | undefined>>({}, {
    get: (_, name) => {
      if (typeof name === 'string' && OURS.test(name)) read.add(name);
      return undefined;
    },
  });
  readSettings(env, { cwd: ROOT });
  return read;
}

interface Row { variable: string; byDefault: string; hasFile: boolean; also: string[] }

/** The table of variables in docs/operations.md. */
function documented(): Row[] {
  const page = pages().find(({ path }) => path === 'docs/operations.md');
  return [...(page?.text ?? '').matchAll(/^\| `([A-Z_]+)` \|([^|]*)\|([^|]*)\|(.*)\|$/gm)].map(([, variable = '', byDefault = '', file = '', what = '']) => ({
    variable, byDefault: byDefault.trim(), hasFile: file.trim() === 'yes', also: [.../`([A-Z_]+)` is the same/.exec(what) ?? []].slice(1),
  }));
}

const sources = globSync('src/**/*.ts', { cwd: ROOT }).map((path) => readFileSync(join(ROOT, path), 'utf8')).join('\n');
const temporals = globSync('node_modules/@temporalio/{envconfig,worker}/lib/*.js', { cwd: ROOT }).map((path) => readFileSync(join(ROOT, path), 'utf8')).join('\n');

describe('the table of variables', () => {
  const rows = documented();
  const read = variablesRead();
  const isFileOf = (name: string): boolean => name.endsWith('_FILE') && read.has(name.slice(0, -'_FILE'.length));
  const single = [...read].filter((name) => !isFileOf(name));

  it('has every variable that the service reads, and no other', () => {
    const names = rows.flatMap(({ variable, also }) => [variable, ...also]);
    expect(names.sort()).toEqual(single.sort());
  });

  it('says of each whether a file may hold it', () => {
    const said = rows.filter(({ hasFile }) => hasFile).flatMap(({ variable, also }) => [variable, ...also]);
    expect(said.sort()).toEqual(single.filter((name) => read.has(`${name}_FILE`)).sort());
  });

  it('gives the defaults of ports, limits and paths as they are', () => {
    const settings = readSettings({}, { cwd: ROOT });
    const byDefault = Object.fromEntries(rows.map((row) => [row.variable, row.byDefault]));
    for (const { variable, port } of Object.values(PORTS)) expect([variable, byDefault[variable]]).toEqual([variable, String(port)]);
    const { slack, twilio, 'whatsapp-web': whatsAppWeb } = settings.limitsPerMinute;
    expect([byDefault['VIGIA_LIMIT_SLACK'], byDefault['VIGIA_LIMIT_TWILIO'], byDefault['VIGIA_LIMIT_WHATSAPP_WEB']]).toEqual([slack, twilio, whatsAppWeb].map(String));
    expect(byDefault['VIGIA_LIMIT_EDITS']).toBe(String(settings.editsPerMinute));
    expect(byDefault['MCP_MODE']).toBe(settings.mode);
    expect(byDefault['VIGIA_BIND']).toBe(settings.bind);
    expect(byDefault['MCP_LOG_LEVEL']).toBe(settings.logLevel);
    expect([join(ROOT, byDefault['VIGIA_HOME'] ?? ''), join(ROOT, byDefault['VIGIA_CONFIG_DIR'] ?? '')]).toEqual([settings.homeDir, settings.configDir]);
    expect(byDefault['TEMPORAL_NAMESPACE']).toBe(settings.temporal.namespace);
  });
});

describe('variables named on the pages', () => {
  it('are read by the service, or by Temporal', () => {
    const isKnown = (name: string): boolean => [sources, temporals].some((code) => new RegExp(`\\b${name}\\b`).test(code)) || variablesRead().has(name);
    const named = pages().flatMap(({ path, text }) => [...text.matchAll(IN_TEXT)].map(([name]) => ({ path, name })));
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter(({ name }) => !isKnown(name))).toEqual([]);
  });
});
