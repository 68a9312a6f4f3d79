import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/temp-folder.ts';
import { runVigia } from './run-vigia.ts';

/** A folder that nobody may write: of a kernel that writes nothing; root may write wherever permissions forbid it. */
function lockedHome(): string {
  if (process.getuid?.() === 0) return '/proc/vigia';
  const folder = join(temporaryFolder(), 'locked');
  mkdirSync(folder);
  chmodSync(folder, 0o500);
  return folder;
}

async function raise(finding: object): Promise<{ code: number | null; error: { message: string } }> {
  const file = join(temporaryFolder(), 'finding.json');
  writeFileSync(file, JSON.stringify(finding));
  const { code, stdout } = await runVigia(lockedHome(), ['alert', file, '--json']);
  return { code, ...(JSON.parse(stdout) as { error: { message: string } }) };
}

describe('a finding handed in where nothing can be written', () => {
  test('that is critical ends with whom it reached all the same, and that nothing will follow', async () => {
    const { code, error } = await raise({ stage: 4, confidence: 0.93, unit: 'uci' });
    expect(code).toBe(5);
    // On this home there is no key, nor a sandbox: nobody can be reached, and that is what is said.
    expect(error.message).toMatch(/^The critical alert [0-9A-Z]{4}-[0-9A-Z]{4} could not be recorded; nobody could be paged directly either: call them\. The home .+ can't be written/);
  });

  test('that is not critical is refused in a sentence that says why', async () => {
    const { code, error } = await raise({ stage: 2, confidence: 0.93, unit: 'uci' });
    expect({ code, message: error.message }).toEqual({ code: 5, message: expect.stringMatching(/^The home .+ can't be written/) as string });
  });

  test('that is wrong itself is told as ever', async () => {
    expect(await raise({ stage: 9, confidence: 0.93 })).toMatchObject({ code: 4, error: { message: expect.stringContaining('El hallazgo fue rechazado') as string } });
  });
});
