/**
 * Tuesday, 10 in the morning in Santiago. On call by config/oncall.yaml: ana (primary nurse), fernando (charge nurse), hugo
 * (physician), isidora (wound nurse), luis (supervisor), nicolas (reviewer), pedro (fail-safe).
 */
export const TUESDAY_MORNING = '2027-03-02T10:00:00-03:00';

/** Limits out of the way, for scenarios about something else. */
export const NO_LIMITS = { VIGIA_LIMIT_SLACK: '1000', VIGIA_LIMIT_TWILIO: '1000' };

type Route = 'slack' | 'whatsapp' | 'sms';

/** What `ward.messages()` says when these people were each sent one message by each of these routes. */
export function told(people: readonly string[], routes: readonly Route[], kind: string): string[] {
  return people.flatMap((person) => routes.map((route) => `${person} by ${route}: ${kind}`));
}

/** The first step of a critical finding on that Tuesday morning. */
export const FIRST_STEP_OF_CRITICAL: readonly string[] = [
  '#emergency-escalation by slack: page', ...told(['ana', 'fernando'], ['slack', 'whatsapp'], 'page'),
].sort();

/** The second step of a critical finding then. */
export const SECOND_STEP_OF_CRITICAL: readonly string[] = [
  '#wound-care-team by slack: page', ...told(['hugo', 'isidora'], ['slack', 'whatsapp'], 'page'),
].sort();

/** Policy by which a stage 2 finding pages one nurse by WhatsApp, for scenarios about what is said on a phone. */
export function byWhatsAppFirst(policy: string): string {
  return policy.replace(/( {2}medium:\n {4}mode: page\n {4}routes: )\[slack, twilio\]/, '$1[twilio, slack]');
}
