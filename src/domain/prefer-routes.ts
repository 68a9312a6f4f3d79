import type { AlertPlan } from './plan.ts';
import type { Route } from './platform-name.ts';

/** A caller's wish orders the routes that policy gives each step; it adds none, takes none away, and leaves the fail-safe recipient's as they are. */
export function preferRoutes(plan: AlertPlan, preferred: readonly Route[] = []): AlertPlan {
  if (preferred.length === 0) return plan;
  const place = (route: Route): number => (preferred.includes(route) ? preferred.indexOf(route) : preferred.length);
  return { ...plan, steps: plan.steps.map((step) => ({ ...step, routes: step.routes.toSorted((a, b) => place(a) - place(b)) })) };
}
