import { findingOf } from '../../chaos/hospital.ts';
import { raiseInOwnProcess, victimBeside, type Caller } from '../../chaos/raise-in-own-process.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

/** A command line of its own is started. */
jest.setTimeout(60_000);

test('a caller that is told of an error has heard no code, and lives', async () => {
  const homeDir = temporaryFolder();
  const env = { VIGIA_HOME: homeDir, MCP_MODE: 'sandbox', TEMPORAL_ADDRESS: '', TEMPORAL_PROFILE: '', TEMPORAL_CONFIG_FILE: '' };
  expect(await raiseInOwnProcess({ homeDir, env }, findingOf('critical'), '1')).toEqual({ heard: null, wasKilled: false });
});

describe('what has to come back after a crash at the place of a caller', () => {
  const killed: Caller = { heard: null, wasKilled: true };

  test('is the server alone where the caller itself was killed, if that was killed too', () => {
    expect((['process', 'temporal', 'both'] as const).map((kill) => victimBeside(killed, kill))).toEqual([null, 'temporal', 'temporal']);
  });

  test.each<[string, Caller]>([['heard its code', { heard: 'G2XX-Q3M1' }], ['was told of an error', { heard: null, wasKilled: false }]])('is all that was killed where the caller lives on and %s', (_what, caller) => {
    expect((['process', 'temporal', 'both'] as const).map((kill) => victimBeside(caller, kill))).toEqual(['process', 'temporal', 'both']);
  });
});
