import type { Route } from '../../../src/domain/platform-name.ts';

/** The stage that the default policy gives each of these severities. */
export const STAGE_OF = { critical: 4, high: 3, medium: 2 } as const;

/** How long a step of each waits, minutes. */
const WINDOW_MIN = { critical: 5, high: 15, medium: 30 } as const;

type Paging = keyof typeof STAGE_OF;

/** Policy by which one person a step is paged by these routes, all at once or one after the other, and nobody else is told. */
export function pagedBy(routes: Record<Paging, readonly Route[]>, redundancy: 'first' | 'all'): (policy: string) => string {
  const severity = (name: Paging): string[] => [
    `  ${name}:`, '    mode: page', `    routes: [${routes[name].join(', ')}]`, `    redundancy: ${redundancy}`, '    steps:',
    ...['primary_nurse', 'charge_nurse'].map((role) => `      - { to: [${role}], window: ${WINDOW_MIN[name]} min }`),
    '    failSafe: { to: [fail_safe], routes: [slack, twilio-sms], remindEvery: 15 min }', '    attend: { within: 2 h, reminders: 2, remindEvery: 30 min, add: [charge_nurse] }',
    '    maxSnooze: 10 min',
  ];
  const blocks = [...severity('critical'), ...severity('high'), ...severity('medium'), '  low:', '    mode: list', '    promote: { to: medium, after: 12 h }', ''];
  return (policy) => policy.replace(/^severities:\n[\s\S]*$/m, `severities:\n${blocks.join('\n')}`);
}
