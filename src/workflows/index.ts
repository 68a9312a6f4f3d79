export { criticalEscalation } from './critical-escalation.ts';
export { lppNotification } from './lpp-notification.ts';
export { messageDelivery } from './message-delivery.ts';
