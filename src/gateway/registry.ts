import type { Tool } from './tool.ts';
import { acknowledgeAlert } from './tools/acknowledge-alert.ts';
import { cancelAlert } from './tools/cancel-alert.ts';
import { escalateAlert } from './tools/escalate-alert.ts';
import { fhirCreateObservation } from './tools/fhir-create-observation.ts';
import { getAlert } from './tools/get-alert.ts';
import { getServiceStatus } from './tools/get-service-status.ts';
import { listAlerts } from './tools/list-alerts.ts';
import { notifyLppDetection } from './tools/notify-lpp-detection.ts';
import { sendMedicalAlert } from './tools/send-medical-alert.ts';
import { slackSendMessage } from './tools/slack-send-message.ts';
import { smsSendMessage } from './tools/sms-send-message.ts';
import { verifyReceipt } from './tools/verify-receipt.ts';
import { whatsappSendMessage } from './tools/whatsapp-send-message.ts';

/** Every tool, in the order in which every door lists them. */
export const TOOLS: readonly Tool[] = [
  notifyLppDetection, sendMedicalAlert, getAlert, listAlerts, acknowledgeAlert, escalateAlert, cancelAlert,
  slackSendMessage, whatsappSendMessage, smsSendMessage, fhirCreateObservation, getServiceStatus, verifyReceipt,
];
