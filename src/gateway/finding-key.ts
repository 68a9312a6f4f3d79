import { isOver, type AlertStatus } from '../domain/alert.ts';
import type { TakenUnder } from '../ledger/ledger.ts';
import type { Caller, GatewayContext } from './gateway-context.ts';

/** For how long a finding without an image or a time of its own is taken for a repeat of an equal one, milliseconds; up to twice that. */
const REPEAT_WINDOW_MS = 10 * 60_000;

/**
 * For how long after it was taken in an image's finding that comes again is its caller's retry, whatever became of the alert meanwhile,
 * milliseconds: an answer that was lost is asked for again within a few minutes.
 */
const RETRY_WINDOW_MS = 5 * 60_000;

/**
 * The key of a finding whose caller gave none. The time it was taken tells findings apart for good. An image does while its alert is open: a
 * device may give its next one the same place. A patient alone does for a while, since the next round may find the same; with none of them
 * two equal findings can be two patients, and nothing tells them apart.
 */
export async function deriveKey(context: GatewayContext, { name }: Caller, finding: Readonly<Record<string, unknown>>, imagePath: string | undefined): Promise<string | null> {
  const base = `derived/${name}/${context.digest('finding', canonicalJson({ ...finding, imagePath }))}`;
  if (finding['capturedAt'] !== undefined) return base;
  if (imagePath !== undefined) return (await lastOf(context, base, isImageOver)).key;
  if (finding['patientRef'] === undefined) return null;
  const window = Math.floor(context.now().getTime() / REPEAT_WINDOW_MS);
  const before = await lastOf(context, `${base}/${window - 1}`, isDealtWith);
  return before.isOpen ? before.key : (await lastOf(context, `${base}/${window}`, isDealtWith)).key;
}

/** Somebody has dealt with it: an equal finding after that is a new one. */
const DEALT_WITH: readonly AlertStatus[] = ['resolved', 'cancelled'];

type Context = Pick<GatewayContext, 'client' | 'ledger' | 'now'>;

/** One that was only recorded calls nobody; its repeat need not be told apart from it. */
async function isDealtWith({ client }: Context, { code, isRecorded }: TakenUnder): Promise<boolean> {
  return !isRecorded && DEALT_WITH.includes((await client.show(code)).status);
}

/** Whatever ends an alert counts here, and so does a finding that was only recorded: no window ends them, and the next wound at that place would never call. */
async function isImageOver({ client, now }: Context, { code, at, isRecorded }: TakenUnder): Promise<boolean> {
  return now().getTime() - at.getTime() > RETRY_WINDOW_MS && (isRecorded || isOver(await client.show(code)));
}

/** The key under which an equal finding was taken in last and isn't done with yet; or the one for the next. */
async function lastOf(context: Context, base: string, isDone: (context: Context, taken: TakenUnder) => Promise<boolean>): Promise<{ key: string; isOpen: boolean }> {
  const takenAt = (place: number): Promise<TakenUnder | null> => context.ledger.takenUnder(keyAt(base, place));
  const next = await firstFree(takenAt);
  const last = next === 0 ? null : await takenAt(next - 1);
  if (last === null) return { key: keyAt(base, next), isOpen: false };
  return (await isDone(context, last)) ? { key: keyAt(base, next), isOpen: false } : { key: keyAt(base, next - 1), isOpen: true };
}

/** Equal findings one after the other: none has a key before the one before it is done with, so that they have no gaps. */
function keyAt(base: string, place: number): string {
  return place === 0 ? base : `${base}#${place}`;
}

/** The first place that nothing was taken in under, in as few looks as a device needs that has given one place to its images for years. */
async function firstFree(takenAt: (place: number) => Promise<TakenUnder | null>): Promise<number> {
  let [taken, free] = [-1, 0];
  while ((await takenAt(free)) !== null) [taken, free] = [free, free * 2 + 1];
  while (free - taken > 1) {
    const middle = Math.floor((free + taken) / 2);
    if ((await takenAt(middle)) === null) free = middle;
    else taken = middle;
  }
  return free;
}

/** The same fields in any order, without those that are undefined. */
export function canonicalJson(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.entries(fields).filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)));
}
