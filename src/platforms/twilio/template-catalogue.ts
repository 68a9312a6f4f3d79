import type { Failure } from '../../domain/failure.ts';
import { classifyTwilioError, ofReading } from './classify-error.ts';
import type { TwilioClient } from './client.ts';

/** A template as the account has it. */
export interface CatalogueEntry {
  name: string;
  /** `HX` and 32 hexadecimal digits. */
  sid: string;
  /** Meta's word on it, such as `approved`; `unknown` when the account's listing doesn't tell. */
  approval: string;
}

/** With one of these WhatsApp refuses the template outside the 24-hour window; what is none of them is tried. */
const NOT_APPROVED = new Set(['unsubmitted', 'received', 'pending', 'rejected', 'paused', 'disabled']);

export function isRefusedOutsideWindow(entry: CatalogueEntry): boolean {
  return NOT_APPROVED.has(entry.approval);
}

/** Finds templates by their names, from what the account lists. */
export interface TemplateCatalogue {
  /**
   * Null when the account has no such template; a failure when it couldn't be asked. Asks at most once in `RELIST_MS`, and `anew`
   * though what is known is still believed.
   */
  find(name: string, how?: { anew: boolean }): Promise<{ entry: CatalogueEntry | null } | { failure: Failure }>;
  /** Asks the account anew; throws what the SDK throws. */
  list(): Promise<Map<string, CatalogueEntry>>;
}

/** A template that isn't there, or isn't approved, is asked for again after this long: approvals come while the service runs. */
const RELIST_MS = 60_000;

/** What was read is believed this long, then read anew beside the next message, which doesn't wait for it. */
const BELIEVED_MS = 15 * 60_000;

/** More templates than this in one account and the later ones aren't seen; ours are a few dozen. */
export const MAX_TEMPLATES = 1_000;

/** `overrides`: sids by template name, from configuration; they go before what the account lists. */
export function createTemplateCatalogue(client: TwilioClient, overrides: Readonly<Record<string, string>>, now: () => Date): TemplateCatalogue {
  let entries = new Map<string, CatalogueEntry>();
  let askedAt = -Infinity;
  let asking: Promise<Map<string, CatalogueEntry>> | null = null;

  async function list(): Promise<Map<string, CatalogueEntry>> {
    askedAt = now().getTime();
    const listed = await client.content.v1.contentAndApprovals.list({ pageSize: 200, limit: MAX_TEMPLATES });
    entries = byName(listed.map((item) => ({ name: item.friendlyName, sid: item.sid, approval: approvalOf(item.approvalRequests) })));
    return entries;
  }

  /** Several messages at once share one listing. */
  function listOnce(): Promise<Map<string, CatalogueEntry>> {
    asking ??= list().finally(() => (asking = null));
    return asking;
  }

  async function find(name: string, { anew } = { anew: false }): ReturnType<TemplateCatalogue['find']> {
    const override = Object.hasOwn(overrides, name) ? overrides[name] : undefined;
    if (override !== undefined) return { entry: { name, sid: override, approval: 'approved' } };
    const known = entries.get(name) ?? null;
    const age = now().getTime() - askedAt;
    const isBelieved = !anew || age < RELIST_MS;
    if (known !== null && !isRefusedOutsideWindow(known) && isBelieved) {
      if (age > BELIEVED_MS) void listOnce().catch(() => undefined);
      return { entry: known };
    }
    if (age < RELIST_MS && asking === null) return { entry: known };
    try {
      return { entry: (await listOnce()).get(name) ?? null };
    } catch (error) {
      askedAt = -Infinity;
      return known === null ? { failure: ofReading(classifyTwilioError(error)) } : { entry: known };
    }
  }

  return { find, list: listOnce };
}

/** Twilio lets several templates share a name: an approved one goes first, then the one listed first. */
function byName(listed: CatalogueEntry[]): Map<string, CatalogueEntry> {
  const found = new Map<string, CatalogueEntry>();
  for (const entry of listed) {
    const other = found.get(entry.name);
    if (other === undefined || (other.approval !== 'approved' && entry.approval === 'approved')) found.set(entry.name, entry);
  }
  return found;
}

/** The status in a listing of a template with its approvals. */
export function approvalOf(requests: unknown): string {
  const status = typeof requests === 'object' && requests !== null && 'status' in requests ? requests.status : null;
  return typeof status === 'string' ? status : 'unknown';
}
