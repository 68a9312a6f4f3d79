import type { AlertPlan } from './plan.ts';

/** A caller's channel, by its purpose, hears of the alert with the first step, beside whom policy names; it takes nobody's place. */
export function tellChannel(plan: AlertPlan, channel: string | undefined): AlertPlan {
  const [first, ...others] = plan.steps;
  if (channel === undefined || !first || tellsChannel(plan, channel)) return plan;
  return { ...plan, steps: [{ ...first, recipients: [...first.recipients, { kind: 'channel', channel }] }, ...others] };
}

/** Whether a channel hears of it with the first step. */
export function tellsChannel({ steps: [first] }: Pick<AlertPlan, 'steps'>, channel: string): boolean {
  return first?.recipients.some((recipient) => recipient.kind === 'channel' && recipient.channel === channel) ?? false;
}
