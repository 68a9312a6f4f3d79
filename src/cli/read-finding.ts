import { open } from 'node:fs/promises';
import { parseFinding, type ParsedFinding } from '../domain/parse-detection.ts';
import { errorCodeOf } from '../observability/error-code.ts';
import { CliError, EXIT } from './cli-error.ts';

/** Far more than any finding needs. */
const MAX_BYTES = 64 * 1024;

const EXAMPLE = 'examples/detections/stage-4.json shows what a finding looks like.';

/** Reads a finding from a file, or from standard input for `-`. @throws CliError (4) that names each field, or what is wrong with the file. */
export async function readFinding(file: string, stdin: AsyncIterable<Buffer>, knowsUnit: (unit: string) => boolean): Promise<Extract<ParsedFinding, { ok: true }>> {
  const parsed = parseFinding(parseJson(file === '-' ? await readStream(stdin) : await readFile(file)), { knowsUnit });
  if (!parsed.ok) throw new CliError(EXIT.refused, 'The finding was refused, and nothing was started:', EXAMPLE, parsed.problems);
  return parsed;
}

async function readFile(file: string): Promise<string> {
  try {
    const handle = await open(file, 'r');
    try {
      if ((await handle.stat()).isDirectory()) throw new CliError(EXIT.refused, `${file} is not a file.`, EXAMPLE);
      return await readStream(handle.createReadStream({ autoClose: false }));
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
    const reason = errorCodeOf(error) === 'ENOENT' ? 'does not exist' : `can't be read (${errorCodeOf(error) ?? 'unknown'})`;
    throw new CliError(EXIT.refused, `${file} ${reason}.`, EXAMPLE);
  }
}

async function readStream(stdin: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(): CliError {
  return new CliError(EXIT.refused, `That is more than ${MAX_BYTES / 1024} KB, and a finding is a few lines.`, EXAMPLE);
}

function parseJson(text: string): unknown {
  try {
    // Some editors begin a file with a byte order mark, which is no JSON.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new CliError(EXIT.refused, 'That is not JSON.', EXAMPLE);
  }
}
