import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { HospitalTexts } from './hospital-config.ts';

/** Its name in the home. */
export const LAST_GOOD_FILE = 'config-last-good.json';

const schema = z.strictObject({
  validatedAt: z.iso.datetime(),
  texts: z.strictObject({ 'policy.yaml': z.string(), 'directory.yaml': z.string(), 'oncall.yaml': z.string() }),
});

/** The files as they stood when they were last found good, and when that was. */
export interface LastGood {
  validatedAt: Date;
  texts: HospitalTexts;
}

/** Keeps a copy, readable by this account alone, for it holds phone numbers; a crash leaves the old copy or the new one. */
export async function saveLastGood(file: string, { validatedAt, texts }: LastGood): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${process.pid}.new`;
  await writeFile(unfinished, JSON.stringify({ validatedAt: validatedAt.toISOString(), texts }), { mode: 0o600, flush: true });
  await rename(unfinished, file);
}

/** The copy, or null when there is none that can be read. */
export async function readLastGood(file: string): Promise<LastGood | null> {
  try {
    const { validatedAt, texts } = schema.parse(JSON.parse(await readFile(file, 'utf8')));
    return { validatedAt: new Date(validatedAt), texts };
  } catch {
    return null;
  }
}
