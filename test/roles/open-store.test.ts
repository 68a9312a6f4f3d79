import { copyFileSync, existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readSettings } from '../../src/config.ts';
import { openHome } from '../../src/launch/home.ts';
import type { Home } from '../../src/launch/home.ts';
import { StartUpError } from '../../src/launch/start-up-error.ts';
import { silentLogger } from '../../src/observability/logger.ts';
import { openStore } from '../../src/roles/open-store.ts';
import type { Store } from '../../src/roles/open-store.ts';
import { systemClock } from '../../src/roles/service-clock.ts';
import { anAlert, CODE } from '../ledger/fixtures.ts';
import { createDatabase } from '../support/postgres-database.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const CONFIG = resolve(import.meta.dirname, '../../config');

const stores: Store[] = [];

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

/** As a role does on a host of its own. */
async function openOn(home: Home, url: string | null): Promise<Store> {
  const settings = readSettings({ VIGIA_HOME: home.dir, VIGIA_CONFIG_DIR: CONFIG, ...(url === null ? {} : { VIGIA_LEDGER_URL: url }) }, { cwd: home.dir });
  const store = await openStore({ settings, home, logger: silentLogger, clock: systemClock });
  stores.push(store);
  return store;
}

const newHome = (): Home => openHome(temporaryFolder());
const refusal = (opening: Promise<unknown>): Promise<unknown> => opening.then(() => null, (error: unknown) => error);

describe('hosts that share a ledger', () => {
  let url: string;
  let here: Home;
  let there: Home;
  beforeEach(async () => {
    url = (await createDatabase()).url;
    [here, there] = [newHome(), newHome()];
  });

  test('see each other\'s alerts, and keep no file of it in their homes', async () => {
    const one = await openOn(here, url);
    await one.ledger.accept(anAlert());
    copyFileSync(here.file('keys.json'), there.file('keys.json'));
    const other = await openOn(there, url);
    await expect(other.ledger.accepted(CODE)).resolves.toMatchObject({ code: CODE, detection: { stage: 4 } });
    expect([existsSync(here.file('ledger.db')), existsSync(there.file('ledger.db'))]).toEqual([false, false]);
  });

  test('need its keys: one that has none doesn\'t start, and makes none of its own', async () => {
    await openOn(here, url);
    const error = await refusal(openOn(there, url));
    expect(error).toBeInstanceOf(StartUpError);
    expect(String(error)).toContain('copy it from a host that has it');
    expect(existsSync(there.file('keys.json'))).toBe(false);
  });

  test('need the same keys: one with others doesn\'t start, and is told what to copy', async () => {
    await openOn(here, url);
    await openOn(there, null);
    const error = await refusal(openOn(there, url));
    expect(error).toBeInstanceOf(StartUpError);
    expect(String(error)).toContain('Every host needs the same keys.json');
  });
});

test('a database that doesn\'t answer refuses the start in a sentence without its password', async () => {
  const error = await refusal(openOn(newHome(), 'postgresql://vigia:hush-hush@127.0.0.1:1/vigia'));
  expect(error).toBeInstanceOf(StartUpError);
  expect(String(error)).toContain("The ledger 127.0.0.1:1/vigia doesn't answer. Check that the database server runs");
  expect(String(error)).not.toContain('hush');
});
