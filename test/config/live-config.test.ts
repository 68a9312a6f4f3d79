import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLiveConfig } from '../../src/config/live-config.ts';
import type { ConfigStatus, LiveConfig, LiveConfigOptions } from '../../src/config/live-config.ts';
import { waitUntil } from '../support/wait-until.ts';
import { NOW, hospitalFolder, textsWith, writeTexts } from './hospital-folder.ts';

const opened: LiveConfig[] = [];
afterEach(async () => {
  for (const live of opened.splice(0)) await live.close();
});

async function open(dir: string, options: Partial<LiveConfigOptions> = {}): Promise<LiveConfig> {
  const result = await createLiveConfig(dir, { platforms: ['slack', 'twilio'], now: () => NOW, ...options });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  opened.push(result.live);
  return result.live;
}

const windowMs = (live: LiveConfig): number | null => {
  const { critical } = live.current().policy.severities;
  return critical.mode === 'page' ? (critical.steps[0]?.window ?? null) : null;
};
const shorter = textsWith('policy.yaml', 'window: 5 min', 'window: 4 min');
const unknownRole = textsWith('policy.yaml', '- to: [supervisor]', '- to: [supervizor]');

describe('an edit', () => {
  test('that is good comes into force by itself, and at once as a whole', async () => {
    const dir = hospitalFolder();
    const seen: ConfigStatus[] = [];
    const live = await open(dir, { onChange: (status) => seen.push(status) });
    const before = live.current();
    writeTexts(dir, shorter);
    await waitUntil('the new window is in force', () => windowMs(live) === 240_000);
    expect(before.policy.severities.critical).not.toBe(live.current().policy.severities.critical);
    expect(live.status()).toMatchObject({ problems: [], source: 'folder', hash: live.current().hash });
    expect(live.current().policy.id).not.toBe(before.policy.id);
    expect(seen.map(({ hash }) => hash)).toEqual([live.current().hash]);
  });

  test('that is saved by renaming, as editors do, comes into force too', async () => {
    const dir = hospitalFolder();
    const live = await open(dir);
    for (const [minutes, ms] of [[4, 240_000], [6, 360_000]] as const) {
      writeFileSync(join(dir, 'policy.yaml~'), textsWith('policy.yaml', 'window: 5 min', `window: ${minutes} min`)['policy.yaml']);
      renameSync(join(dir, 'policy.yaml~'), join(dir, 'policy.yaml'));
      await waitUntil(`the window is ${minutes} minutes`, () => windowMs(live) === ms);
    }
  });

  test('that is bad is refused and said, with the last good configuration still in force', async () => {
    const dir = hospitalFolder();
    const seen: ConfigStatus[] = [];
    const live = await open(dir, { onChange: (status) => seen.push(status) });
    const before = live.current();
    writeTexts(dir, unknownRole);
    await waitUntil('the edit is refused', () => live.status().problems.length > 0);
    expect(live.current()).toBe(before);
    expect(live.status()).toMatchObject({ hash: before.hash, problems: [{ file: 'policy.yaml', path: 'severities.critical.steps[2].to[0]' }] });
    expect(seen).toHaveLength(1);
    writeTexts(dir, textsWith());
    await waitUntil('the edit is taken back', () => live.status().problems.length === 0);
  });

  test.each<[string, (dir: string) => void]>([
    ['that breaks the YAML', (dir) => writeFileSync(join(dir, 'policy.yaml'), 'version: [')],
    ['that empties a file', (dir) => writeFileSync(join(dir, 'directory.yaml'), '')],
    ['that deletes a file', (dir) => rmSync(join(dir, 'oncall.yaml'))],
    ['that makes a file too large', (dir) => writeFileSync(join(dir, 'oncall.yaml'), '#'.repeat(2 * 1_048_576))],
  ])('%s leaves the last good configuration in force', async (_, spoil) => {
    const dir = hospitalFolder();
    const live = await open(dir);
    const before = live.current();
    spoil(dir);
    expect((await live.reload()).problems).toHaveLength(1);
    expect(live.current()).toBe(before);
  });

  test('in one file that only fits an edit in another comes into force once both are there', async () => {
    const dir = hospitalFolder();
    const live = await open(dir);
    const texts = { ...unknownRole };
    writeTexts(dir, texts);
    expect((await live.reload()).problems).not.toEqual([]);
    texts['directory.yaml'] = texts['directory.yaml'].replace('  supervisor: {', '  supervizor: { es: Jefa, en: Head }\n  supervisor: {').replace('roles: [supervisor]', 'roles: [supervisor, supervizor]');
    texts['oncall.yaml'] = texts['oncall.yaml'].replace('  supervisor:\n', '  supervizor:\n    - start: 2024-01-01\n      rotateDays: 7\n      shifts: [{ from: "08:00", people: [karina] }]\n  supervisor:\n');
    writeTexts(dir, texts);
    expect(await live.reload()).toMatchObject({ problems: [] });
  });
});

