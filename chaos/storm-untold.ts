import { countedTo } from './judge.ts';
import type { TakenPage } from './pages.ts';
import type { StormResponder } from './storm-hospital.ts';
import type { StormAlert } from './storm-judge.ts';

/** Alerts that are a responder's, and of which no message that reached them says anything. */
export interface Untold {
  /** Critical ones that no message names. */
  critical: string[];
  /** Medium ones that no message names, and for how many of them there is no "and N more" either: which of them those are can't be told. */
  medium: { notNamed: number; notCounted: number };
}

/**
 * By the provider's journal alone. A medium alert goes to one address of its reader; a critical one to each, and being the more urgent it
 * takes its place first: what a digest counts of critical alerts that it doesn't name is no count of medium ones.
 */
export function untold({ unit, isPrimary, slack, whatsApp }: StormResponder, alerts: readonly StormAlert[], pages: readonly TakenPage[]): Untold {
  const addresses = [slack, whatsApp];
  const isNamed = ({ code }: StormAlert, to: readonly string[]): boolean => pages.some((page) => page.code === code && to.includes(page.to));
  const theirs = alerts.filter((alert) => alert.unit === unit);
  const critical = theirs.filter((alert) => alert.critical);
  const notNamed = isPrimary ? theirs.filter((alert) => !alert.critical && !isNamed(alert, addresses)).length : 0;
  const counted = addresses.reduce((sum, address) => {
    const ofCritical = critical.filter((alert) => !isNamed(alert, [address]) && mayBeCounted(alert, address, pages)).length;
    return sum + Math.max(0, countedTo({ name: address, needs: 'one', addresses: [address] }, pages) - ofCritical);
  }, 0);
  return {
    critical: critical.filter((alert) => alert.acknowledgedAt === null && !isNamed(alert, addresses)).map(({ code }) => code),
    medium: { notNamed, notCounted: Math.max(0, notNamed - counted) },
  };
}

/** A digest that counts others went there while nobody had the alert: later it is withdrawn, and takes no place. */
function mayBeCounted({ acceptedAt, acknowledgedAt }: StormAlert, address: string, pages: readonly TakenPage[]): boolean {
  return pages.some(({ to, others, at }) => to === address && others > 0 && at > acceptedAt && at < (acknowledgedAt ?? Infinity));
}
