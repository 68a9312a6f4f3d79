import type { Severity } from '../../../src/domain/severity.ts';

/** The stage that the default policy gives each of the three severities below. */
export const STAGE_OF = { critical: 4, high: 3, medium: 2 } as const satisfies Partial<Record<Severity, number>>;

/**
 * One person a step, nobody else told, and the next route only where the one before failed or stays in doubt: what a fault comes to
 * is seen alone. Critical and high begin with Slack, medium with WhatsApp.
 */
export function oneRouteAtATime(policy: string): string {
  const severity = (name: Severity, routes: string, windowMin: number): string[] => [
    `  ${name}:`, '    mode: page', `    routes: [${routes}]`, '    redundancy: first', '    steps:',
    ...['primary_nurse', 'charge_nurse'].map((role) => `      - { to: [${role}], window: ${windowMin} min }`),
    `    failSafe: { to: [fail_safe], routes: [slack, twilio-sms], remindEvery: 15 min }`, '    attend: { within: 2 h, reminders: 2, remindEvery: 30 min, add: [charge_nurse] }',
    '    maxSnooze: 10 min',
  ];
  const blocks = [
    ...severity('critical', 'slack, twilio, twilio-sms', 5), ...severity('high', 'slack, twilio, twilio-sms', 15), ...severity('medium', 'twilio, twilio-sms, slack', 30),
    '  low:', '    mode: list', '    promote: { to: medium, after: 12 h }', '',
  ];
  return policy.replace(/^severities:\n[\s\S]*$/m, `severities:\n${blocks.join('\n')}`);
}
