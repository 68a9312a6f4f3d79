import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { emitModules } from './emit-modules.ts';

/**
 * Packs the client as a package of its own, for programs elsewhere: JavaScript, types, and the official MCP client as all that it needs.
 *
 *   npm run pack:client -- --out FOLDER
 */
const ROOT = resolve(import.meta.dirname, '..');
const ENTRY = 'src/mcp-gateway/index.ts';
const NEEDS = '@modelcontextprotocol/client';
const NAME = 'vigia-client';

const { values: { out = ROOT } } = parseArgs({ options: { out: { type: 'string' } } });
const stage = mkdtempSync(join(tmpdir(), 'vigia-pack-'));
try {
  console.log(`▸ Compiling ${ENTRY} and what it imports`);
  const modules = emitModules(ROOT, ENTRY);
  for (const [path, text] of modules) {
    mkdirSync(dirname(join(stage, path)), { recursive: true });
    writeFileSync(join(stage, path), text);
  }
  copyFileSync(join(ROOT, 'docs/client.md'), join(stage, 'README.md'));
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  mkdirSync(out, { recursive: true });
  const [packed] = JSON.parse(execFileSync('npm', ['pack', stage, '--pack-destination', resolve(out), '--json', '--ignore-scripts'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })) as { filename: string; size: number }[];
  if (!packed) throw new Error('npm packed nothing');
  console.log(`  ${modules.size} files, ${Math.ceil(packed.size / 1024)} KB: npm install ${join(resolve(out), packed.filename)}`);
} finally {
  rmSync(stage, { recursive: true, force: true });
}

function manifest(): object {
  const { version, license, dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string; license: string; dependencies: Record<string, string> };
  const entry = ENTRY.replace(/^src\//, './').replace(/\.ts$/, '');
  return {
    name: NAME, version, license, type: 'module', description: 'Raises, watches and answers clinical alerts of Vigia Messaging.',
    exports: { '.': { types: `${entry}.d.ts`, default: `${entry}.js` } },
    engines: { node: '>=20.3' }, dependencies: { [NEEDS]: dependencies[NEEDS] },
  };
}
