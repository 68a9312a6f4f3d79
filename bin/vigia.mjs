#!/usr/bin/env node
// Plain JavaScript, because a Node that is too old can't read the rest: on Linux the package brings a Node of its own.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const compileCache = new URL('../src/launch/compile-cache.ts', import.meta.url).href;
const ownNode = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));

if (Number(process.versions.node.split('.', 1)[0]) >= NEEDED) {
  await import(compileCache);
  await import(cli);
} else if (existsSync(ownNode)) {
  const child = spawn(ownNode, ['--import', compileCache, cli, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('close', (code) => process.exit(code ?? 1));
} else {
  await import('../src/launch/require-node.mjs');
}
