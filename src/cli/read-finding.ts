import { open } from 'node:fs/promises';
import { parseFinding, repeatedField, type FindingContext, type ParsedFinding } from '../domain/parse-detection.ts';
import { errorCodeOf } from '../observability/error-code.ts';
import { CliError, EXIT } from './cli-error.ts';
import { findRepeatedKey } from './repeated-key.ts';

/** Far more than any finding needs. */
const MAX_BYTES = 64 * 1024;

/** Standard input as text, read once however often it is asked for. @throws CliError (4) when it is far too long. */
export function readOnce(stdin: AsyncIterable<Buffer>): () => Promise<string> {
  let text: Promise<string> | undefined;
  return () => (text ??= readStream(stdin));
}

/** Reads a finding from a file, or from standard input for `-`. @throws CliError (4) that names each field, or what is wrong with the file. */
export async function readFinding(file: string, stdin: () => Promise<string>, { knowsUnit, language }: Required<FindingContext>): Promise<Extract<ParsedFinding, { ok: true }>> {
  const text = file === '-' ? await stdin() : await readFile(file);
  const input = parseJson(text);
  const repeated = findRepeatedKey(text);
  if (repeated !== null) throw new CliError(EXIT.refused, ({ findingRefused }) => findingRefused, [repeatedField(repeated, language)]);
  const parsed = parseFinding(input, { knowsUnit, language });
  if (!parsed.ok) throw new CliError(EXIT.refused, ({ findingRefused }) => findingRefused, parsed.problems);
  return parsed;
}

async function readFile(file: string): Promise<string> {
  try {
    const handle = await open(file, 'r');
    try {
      if ((await handle.stat()).isDirectory()) throw new CliError(EXIT.refused, ({ notAFile }) => notAFile(file));
      return await readStream(handle.createReadStream({ autoClose: false }));
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
    const code = errorCodeOf(error) ?? '?';
    throw new CliError(EXIT.refused, (words) => (code === 'ENOENT' ? words.fileMissing(file) : words.fileUnreadable(file, code)));
  }
}

async function readStream(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(): CliError {
  return new CliError(EXIT.refused, (words) => words.tooLarge(MAX_BYTES / 1024));
}

function parseJson(text: string): unknown {
  try {
    // Some editors begin a file with a byte order mark, which is no JSON.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new CliError(EXIT.refused, ({ notJson }) => notJson);
  }
}
