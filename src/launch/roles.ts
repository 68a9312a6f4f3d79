/** The parts of the service that can run as processes of their own; `npm start` is all of them in one. */
export const ROLES = ['temporal', 'sandbox', 'worker', 'gateway', 'twilio', 'slack', 'whatsapp-web'] as const;

export type Role = (typeof ROLES)[number];
