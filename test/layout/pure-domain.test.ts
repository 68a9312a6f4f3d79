import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DOMAIN = join(import.meta.dirname, '../../src/domain');

/** The time of the machine, which must come in as an argument. */
const CLOCK = /new Date\(\)|\bDate\.now\b|\bTemporal\.Now\b/;

test('the domain looks at no clock', () => {
  const files = globSync('**/*.ts', { cwd: DOMAIN });
  expect(files).toContain(join('escalation', 'transition.ts'));
  expect(files.filter((file) => CLOCK.test(readFileSync(join(DOMAIN, file), 'utf8')))).toEqual([]);
});

test.each(['new Date()', 'Date.now()', 'Temporal.Now.instant()'])('%s would be found', (code) => {
  expect(CLOCK.test(`const at = ${code};`)).toBe(true);
});
