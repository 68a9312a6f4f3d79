import type { AlertView } from '../src/domain/alert.ts';
import { unreached, type AcceptedHere } from './judge.ts';
import type { TakenPage } from './pages.ts';

/** Lines of a timeline that say that a message which asks somebody to act has left. */
const LEFT = new Set<string>(['paged', 'reminded']);

/**
 * What is still to come before a round can be judged, a sentence each: pages that haven't arrived, those of which the service doesn't
 * know yet that they have, and an acknowledgment that hasn't reached its alert.
 * @param shown what the service says of each alert, by its code
 */
export function unfinished(alerts: readonly AcceptedHere[], pages: readonly TakenPage[], shown: ReadonlyMap<string, Pick<AlertView, 'status' | 'timeline'>>): string[] {
  return alerts.flatMap((alert) => {
    const { code, severity, acknowledgedAt } = alert;
    const { status = 'unknown', timeline = [] } = shown.get(code) ?? {};
    if (acknowledgedAt !== null) return status === 'acknowledged' ? [] : [`${code}, which somebody took, is ${status}`];
    const known = timeline.filter(({ kind }) => LEFT.has(kind)).length;
    const arrived = new Set(pages.filter((page) => page.code === code).map(({ key }) => key)).size;
    const missing = unreached(alert, alerts, pages);
    if (missing.length === 0 && known >= arrived) return [];
    return [`${code} (${severity}) knows of ${known} pages, ${arrived} arrived, and without one is ${missing.join(' and ') || 'nobody'}`];
  });
}
