import { countedTo } from './judge.ts';
import type { TakenPage } from './pages.ts';
import type { StormAlert } from './storm-alert.ts';
import type { StormResponder } from './storm-hospital.ts';

/** Alerts that are a responder's, and of which no message that reached them says anything. */
export interface Untold {
  /** Critical ones that no message names. */
  critical: string[];
  /** Medium ones that no message names, and for how many of them there is no "and N more" either: which of them those are can't be told. */
  medium: { notNamed: number; notCounted: number };
}

/**
 * By the provider's journal alone. What digests count at both of a person's addresses is taken together, critical alerts among it that are
 * named at the other: so it finds that somebody was told of too few, and not every case of it.
 */
export function untold({ id, unit, isPrimary, slack, whatsApp }: StormResponder, alerts: readonly StormAlert[], pages: readonly TakenPage[]): Untold {
  const addresses = [slack, whatsApp];
  const notNamed = alerts.filter((alert) => alert.unit === unit && !pages.some(({ code, to }) => code === alert.code && addresses.includes(to)));
  const medium = isPrimary ? notNamed.filter(({ critical }) => !critical).length : 0;
  return {
    critical: notNamed.filter(({ critical, acknowledgedAt }) => critical && acknowledgedAt === null).map(({ code }) => code),
    medium: { notNamed: medium, notCounted: Math.max(0, medium - countedTo({ name: id, needs: 'one', addresses }, pages)) },
  };
}
