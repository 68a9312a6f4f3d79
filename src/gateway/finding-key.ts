import type { AlertStatus } from '../domain/alert.ts';
import type { Caller, GatewayContext } from './gateway-context.ts';

/** For how long a finding without an image or a time of its own is taken for a repeat of an equal one, milliseconds; up to twice that. */
const REPEAT_WINDOW_MS = 10 * 60_000;

/**
 * The key of a finding whose caller gave none. An image or the time it was taken tells findings apart for good; a patient alone only for a
 * while, since the next round may find the same; with none of them two equal findings can be two patients, and nothing tells them apart.
 */
export async function deriveKey(context: GatewayContext, { name }: Caller, finding: Readonly<Record<string, unknown>>, imagePath: string | undefined): Promise<string | null> {
  const base = `derived/${name}/${context.digest('finding', canonicalJson({ ...finding, imagePath }))}`;
  if (imagePath !== undefined || finding['capturedAt'] !== undefined) return base;
  if (finding['patientRef'] === undefined) return null;
  const window = Math.floor(context.now().getTime() / REPEAT_WINDOW_MS);
  const before = await lastOf(context, `${base}/${window - 1}`);
  return before.isOpen ? before.key : (await lastOf(context, `${base}/${window}`)).key;
}

/** Somebody has dealt with it: an equal finding after that is a new one. */
const DEALT_WITH: readonly AlertStatus[] = ['resolved', 'cancelled'];

/** The key under which an equal finding was taken in last and isn't dealt with yet; or the one for the next. */
async function lastOf({ client, ledger }: Pick<GatewayContext, 'client' | 'ledger'>, first: string): Promise<{ key: string; isOpen: boolean }> {
  let key = first;
  for (;;) {
    const taken = await ledger.takenUnder(key);
    if (taken === null) return { key, isOpen: false };
    // One that was only recorded calls nobody; its repeat need not be told apart from it.
    if (taken.isRecorded || !DEALT_WITH.includes((await client.show(taken.code)).status)) return { key, isOpen: true };
    // Longer each time, so that there is an end: the same alert may be found again under another key.
    key = `${key}/after ${taken.code}`;
  }
}

/** The same fields in any order, without those that are undefined. */
export function canonicalJson(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.entries(fields).filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)));
}
