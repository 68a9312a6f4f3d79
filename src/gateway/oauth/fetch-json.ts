/** More than any issuer's keys or metadata, bytes. */
const MAX_BYTES = 256 * 1024;

/** A JSON document of at most 256 KB, from exactly this address: no redirect is followed, and nothing is waited for beyond the signal. @throws when there is none */
export async function fetchJson(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { redirect: 'error', headers: { accept: 'application/json' }, signal });
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new Error('the document is not there');
  }
  const parts: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop ends the connection.
  for await (const part of response.body as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength;
    if (bytes > MAX_BYTES) throw new Error('the document is too large');
    parts.push(part);
  }
  return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
}