describe('reload', () => {
  test('that finds nothing new keeps the time at which it was loaded', async () => {
    let now = NOW;
    const live = await open(hospitalFolder(), { now: () => now });
    now = new Date(NOW.getTime() + 60_000);
    expect(await live.reload()).toMatchObject({ loadedAt: NOW.toISOString(), checkedAt: now.toISOString() });
  });

  test('tells of a rota that runs out as time passes, and keeps it in force', async () => {
    const dir = hospitalFolder();
    const start = '- start: 2024-01-01\n      rotateDays: 7\n      shifts: [{ from: "08:00", people: [gabriela, hugo] }]';
    const texts = textsWith('oncall.yaml', start, start.replace('2024', '2030'));
    texts['oncall.yaml'] = texts['oncall.yaml'].replace('overrides: []', 'overrides:\n  - { role: physician, person: hugo, from: 2026-11-01T00:00, to: 2026-12-10T08:00 }');
    writeTexts(dir, texts);
    let now = NOW;
    const live = await open(dir, { now: () => now });
    const before = live.current();
    now = new Date('2026-12-01T00:00:00Z');
    expect((await live.reload()).problems[0]?.problem.en).toMatch(/nobody on call as physician from 2026-12-10 08:00/);
    expect(live.current()).toBe(before);
  });

  test('asked for many times at once ends with what the folder holds', async () => {
    const dir = hospitalFolder();
    const live = await open(dir);
    writeTexts(dir, shorter);
    await Promise.all(Array.from({ length: 8 }, () => live.reload()));
    expect(windowMs(live)).toBe(240_000);
  });
});

describe('the start', () => {
  test('with a bad folder runs nothing and says why', async () => {
    const dir = hospitalFolder();
    writeTexts(dir, unknownRole);
    const result = await createLiveConfig(dir, { platforms: ['slack', 'twilio'], now: () => NOW, lastGoodFile: join(dir, '..', 'last-good.json') });
    expect(result).toMatchObject({ ok: false, problems: [{ file: 'policy.yaml' }] });
  });

  test('with a folder that went bad since runs on the last good copy and says so', async () => {
    const dir = hospitalFolder();
    const lastGoodFile = join(dir, '..', 'home', 'config-last-good.json');
    const first = await open(dir, { lastGoodFile });
    const { hash } = first.current();
    await first.close();
    writeTexts(dir, unknownRole);
    const again = await open(dir, { lastGoodFile, now: () => new Date('2031-01-01T00:00:00Z') });
    expect(again.status()).toMatchObject({ source: 'last_good', hash, problems: [{ file: 'policy.yaml' }] });
    writeTexts(dir, textsWith());
    expect(await again.reload()).toMatchObject({ source: 'folder', problems: [] });
  });

  test('keeps the copy readable by this account alone, and never one of a bad folder', async () => {
    const dir = hospitalFolder();
    const lastGoodFile = join(dir, '..', 'config-last-good.json');
    const live = await open(dir, { lastGoodFile });
    expect(statSync(lastGoodFile).mode & 0o777).toBe(0o600);
    const copy = readFileSync(lastGoodFile, 'utf8');
    writeTexts(dir, unknownRole);
    await live.reload();
    expect(readFileSync(lastGoodFile, 'utf8')).toBe(copy);
  });

  test('with a copy that is damaged is a start without one', async () => {
    const dir = hospitalFolder();
    const lastGoodFile = join(dir, '..', 'config-last-good.json');
    writeFileSync(lastGoodFile, '{"validatedAt":');
    writeTexts(dir, unknownRole);
    expect((await createLiveConfig(dir, { platforms: ['slack', 'twilio'], now: () => NOW, lastGoodFile })).ok).toBe(false);
  });

  test('with platforms that the good copy needs and no longer has runs nothing', async () => {
    const dir = hospitalFolder();
    const lastGoodFile = join(dir, '..', 'config-last-good.json');
    await (await open(dir, { lastGoodFile })).close();
    expect((await createLiveConfig(dir, { platforms: ['slack'], now: () => NOW, lastGoodFile })).ok).toBe(false);
  });
});

test('status names each file with its size and age', async () => {
  const dir = hospitalFolder();
  const live = await open(dir);
  expect(live.status().files.map(({ file }) => file)).toEqual(['policy.yaml', 'directory.yaml', 'oncall.yaml']);
  expect(live.status().files[0]).toMatchObject({ bytes: statSync(join(dir, 'policy.yaml')).size, modifiedAt: statSync(join(dir, 'policy.yaml')).mtime.toISOString() });
});

test('once closed, nothing is read any more', async () => {
  const dir = hospitalFolder();
  const live = await open(dir);
  await live.close();
  writeTexts(dir, unknownRole);
  expect((await live.reload()).problems).toEqual([]);
});
